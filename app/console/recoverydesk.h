// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/records/operationids.h"
#include "ui/engine/recoveryroom.h"
#include "ui/shell/desktopnotifier.h"
#include "ui/shell/environment.h"

#include <QObject>
#include <QPointer>
#include <QSet>

namespace emberwatch {

class ConsoleEngine;
class MainWindow;
class RecoveryDialog;
class ThemeSource;
class WritesDesk;

/// Recovering, cleaning and reconciling in the window: the one dialog, the procedure that it drives, and what
/// is told on the desktop.
class RecoveryDesk : public QObject
{
    Q_OBJECT
public:
    /// @param themes, window, engine, writes  outlive it
    RecoveryDesk(ThemeSource *themes, MainWindow *window, ConsoleEngine *engine, WritesDesk *writes,
        Environment environment, RecoverySetup setup);

    ~RecoveryDesk() override;

    /// A dialog is hidden: its plan is being carried out, or its report was not looked at yet.
    [[nodiscard]] bool hasBackground() const { return !m_background.isNull(); }

    /// Each returns once the dialog is closed, or hidden while its plan is carried out.
    /// @param allowed  the servers that may be asked
    /// @param only     these jobs; empty: all
    void open(PlanScope scope, const comfyui::ServerAllowList &allowed, const QSet<PromptId> &only = {});
    /// With what was judged already, of these jobs alone. What is too old by then is judged again before
    /// anything is done.
    void openWith(const RecoveryProposal &proposal, const QList<PromptId> &jobs,
        const comfyui::ServerAllowList &allowed);

Q_SIGNALS:
    /// A procedure has begun or ended.
    void contextChanged();
    /// Something may have been changed: what was judged before is out of date.
    void carriedOut();
    /// What was carried out is to be taken back: to be asked over this dialog.
    void undoRequested(const emberwatch::BatchId &batch, QWidget *over);

private:
    void connectDialog(RecoveryDialog &dialog, PlanScope scope, const comfyui::ServerAllowList &allowed);
    void run(RecoveryDialog *dialog);
    void showBackground();
    void tellBackground();

    ThemeSource *m_themes;
    MainWindow *m_window;
    ConsoleEngine *m_engine;
    WritesDesk *m_writes;
    Environment m_environment;
    RecoverySetup m_setup;
    DesktopNotifier m_notifier;
    QPointer<RecoveryDialog> m_background; ///< at most the latest; the journal keeps every report
};

} // namespace emberwatch
