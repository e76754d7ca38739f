// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/environment.h"

#include <QObject>

namespace emberwatch {

class ConsoleEngine;
class MainWindow;
class ThemeSource;

/// What the window tracks: said in its status bar, and asked about before it is closed.
class TrackingDesk : public QObject
{
    Q_OBJECT
public:
    /// @param themes, window, engine  outlive it
    TrackingDesk(ThemeSource *themes, MainWindow *window, ConsoleEngine *engine, Environment environment);
    ~TrackingDesk() override;

private:
    [[nodiscard]] bool mayClose();

    ThemeSource *m_themes;
    MainWindow *m_window;
    ConsoleEngine *m_engine;
    Environment m_environment;
};

} // namespace emberwatch
