// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/console/consoleoptions.h"
#include "app/console/consolesession.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/settingsfile.h"

#include <QObject>

#include <memory>

namespace emberwatch {

class DemoProcess;
class DoctorRun;
class EnvironmentsDesk;
class Screenshot;
class WelcomePage;

/// The program: from arguments and settings to a window with a welcome page or a session in it.
class Console : public QObject
{
    Q_OBJECT
public:
    Console(ConsoleOptions options, RecoverySetup recovery, SettingsFile file, Clock clock);
    ~Console() override;

    /// @param address  nullopt: welcome
    void start(const std::optional<redis::ConnectionOptions> &address);
    /// Without a question, as the end of a desktop session has it: what is carried out ends at its next step,
    /// what is tracked gives its leases back.
    void end();

private:
    void showWelcome();
    void open(redis::ConnectionOptions address, const QString &name);
    void openUrl(const QString &url, const QString &name);
    void test(const redis::ConnectionOptions &address);
    void startDemo();
    [[nodiscard]] bool askPassword(redis::ConnectionOptions &address);
    void save();

    ConsoleOptions m_options;
    RecoverySetup m_recovery;
    SettingsFile m_file;
    Clock m_clock;
    Settings m_settings;
    // In this order they die last to first.
    std::unique_ptr<DemoProcess> m_demo;
    std::unique_ptr<ThemeSource> m_themes;
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<EnvironmentsDesk> m_environments;
    std::unique_ptr<ConsoleSession> m_session;
    std::unique_ptr<DoctorRun> m_test;
    std::unique_ptr<Screenshot> m_screenshot;
    WelcomePage *m_welcome = nullptr; ///< the window's, until a session takes its place
};

} // namespace emberwatch
