// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QProcess>
#include <QString>
#include <QStringList>

namespace emberwatch::test {

/// A program of ours that dies or stands still where a test wants it to (failpoint.h). It ends with the
/// object.
class FaultyProcess
{
public:
    /// @param failpoint  empty: nowhere
    FaultyProcess(const QString &program, const QStringList &arguments, const QString &failpoint);
    ~FaultyProcess();
    FaultyProcess(const FaultyProcess &) = delete;
    FaultyProcess &operator=(const FaultyProcess &) = delete;

    [[nodiscard]] qint64 pid() const { return m_process.processId(); }
    /// Waits until it ends. @return whether it ended by itself, with success
    bool finish();
    [[nodiscard]] bool wasKilled() const;
    /// Waits until it is stopped (SIGSTOP).
    [[nodiscard]] bool waitStopped() const;
    void resume() const;
    /// As the kernel does it to a stopped one, too.
    void kill();
    /// What it wrote, after finish().
    [[nodiscard]] QByteArray output() const { return m_output; }
    [[nodiscard]] QString errors() const { return m_errors; }

private:
    QProcess m_process;
    QByteArray m_output;
    QString m_errors;
};

} // namespace emberwatch::test
