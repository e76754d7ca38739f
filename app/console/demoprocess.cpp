// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/demoprocess.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 3000; // ms until a program that was asked to end is killed

} // namespace

DemoProcess::DemoProcess(QObject *parent)
    : QObject(parent)
{
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &DemoProcess::readUrl);
    connect(&m_process, &QProcess::errorOccurred, this, [this] { fail(m_process.errorString()); });
    connect(&m_process, &QProcess::finished, this,
        [this](int exitCode) { fail(u"emberwatch-demo ended with exit code %1"_s.arg(exitCode)); });
}

DemoProcess::~DemoProcess()
{
    disconnect(&m_process, nullptr, this, nullptr);
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.terminate();
    if (!m_process.waitForFinished(patience))
        m_process.kill();
}

QString DemoProcess::program()
{
    const QString beside = QDir(QCoreApplication::applicationDirPath()).filePath(u"emberwatch-demo"_s);
    return QFileInfo(beside).isExecutable() ? beside : QString();
}

void DemoProcess::start()
{
    m_process.start(program(), {u"--with-parent"_s});
}

void DemoProcess::readUrl()
{
    m_output += m_process.readAllStandardOutput();
    const qsizetype end = m_output.indexOf('\n');
    if (m_isReady || end < 0)
        return;
    m_isReady = true;
    Q_EMIT ready(QString::fromUtf8(m_output.left(end)).trimmed());
}

void DemoProcess::fail(const QString &why)
{
    // Once it runs, its end is told by the feed, as any server's is.
    if (!m_isReady)
        Q_EMIT failed(Error{Error::Kind::Network, why});
}

} // namespace emberwatch
