// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/secret.h"
#include "core/sql/fault.h"
#include "core/sql/rows.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariantList>

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

struct pg_conn;

namespace emberwatch::sql {

class SocketGuard;

/// What to open.
struct Target
{
    Backend backend = Backend::Sqlite;
    QString database; ///< PostgreSQL: its name; SQLite: the path of the file
    QString host; ///< PostgreSQL: name, address, or the folder of a Unix socket
    int port = 5432;
    QString user;
    Secret password;
    /// libpq's connection words, beside those above ("sslmode", "connect_timeout", ...).
    QList<std::pair<QString, QString>> options;
    bool createsFile = false; ///< SQLite: make the file where there is none
    std::chrono::milliseconds lockTimeout{1000};
    std::chrono::milliseconds statementTimeout{5000}; ///< PostgreSQL only
};

/// One open connection of one thread. Statements have "?" for each value; every value is bound.
class Database
{
public:
    /// @param guard  ends a wait for a server that does not answer; outlives the connection
    [[nodiscard]] static SqlResult<std::unique_ptr<Database>> open(
        const Target &target, std::shared_ptr<SocketGuard> guard);
    ~Database();
    Q_DISABLE_COPY_MOVE(Database)

    [[nodiscard]] Backend backend() const { return m_target.backend; }
    [[nodiscard]] bool isOpen() const;

    /// The query has been carried out; its rows are to be fetched with next().
    [[nodiscard]] SqlResult<QSqlQuery> run(const QString &statement, const QVariantList &values = {});
    /// The same for many rows or large values: all as texts, and at the speed of the database's own library.
    /// A QByteArray is a text in UTF-8. The answer does not outlive the connection.
    [[nodiscard]] SqlResult<std::unique_ptr<Rows>> fetch(
        const QString &statement, const QVariantList &values = {});
    /// fetch() for many rows: `read` walks through them, on PostgreSQL while the server still makes the next
    /// ones. A fault may come behind rows that were read. `read` uses the connection for nothing else.
    [[nodiscard]] SqlResult<void> stream(
        const QString &statement, const QVariantList &values, const std::function<void(Rows &)> &read);
    /// A statement for many rows of values; `next` fills them one row at a time and says whether there was
    /// one.
    [[nodiscard]] SqlResult<void> runMany(
        const QString &statement, const std::function<bool(QVariantList &)> &next);
    /// The first column of the first row; an invalid QVariant where there is no row.
    [[nodiscard]] SqlResult<QVariant> value(const QString &statement, const QVariantList &values = {});

    /// Runs `body` between BEGIN and COMMIT; rolls back if it fails. The fault of a connection that was lost
    /// while committing says so. SQLite: takes the write lock at once (BEGIN IMMEDIATE), so that nothing
    /// changes between its first read and its last write.
    [[nodiscard]] SqlResult<void> transaction(const std::function<SqlResult<void>()> &body);

private:
    Database(Target target, std::shared_ptr<SocketGuard> guard);
    [[nodiscard]] SqlResult<void> connect();
    [[nodiscard]] SqlResult<void> prepareSession();
    [[nodiscard]] Fault fault(const QSqlError &error) const;
    void rollBack();
    [[nodiscard]] bool guarded(const std::function<bool()> &work);

    Target m_target;
    QString m_name; ///< of Qt's connection
    QSqlDatabase m_database;
    std::shared_ptr<SocketGuard> m_guard;
    pg_conn *m_connection = nullptr; ///< PostgreSQL: the driver's
    int m_socket = -1;
    bool m_isInTransaction = false;
    /// Failed within a transaction. Freeing a prepared statement is a statement itself, which an aborted
    /// transaction refuses, so they wait for its end.
    std::vector<QSqlQuery> m_failed;
};

} // namespace emberwatch::sql
