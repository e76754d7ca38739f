// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/operations/recoveryprocess.h"

#include <QFile>
#include <QJsonDocument>
#include <QTest>

#include <csignal>

namespace emberwatch::test {

using namespace Qt::StringLiterals;

RecoveryProcess::RecoveryProcess(
    const RecoveryWorld &world, const QString &failpoint, const QString &journalPath, PlanScope scope)
{
    const RigSetup setup = world.setup();
    QStringList arguments{u"--redis"_s, world.redis.url(), u"--records"_s,
        u"sqlite://"_s + setup.records->path, u"--journal"_s,
        journalPath.isEmpty() ? setup.journalPath : journalPath, u"--grace"_s,
        QString::number(setup.grace.count())};
    if (scope == PlanScope::Clean)
        arguments << u"--clean"_s;
    for (const QString &server : setup.servers)
        arguments << u"--server"_s << server;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"EMBERWATCH_FAILPOINT"_s, failpoint);
    m_process.setProcessEnvironment(environment);
    m_process.start(QStringLiteral(EMBERWATCH_RECOVERYPROGRAM), arguments);
    m_process.waitForStarted(30'000);
}

RecoveryProcess::~RecoveryProcess()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.kill();
    m_process.waitForFinished(30'000);
}

bool RecoveryProcess::finish()
{
    if (m_process.state() != QProcess::NotRunning && !m_process.waitForFinished(120'000))
        return false;
    m_report = QJsonDocument::fromJson(m_process.readAllStandardOutput()).object();
    m_errors = QString::fromUtf8(m_process.readAllStandardError());
    return m_process.exitStatus() == QProcess::NormalExit && m_process.exitCode() == 0;
}

bool RecoveryProcess::wasKilled() const
{
    return m_process.state() == QProcess::NotRunning && m_process.exitStatus() == QProcess::CrashExit;
}

bool RecoveryProcess::waitStopped() const
{
    return QTest::qWaitFor(
        [this] {
            QFile stat(u"/proc/%1/stat"_s.arg(pid()));
            if (!stat.open(QIODevice::ReadOnly))
                return false;
            const QByteArray line = stat.readAll();
            return line.mid(line.lastIndexOf(')') + 2, 1) == "T";
        },
        60'000);
}

void RecoveryProcess::resume() const
{
    ::kill(static_cast<pid_t>(pid()), SIGCONT);
}

} // namespace emberwatch::test
