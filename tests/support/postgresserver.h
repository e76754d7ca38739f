// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/records/recordsaddress.h"

#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include <optional>

struct passwd;

namespace emberwatch::test {

/// What a test wants of its server.
struct PostgresSetup
{
    QStringList config; ///< further lines of postgresql.conf: "default_transaction_read_only = on"
    struct Tls
    {
        QString certificate; ///< PEM files
        QString key;
    };
    std::optional<Tls> tls;
};

/// A real PostgreSQL of its own on a free loopback port, in a folder that is removed with it. PostgreSQL
/// refuses to run as root: there it runs as the user postgres or nobody. It is stopped with the object, and
/// by the kernel if the test dies.
class PostgresServer
{
public:
    /// Makes it, starts it and waits until it takes connections; isRunning() tells whether that went well.
    explicit PostgresServer(PostgresSetup setup = {});
    ~PostgresServer();
    Q_DISABLE_COPY_MOVE(PostgresServer)

    /// The programs are installed.
    [[nodiscard]] static bool isInstalled();

    [[nodiscard]] bool isRunning() const;
    /// What it wrote, for the message of a failed test.
    [[nodiscard]] QString log() const;
    [[nodiscard]] quint16 port() const { return m_port; }
    /// A superuser, with password, on 127.0.0.1.
    [[nodiscard]] RecordsAddress address(const QString &database = QStringLiteral("postgres")) const;
    /// postgresql://emberwatch:secret@127.0.0.1:port/database
    [[nodiscard]] QString url(const QString &database = QStringLiteral("postgres")) const;
    [[nodiscard]] QString socketFolder() const { return m_folder.path(); }

    bool start();
    /// Ends it in an orderly way, open connections notwithstanding.
    void stop();
    bool restart();
    /// Stops it and all its connections without their noticing (SIGSTOP), until resume().
    void freeze();
    void resume();

private:
    bool makeCluster();
    bool takeCertificates(const passwd *user);
    bool waitUntilUp();
    void signalAll(int signal) const;
    void prepare(QProcess &process) const;

    PostgresSetup m_setup;
    QString m_programs;
    QTemporaryDir m_folder;
    QProcess m_process;
    quint16 m_port = 0;
    bool m_isFrozen = false;
};

} // namespace emberwatch::test
