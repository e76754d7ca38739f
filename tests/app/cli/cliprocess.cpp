// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli/cliprocess.h"

#include <QJsonDocument>

#include <csignal>
#include <sys/prctl.h>

using namespace Qt::StringLiterals;

namespace emberwatch::test {

namespace {

constexpr int patienceMs = 60'000; // for a sanitizer build on a busy machine

void start(QProcess &process, const QStringList &arguments, const CliEnvironment &environment)
{
    QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
    for (const QString &name : {u"REDIS_URL"_s, u"REDISCLI_AUTH"_s, u"COMFYUI_SERVERS"_s, u"DATABASE_URL"_s,
             u"EMBERWATCH_ENV"_s, u"EMBERWATCH_CLASS"_s, u"EMBERWATCH_AGENT_WRITE"_s, u"EMBERWATCH_WEBHOOK"_s,
             u"POSTHOG_HOST"_s, u"POSTHOG_API_KEY"_s, u"NOTIFY_SOCKET"_s, u"WATCHDOG_USEC"_s,
             u"JOURNAL_STREAM"_s, u"NO_COLOR"_s, u"COLUMNS"_s})
        variables.remove(name);
    for (auto variable = environment.begin(); variable != environment.end(); ++variable)
        variables.insert(variable.key(), variable.value());
    process.setProcessEnvironment(variables);
    // A session of its own has no terminal: a question for a password must not reach the person who runs the
    // tests.
    process.setChildProcessModifier([] {
        ::setsid();
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    });
    process.start(QStringLiteral(EMBERWATCH_CLI), arguments);
    process.closeWriteChannel();
}

QList<QJsonObject> objectsIn(const QByteArrayList &lines)
{
    QList<QJsonObject> objects;
    for (const QByteArray &line : lines)
        objects.append(QJsonDocument::fromJson(line).object());
    return objects;
}

QByteArrayList linesIn(const QByteArray &text)
{
    QByteArrayList lines = text.split('\n');
    lines.removeLast(); // what is behind the last line feed is not complete
    return lines;
}

} // namespace

QByteArrayList CliOutcome::outLines() const
{
    return linesIn(out);
}

QList<QJsonObject> CliOutcome::objects() const
{
    return objectsIn(outLines());
}

QJsonObject CliOutcome::objectWith(const QString &member, const QString &value) const
{
    for (const QJsonObject &object : objects()) {
        if (object.value(member) == value)
            return object;
    }
    return {};
}

CliOutcome runCli(const QStringList &arguments, const CliEnvironment &environment)
{
    CliProcess process(arguments, environment);
    return process.outcome();
}

CliProcess::CliProcess(const QStringList &arguments, const CliEnvironment &environment)
{
    start(m_process, arguments, environment);
    m_process.waitForStarted(patienceMs);
}

CliProcess::~CliProcess()
{
    m_process.kill();
    m_process.waitForFinished(patienceMs);
}

QByteArrayList CliProcess::lines()
{
    m_process.waitForReadyRead(0);
    m_out += m_process.readAllStandardOutput();
    return linesIn(m_out);
}

QList<QJsonObject> CliProcess::events()
{
    return objectsIn(lines());
}

QList<QJsonObject> CliProcess::events(const QString &kind)
{
    QList<QJsonObject> found;
    for (const QJsonObject &event : events()) {
        if (event.value("event"_L1) == kind)
            found.append(event);
    }
    return found;
}

QByteArray CliProcess::err()
{
    m_process.waitForReadyRead(0);
    m_err += m_process.readAllStandardError();
    return m_err;
}

void CliProcess::sendSignal(int signal)
{
    ::kill(static_cast<pid_t>(pid()), signal);
}

CliOutcome CliProcess::outcome()
{
    const bool hasEnded = m_process.state() == QProcess::NotRunning || m_process.waitForFinished(patienceMs);
    m_out += m_process.readAllStandardOutput();
    m_err += m_process.readAllStandardError();
    const bool isNormal = hasEnded && m_process.exitStatus() == QProcess::NormalExit;
    return {isNormal ? m_process.exitCode() : -1, m_out, m_err};
}

} // namespace emberwatch::test
