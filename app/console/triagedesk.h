// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/comfyui/serverallowlist.h"
#include "ui/engine/recoverysetup.h"
#include "ui/shell/commands.h"
#include "ui/triage/triageboard.h"

#include <QObject>
#include <QPointer>

#include <functional>

namespace emberwatch {

class ConsoleEngine;
class MainWindow;
class ThemeSource;
class TriagePage;

/// The triage page in the window: what fills it, and when it is judged.
class TriageDesk : public QObject
{
    Q_OBJECT
public:
    /// Asked before each look.
    using Allowed = std::function<comfyui::ServerAllowList()>;

    /// @param themes, window, engine  outlive it
    TriageDesk(
        ThemeSource *themes, MainWindow *window, ConsoleEngine *engine, RecoverySetup setup, Allowed allowed);
    ~TriageDesk() override;

    /// Adds what the page knows.
    void describe(CommandContext &context) const;
    void setLive(bool isLive);
    void setServerMinusOurClock(std::chrono::milliseconds difference);
    /// What is shown is out of date: judged again at once where somebody looks at it, else when he does.
    void judgeAnew();

Q_SIGNALS:
    void contextChanged();
    void planRequested(const emberwatch::RecoveryProposal &proposal, const QList<emberwatch::PromptId> &jobs);
    void jobRequested(const emberwatch::PromptId &id);

private:
    void connectEngine();
    void connectCommands();
    void judge();
    void judgeIfWatched();

    MainWindow *m_window;
    ConsoleEngine *m_engine;
    RecoverySetup m_setup;
    Allowed m_allowed;
    QPointer<TriagePage> m_page;
    bool m_isLive = false;
    bool m_isOutOfDate = true; ///< never judged, or something was changed since
};

} // namespace emberwatch
