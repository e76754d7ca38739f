// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine/recoveryroom.h"
#include "ui/shell/desktopnotifier.h"
#include "ui/shell/environment.h"

#include <QObject>

namespace emberwatch {

class ConsoleEngine;
class MainWindow;
class RecoveryDialog;
class ThemeSource;

/// Recoveries in the window: the dialog, the procedure that it drives, and what is told on the desktop.
class RecoveryDesk : public QObject
{
    Q_OBJECT
public:
    /// @param themes, window, engine  outlive it
    RecoveryDesk(ThemeSource *themes, MainWindow *window, ConsoleEngine *engine, Environment environment,
        RecoverySetup setup);

    /// Returns once the dialog is closed.
    /// @param allowed  the servers that may be asked
    void open(const comfyui::ServerAllowList &allowed);

Q_SIGNALS:
    /// A recovery has begun or ended.
    void contextChanged();

private:
    void connectDialog(RecoveryDialog &dialog, const comfyui::ServerAllowList &allowed);

    ThemeSource *m_themes;
    MainWindow *m_window;
    ConsoleEngine *m_engine;
    Environment m_environment;
    RecoverySetup m_setup;
    DesktopNotifier m_notifier;
};

} // namespace emberwatch
