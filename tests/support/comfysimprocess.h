// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QUrl>

namespace emberwatch::test {

/// What a test wants of its simulated ComfyUI server.
struct ComfySimSetup
{
    QString behaviour = QStringLiteral("new"); ///< old, middle, new, or a version
    double speed = 1; ///< work is done so many times faster
    int workers = 1; ///< jobs that run at the same time
    QStringList arguments{}; ///< further options of emberwatch-comfysim
};

/// An emberwatch-comfysim of its own on free loopback ports. It ends with the object, and with the test.
class ComfySimProcess
{
public:
    /// Starts it and waits until it listens; isRunning() tells whether that went well.
    explicit ComfySimProcess(ComfySimSetup setup = {});
    ~ComfySimProcess();
    Q_DISABLE_COPY_MOVE(ComfySimProcess)

    [[nodiscard]] bool isRunning() const { return m_process.state() == QProcess::Running; }
    [[nodiscard]] qint64 pid() const { return m_process.processId(); }
    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] quint16 controlPort() const { return m_controlPort; }
    /// http://127.0.0.1:port, with the prefix if it has one.
    [[nodiscard]] QUrl url() const { return m_url; }
    /// ws://127.0.0.1:port/ws?clientId=...
    [[nodiscard]] QUrl socketUrl(const QString &clientId = {}) const;
    /// What it wrote to standard error.
    [[nodiscard]] QString log() const;

    /// Carries a control action out (docs/comfyui-simulator.md) and waits for its answer, at most 30 s.
    ///
    /// @return the answer's object, with "error" if it was refused; empty if there was none
    QJsonObject control(const QString &action, const QJsonObject &arguments = {});
    QJsonObject state() { return control(QStringLiteral("state")); }

    /// Starts it again on the same ports after kill().
    bool start();
    /// Ends it as a crash does.
    void kill();
    /// Stops it without its connections noticing (SIGSTOP), until resume().
    void freeze();
    void resume();
    /// Asks it to end (SIGTERM). @return its exit code; -1: it did not end
    int terminate();

private:
    bool readAnnouncement();

    ComfySimSetup m_setup;
    QTemporaryDir m_folder;
    QProcess m_process;
    QUrl m_url;
    quint16 m_port = 0;
    quint16 m_controlPort = 0;
};

} // namespace emberwatch::test
