// SPDX-License-Identifier: GPL-3.0-or-later
#include "privateredis.h"

#include <QDeadlineTimer>
#include <QHostAddress>
#include <QLoggingCategory>
#include <QTcpServer>

#include <csignal>

#include <sys/prctl.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace emberwatch::demo {
namespace {

Q_LOGGING_CATEGORY(logRedis, "emberwatch.demo.redis", QtInfoMsg)

constexpr int portsToTry = 5;
constexpr std::chrono::seconds startLimit{15};
constexpr std::chrono::seconds stopLimit{5};
constexpr std::chrono::seconds restartDelay{5};

/// Another process may take the port before redis-server does: then the next one is tried.
quint16 freePort()
{
    QTcpServer probe;
    probe.listen(QHostAddress::LocalHost);
    return probe.serverPort();
}

} // namespace

PrivateRedis::PrivateRedis(QString folder, bool notifications, QObject *parent)
    : QObject(parent)
    , m_folder(std::move(folder))
    , m_notifications(notifications)
{
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    // SIGKILL also ends a server that somebody froze, and there is nothing that it could save.
    m_process.setChildProcessModifier([parent = getpid()] {
        setpgid(0, 0); // the terminal's Ctrl-C is for us alone: we end the server
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent)
            _exit(1);
    });
    m_restart.setSingleShot(true);
    m_restart.setInterval(restartDelay);
    connect(&m_restart, &QTimer::timeout, this, &PrivateRedis::restart);
}

PrivateRedis::~PrivateRedis()
{
    m_process.disconnect(this);
    m_process.terminate();
    if (m_process.state() == QProcess::NotRunning)
        return;
    if (m_process.waitForFinished(static_cast<int>(std::chrono::milliseconds(stopLimit).count())))
        return;
    m_process.kill();
    m_process.waitForFinished();
}

QString PrivateRedis::url() const
{
    return u"redis://127.0.0.1:%1/0"_s.arg(m_port);
}

Result<void> PrivateRedis::start()
{
    Result<void> result;
    for (int attempt = 0; attempt < portsToTry; ++attempt) {
        result = startOn(freePort());
        if (result || result.error().kind == Error::Kind::NotFound)
            break;
    }
    if (result)
        watch();
    return result;
}

Result<void> PrivateRedis::startOn(quint16 port)
{
    m_process.start(u"redis-server"_s, argumentsFor(port));
    if (!m_process.waitForStarted())
        return failure(Error::Kind::NotFound, u"redis-server: %1"_s.arg(m_process.errorString()));
    const QDeadlineTimer deadline(startLimit);
    QByteArray output;
    while (!output.contains("Ready to accept connections")) {
        if (!m_process.waitForReadyRead(static_cast<int>(deadline.remainingTime()))) {
            m_process.kill();
            m_process.waitForFinished();
            const QString lastWords = QString::fromUtf8(output.trimmed().split('\n').constLast());
            return failure(Error::Kind::Network, u"redis-server did not come up: %1"_s.arg(lastWords));
        }
        output += m_process.readAll();
    }
    m_port = port;
    return {};
}

QStringList PrivateRedis::argumentsFor(quint16 port) const
{
    return {u"--port"_s, QString::number(port), u"--bind"_s, u"127.0.0.1"_s, u"--dir"_s, m_folder,
        u"--save"_s, QString(), u"--appendonly"_s, u"no"_s, u"--daemonize"_s, u"no"_s,
        u"--notify-keyspace-events"_s, m_notifications ? u"Kg$xe"_s : QString()};
}

void PrivateRedis::watch()
{
    connect(&m_process, &QProcess::readyRead, this, [this] { m_process.readAll(); }); // nobody reads its log
    connect(&m_process, &QProcess::finished, this, [this] {
        qCWarning(logRedis, "redis-server ended; it comes back, empty, in %d s",
            static_cast<int>(restartDelay.count()));
        m_restart.start();
    });
}

void PrivateRedis::restart()
{
    m_process.disconnect(this);
    const auto result = startOn(m_port);
    if (!result) {
        Q_EMIT lost(result.error());
        return;
    }
    qCInfo(logRedis, "redis-server is back on port %d", m_port);
    watch();
}

} // namespace emberwatch::demo
