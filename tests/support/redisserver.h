// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/redis/connectionoptions.h"

#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include <chrono>
#include <optional>

namespace emberwatch::test {

/// What a test wants of its server.
struct RedisSetup
{
    QStringList config; ///< further lines of redis.conf: "requirepass secret", "user bob on >pw ~* +@all"
    struct Tls
    {
        QString certificate; ///< PEM files
        QString key;
        QString authorities;
    };
    std::optional<Tls> tls; ///< serves TLS on tlsPort() beside plain text on port()
};

/// A real redis-server of its own on a free loopback port, in a folder that is removed with it. It is stopped
/// with the object, and by the kernel if the test dies.
class RedisServer
{
public:
    /// Starts it and waits until it accepts connections; isRunning() tells whether that went well.
    explicit RedisServer(RedisSetup setup = {});
    /// The same with further lines of redis.conf.
    explicit RedisServer(const QStringList &config);
    ~RedisServer();
    Q_DISABLE_COPY_MOVE(RedisServer)

    [[nodiscard]] bool isRunning() const;
    /// What it wrote, for the message of a failed test.
    [[nodiscard]] QString log() const;

    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] quint16 tlsPort() const { return m_tlsPort; }
    [[nodiscard]] QString socketPath() const;
    [[nodiscard]] qint64 pid() const { return m_process.processId(); }
    /// redis://127.0.0.1:port
    [[nodiscard]] QString url() const;
    [[nodiscard]] redis::ConnectionOptions options() const;
    /// rediss://localhost:tlsPort; the CA file is the caller's to set.
    [[nodiscard]] redis::ConnectionOptions tlsOptions() const;
    [[nodiscard]] redis::ConnectionOptions localOptions() const;

    /// Starts it again on the same port after stop() or kill().
    bool start();
    /// Ends it in an orderly way; without a snapshot unless `saves`.
    void stop(bool saves = false);
    /// Ends it as a power cut does.
    void kill();
    /// stop() and start(): what it comes back with is nothing if `isEmpty`, else what it had.
    bool restart(bool isEmpty = true);
    /// Stops it without its connections noticing (SIGSTOP), until resume().
    void freeze();
    void resume();

private:
    void writeConfig() const;
    bool waitUntilUp();

    RedisSetup m_setup;
    QTemporaryDir m_folder;
    QProcess m_process;
    quint16 m_port = 0;
    quint16 m_tlsPort = 0;
};

/// A port of 127.0.0.1 that nobody listens on at the moment.
[[nodiscard]] quint16 freePort();

} // namespace emberwatch::test
