// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/redisserver.h"

#include "tests/support/redisclient.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QTcpServer>

#include <csignal>
#include <sys/prctl.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace emberwatch::test {

namespace {

constexpr int startAttempts = 5; // another test may take the port between our looking and its listening
constexpr std::chrono::milliseconds startTime = 10s;

} // namespace

quint16 freePort()
{
    QTcpServer probe;
    probe.listen(QHostAddress::LocalHost, 0);
    return probe.serverPort();
}

RedisServer::RedisServer(RedisSetup setup)
    : m_setup(std::move(setup))
{
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.setStandardOutputFile(m_folder.filePath(u"log"_s), QIODevice::Append);
    m_process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
    for (int attempt = 0; attempt < startAttempts && !isRunning(); ++attempt) {
        m_port = freePort();
        m_tlsPort = m_setup.tls ? freePort() : 0;
        start();
    }
}

RedisServer::RedisServer(const QStringList &config)
    : RedisServer(RedisSetup{config, std::nullopt})
{
}

RedisServer::~RedisServer()
{
    kill();
}

bool RedisServer::isRunning() const
{
    return m_process.state() == QProcess::Running;
}

QString RedisServer::log() const
{
    QFile file(m_folder.filePath(u"log"_s));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

QString RedisServer::socketPath() const
{
    return m_folder.filePath(u"redis.sock"_s);
}

QString RedisServer::url() const
{
    return u"redis://127.0.0.1:%1"_s.arg(m_port);
}

redis::ConnectionOptions RedisServer::options() const
{
    redis::ConnectionOptions options;
    options.port = m_port;
    return options;
}

redis::ConnectionOptions RedisServer::tlsOptions() const
{
    redis::ConnectionOptions options;
    options.transport = redis::ConnectionOptions::Transport::Tls;
    options.host = u"localhost"_s;
    options.port = m_tlsPort;
    return options;
}

redis::ConnectionOptions RedisServer::localOptions() const
{
    redis::ConnectionOptions options;
    options.transport = redis::ConnectionOptions::Transport::Local;
    options.path = socketPath();
    return options;
}

void RedisServer::writeConfig() const
{
    QStringList lines{u"bind 127.0.0.1"_s, u"port %1"_s.arg(m_port), u"unixsocket "_s + socketPath(),
        u"dir "_s + m_folder.path(), u"save \"\""_s, u"appendonly no"_s, u"daemonize no"_s};
    if (m_setup.tls) {
        lines << u"tls-port %1"_s.arg(m_tlsPort) << u"tls-cert-file "_s + m_setup.tls->certificate
              << u"tls-key-file "_s + m_setup.tls->key << u"tls-ca-cert-file "_s + m_setup.tls->authorities
              << u"tls-auth-clients no"_s;
    }
    lines += m_setup.config;
    QFile file(m_folder.filePath(u"redis.conf"_s));
    if (!file.open(QIODevice::WriteOnly))
        qFatal("the configuration of the test server cannot be written");
    file.write(lines.join(u'\n').toUtf8() + '\n');
}

bool RedisServer::start()
{
    writeConfig();
    m_process.start(u"redis-server"_s, {m_folder.filePath(u"redis.conf"_s)});
    return m_process.waitForStarted() && waitUntilUp();
}

bool RedisServer::waitUntilUp()
{
    const QDeadlineTimer deadline(startTime);
    while (!deadline.hasExpired()) {
        if (m_process.waitForFinished(5)) // it ended: the port was taken, or the configuration is wrong
            return false;
        RedisClient client(m_port);
        // Any answer will do, also that a password is needed; but not that it is still loading.
        if (client.isConnected() && !client.run({"PING"}).isEmpty()
            && !client.lastText().startsWith("LOADING"))
            return true;
    }
    kill();
    return false;
}

void RedisServer::stop(bool saves)
{
    if (!isRunning())
        return;
    resume();
    if (saves)
        RedisClient(m_port).run({"SAVE"});
    m_process.terminate();
    if (!m_process.waitForFinished(5000))
        kill();
}

void RedisServer::kill()
{
    if (!isRunning())
        return;
    m_process.kill();
    m_process.waitForFinished(5000);
}

bool RedisServer::restart(bool isEmpty)
{
    stop(!isEmpty);
    if (isEmpty)
        QFile::remove(m_folder.filePath(u"dump.rdb"_s));
    return start();
}

void RedisServer::freeze()
{
    if (isRunning())
        ::kill(static_cast<pid_t>(pid()), SIGSTOP);
}

void RedisServer::resume()
{
    if (isRunning())
        ::kill(static_cast<pid_t>(pid()), SIGCONT);
}

} // namespace emberwatch::test
