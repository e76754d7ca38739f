// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QHash>
#include <QJsonObject>
#include <QProcess>
#include <QString>
#include <QStringList>

#include <chrono>

namespace emberwatch::test {

/// What the program said and how it ended.
struct CliOutcome
{
    int exitCode = -1; ///< -1: it had to be killed
    QByteArray out;
    QByteArray err;

    [[nodiscard]] QByteArrayList outLines() const;
    /// The lines of stdout as JSON objects; an empty object for a line that is none.
    [[nodiscard]] QList<QJsonObject> objects() const;
    /// The object whose member has that value, else an empty one.
    [[nodiscard]] QJsonObject objectWith(const QString &member, const QString &value) const;
};

/// Variables on top of an environment without any of those that the program reads.
using CliEnvironment = QHash<QString, QString>;

/// The real program, from start to end.
[[nodiscard]] CliOutcome runCli(const QStringList &arguments, const CliEnvironment &environment = {});

/// The real program, at work beside the test.
class CliProcess
{
public:
    explicit CliProcess(const QStringList &arguments, const CliEnvironment &environment = {});
    ~CliProcess();

    [[nodiscard]] qint64 pid() const { return m_process.processId(); }
    [[nodiscard]] bool isRunning() const { return m_process.state() == QProcess::Running; }
    /// What stdout has given so far, complete lines only.
    [[nodiscard]] QByteArrayList lines();
    [[nodiscard]] QList<QJsonObject> events();
    /// The events of one kind.
    [[nodiscard]] QList<QJsonObject> events(const QString &kind);
    [[nodiscard]] QByteArray err();

    void sendSignal(int signal);
    /// Waits until it ends.
    [[nodiscard]] CliOutcome outcome();

private:
    QProcess m_process;
    QByteArray m_out;
    QByteArray m_err;
};

} // namespace emberwatch::test
