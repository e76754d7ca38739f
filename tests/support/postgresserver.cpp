// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/postgresserver.h"

#include "tests/support/redisserver.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>

#include <algorithm>
#include <csignal>
#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace emberwatch::test {

namespace {

constexpr auto startTime = 60s; // on a busy machine

/// The newest that is installed; Debian keeps them out of the search path.
QString programFolder()
{
    const QDir versions(u"/usr/lib/postgresql"_s);
    QStringList names = versions.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    std::sort(
        names.begin(), names.end(), [](const QString &a, const QString &b) { return a.toInt() > b.toInt(); });
    for (const QString &name : std::as_const(names)) {
        const QString folder = versions.filePath(name + u"/bin"_s);
        if (QFile::exists(folder + u"/initdb"_s))
            return folder;
    }
    return {};
}

const passwd *serviceUser()
{
    for (const char *name : {"postgres", "nobody"}) {
        const passwd *user = ::getpwnam(name);
        if (user)
            return user;
    }
    return nullptr;
}

/// The parent of a process, by the fourth field of its stat, which comes behind the name in brackets.
qint64 parentOf(const QString &pid)
{
    QFile stat(u"/proc/%1/stat"_s.arg(pid));
    if (!stat.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray line = stat.readAll();
    return line.mid(line.lastIndexOf(')') + 4).split(' ').value(0).toLongLong();
}

} // namespace

bool PostgresServer::isInstalled()
{
    return !programFolder().isEmpty();
}

PostgresServer::PostgresServer(PostgresSetup setup)
    : m_setup(std::move(setup))
    , m_programs(programFolder())
{
    if (m_programs.isEmpty() || !makeCluster())
        return;
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.setStandardOutputFile(m_folder.filePath(u"log"_s), QIODevice::Append);
    prepare(m_process);
    for (int attempt = 0; attempt < 3 && !isRunning(); ++attempt) {
        m_port = freePort();
        start();
    }
}

PostgresServer::~PostgresServer()
{
    stop();
}

void PostgresServer::prepare(QProcess &process) const
{
    const passwd *user = ::geteuid() == 0 ? serviceUser() : nullptr;
    const uid_t uid = user ? user->pw_uid : ::geteuid();
    const gid_t gid = user ? user->pw_gid : ::getegid();
    const bool changes = user != nullptr;
    process.setWorkingDirectory(m_folder.path());
    process.setChildProcessModifier([uid, gid, changes] {
        const bool isGood
            = !changes || (::setgroups(0, nullptr) == 0 && ::setgid(gid) == 0 && ::setuid(uid) == 0);
        if (!isGood)
            ::_exit(1);
        ::prctl(PR_SET_PDEATHSIG, SIGQUIT); // behind setuid, which clears it
    });
}

bool PostgresServer::makeCluster()
{
    QFile password(m_folder.filePath(u"password"_s));
    if (!password.open(QIODevice::WriteOnly) || password.write("secret\n") < 0)
        return false;
    password.close();
    const passwd *user = ::geteuid() == 0 ? serviceUser() : nullptr;
    if (user) {
        const auto give = [user](const QString &path) {
            return ::chown(QFile::encodeName(path).constData(), user->pw_uid, user->pw_gid) == 0;
        };
        if (!give(m_folder.path()) || !give(password.fileName()))
            return false;
    }
    if (m_setup.tls && !takeCertificates(user))
        return false;
    QProcess initdb;
    initdb.setProcessChannelMode(QProcess::MergedChannels);
    initdb.setStandardOutputFile(m_folder.filePath(u"log"_s), QIODevice::Append);
    prepare(initdb);
    initdb.start(m_programs + u"/initdb"_s,
        {u"-D"_s, m_folder.filePath(u"data"_s), u"-U"_s, u"emberwatch"_s, u"--pwfile"_s, password.fileName(),
            u"--auth-local=trust"_s, u"--auth-host=scram-sha-256"_s, u"--no-sync"_s, u"-E"_s, u"UTF8"_s,
            u"--locale=C.UTF-8"_s});
    return initdb.waitForFinished(120'000) && initdb.exitCode() == 0;
}

/// Into our folder, as the server insists that the key is its own.
bool PostgresServer::takeCertificates(const passwd *user)
{
    const std::pair<QString, QString> files[]
        = {{m_setup.tls->certificate, u"server.crt"_s}, {m_setup.tls->key, u"server.key"_s}};
    for (const auto &[from, name] : files) {
        const QString to = m_folder.filePath(name);
        const QByteArray path = QFile::encodeName(to);
        const bool isTaken = QFile::copy(from, to) && ::chmod(path.constData(), 0600) == 0
            && (!user || ::chown(path.constData(), user->pw_uid, user->pw_gid) == 0);
        if (!isTaken)
            return false;
    }
    return true;
}

bool PostgresServer::isRunning() const
{
    return m_process.state() == QProcess::Running;
}

QString PostgresServer::log() const
{
    QFile file(m_folder.filePath(u"log"_s));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : u"no PostgreSQL installed"_s;
}

RecordsAddress PostgresServer::address(const QString &database) const
{
    return parseRecordsAddress(url(database)).value();
}

QString PostgresServer::url(const QString &database) const
{
    return u"postgresql://emberwatch:secret@127.0.0.1:%1/%2"_s.arg(QString::number(m_port), database);
}

bool PostgresServer::start()
{
    QStringList config{u"listen_addresses=127.0.0.1"_s, u"port=%1"_s.arg(m_port),
        u"unix_socket_directories="_s + m_folder.path(), u"fsync=off"_s, u"shared_buffers=32MB"_s,
        u"max_connections=40"_s, u"autovacuum=off"_s, u"lc_messages=C"_s};
    if (m_setup.tls)
        config << u"ssl=on"_s << u"ssl_cert_file="_s + m_folder.filePath(u"server.crt"_s)
               << u"ssl_key_file="_s + m_folder.filePath(u"server.key"_s);
    config += m_setup.config;
    QStringList arguments{u"-D"_s, m_folder.filePath(u"data"_s)};
    for (const QString &line : std::as_const(config))
        arguments << u"-c"_s << line;
    m_process.start(m_programs + u"/postgres"_s, arguments);
    return m_process.waitForStarted() && waitUntilUp();
}

bool PostgresServer::waitUntilUp()
{
    const QDeadlineTimer deadline(startTime);
    while (!deadline.hasExpired()) {
        if (m_process.waitForFinished(20)) // it ended: the port was taken, or the configuration is wrong
            return false;
        QProcess probe;
        probe.start(m_programs + u"/pg_isready"_s,
            {u"-h"_s, u"127.0.0.1"_s, u"-p"_s, QString::number(m_port), u"-q"_s});
        if (probe.waitForFinished(5000) && probe.exitCode() == 0)
            return true;
    }
    stop();
    return false;
}

void PostgresServer::stop()
{
    if (!isRunning())
        return;
    resume();
    ::kill(static_cast<pid_t>(m_process.processId()), SIGINT); // "fast": does not wait for the connected
    if (m_process.waitForFinished(20'000))
        return;
    ::kill(static_cast<pid_t>(m_process.processId()), SIGQUIT);
    m_process.waitForFinished(5000);
}

bool PostgresServer::restart()
{
    stop();
    return start();
}

void PostgresServer::signalAll(int signal) const
{
    const qint64 server = m_process.processId();
    const QStringList processes = QDir(u"/proc"_s).entryList({u"[0-9]*"_s}, QDir::Dirs);
    for (const QString &pid : processes) {
        if (pid.toLongLong() == server || parentOf(pid) == server)
            ::kill(static_cast<pid_t>(pid.toLongLong()), signal);
    }
}

void PostgresServer::freeze()
{
    m_isFrozen = isRunning();
    if (m_isFrozen)
        signalAll(SIGSTOP);
}

void PostgresServer::resume()
{
    if (m_isFrozen)
        signalAll(SIGCONT);
    m_isFrozen = false;
}

} // namespace emberwatch::test
