// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/operations/faultyprocess.h"

#include <QFile>
#include <QTest>

#include <csignal>

namespace emberwatch::test {

using namespace Qt::StringLiterals;

FaultyProcess::FaultyProcess(const QString &program, const QStringList &arguments, const QString &failpoint)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"EMBERWATCH_FAILPOINT"_s, failpoint);
    m_process.setProcessEnvironment(environment);
    m_process.start(program, arguments);
    m_process.waitForStarted(30'000);
}

FaultyProcess::~FaultyProcess()
{
    kill();
}

void FaultyProcess::kill()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.kill();
    m_process.waitForFinished(30'000);
}

bool FaultyProcess::finish()
{
    if (m_process.state() != QProcess::NotRunning && !m_process.waitForFinished(120'000))
        return false;
    m_output = m_process.readAllStandardOutput();
    m_errors = QString::fromUtf8(m_process.readAllStandardError());
    return m_process.exitStatus() == QProcess::NormalExit && m_process.exitCode() == 0;
}

bool FaultyProcess::wasKilled() const
{
    return m_process.state() == QProcess::NotRunning && m_process.exitStatus() == QProcess::CrashExit;
}

bool FaultyProcess::waitStopped() const
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

void FaultyProcess::resume() const
{
    ::kill(static_cast<pid_t>(pid()), SIGCONT);
}

} // namespace emberwatch::test
