// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/comfyui/serverallowlist.h"
#include "ui/engine/recoverysetup.h"
#include "ui/jobactions/jobaction.h"
#include "ui/shell/environment.h"

#include <QObject>

namespace emberwatch {

class ConsoleEngine;
class MainWindow;
class ThemeSource;
class WritesDesk;

/// Actions on single jobs in the window: the dialog, and who carries out what it asks for.
class ActionsDesk : public QObject
{
    Q_OBJECT
public:
    /// @param themes, window, engine, writes  outlive it
    ActionsDesk(ThemeSource *themes, MainWindow *window, ConsoleEngine *engine, WritesDesk *writes,
        Environment environment, RecoverySetup setup);

    /// Returns once the dialog is closed.
    /// @param allowed  the servers that may be asked
    void open(JobActionKind kind, const PromptId &id, const comfyui::ServerAllowList &allowed);

Q_SIGNALS:
    /// Something may have been changed.
    void acted();

private:
    ThemeSource *m_themes;
    MainWindow *m_window;
    ConsoleEngine *m_engine;
    WritesDesk *m_writes;
    Environment m_environment;
    RecoverySetup m_setup;
};

} // namespace emberwatch
