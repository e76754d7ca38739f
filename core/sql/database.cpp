// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/database.h"

#include "core/sql/libpq.h"
#include "core/sql/postgresquery.h"
#include "core/sql/socketguard.h"

#include <QSqlDriver>
#include <QUrl>
#include <QUuid>

namespace emberwatch::sql {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// The server ends a statement by itself; we wait that long for the word of it.
constexpr auto answerTime = 3s;

pg_conn *connectionOf(const QSqlDatabase &database)
{
    const QVariant handle = database.driver()->handle();
    const QByteArrayView type = handle.typeName();
    // Documented is the first; Qt 6 makes the second of it, the name behind the typedef.
    if (type != "PGconn*" && type != "pg_conn*")
        return nullptr;
    return *static_cast<PGconn *const *>(handle.constData());
}

/// SQLite's rows, which it steps through by itself.
class SteppedRows : public Rows
{
public:
    explicit SteppedRows(QSqlQuery query)
        : m_query(std::move(query))
    {
    }
    bool next() override { return m_query.next(); }
    bool isNull(int column) const override { return m_query.isNull(column); }
    QByteArrayView bytes(int column) override
    {
        m_bytes = m_query.value(column).toString().toUtf8();
        return m_bytes;
    }

private:
    QSqlQuery m_query;
    QByteArray m_bytes;
};

/// libpq's quoting of a value in a connection string. The driver turns ";" into a blank before libpq sees it,
/// which is why addresses with ";" are refused where they are read.
QString connectionWord(const QString &name, QString value)
{
    value.replace(u'\\', u"\\\\"_s);
    value.replace(u'\'', u"\\'"_s);
    return name + u"='"_s + value + u"'"_s;
}

QString fileUri(const Target &target)
{
    QUrl url = QUrl::fromLocalFile(target.database);
    url.setQuery(target.createsFile ? u"mode=rwc"_s : u"mode=rw"_s);
    return url.toString(QUrl::FullyEncoded);
}

} // namespace

Database::Database(Target target, std::shared_ptr<SocketGuard> guard)
    : m_target(std::move(target))
    , m_name(QUuid::createUuid().toString(QUuid::WithoutBraces))
    , m_guard(std::move(guard))
{
}

Database::~Database()
{
    if (m_socket >= 0) // closing says goodbye to the server, which may not listen
        m_guard->watch(m_socket, answerTime);
    m_database.close();
    if (m_socket >= 0)
        m_guard->release();
    m_database = QSqlDatabase();
    QSqlDatabase::removeDatabase(m_name);
}

SqlResult<std::unique_ptr<Database>> Database::open(const Target &target, std::shared_ptr<SocketGuard> guard)
{
    std::unique_ptr<Database> database(new Database(target, std::move(guard)));
    const SqlResult<void> connected = database->connect();
    if (!connected)
        return tl::make_unexpected(connected.error());
    return database;
}

SqlResult<void> Database::connect()
{
    const bool isSqlite = m_target.backend == Backend::Sqlite;
    const QString driver = isSqlite ? u"QSQLITE"_s : u"QPSQL"_s;
    if (!QSqlDatabase::isDriverAvailable(driver))
        return tl::make_unexpected(
            Fault{Fault::Kind::Other, {}, u"Qt's database driver %1 is not installed"_s.arg(driver), false});
    m_database = QSqlDatabase::addDatabase(driver, m_name);
    if (isSqlite) {
        m_database.setDatabaseName(fileUri(m_target));
        m_database.setConnectOptions(
            u"QSQLITE_OPEN_URI;QSQLITE_BUSY_TIMEOUT=%1"_s.arg(m_target.lockTimeout.count()));
    } else {
        m_database.setHostName(m_target.host);
        m_database.setPort(m_target.port);
        m_database.setDatabaseName(m_target.database);
        m_database.setUserName(m_target.user);
        m_database.setPassword(QString::fromUtf8(m_target.password.reveal()));
        QStringList words;
        for (const auto &[name, value] : m_target.options)
            words += connectionWord(name, value);
        m_database.setConnectOptions(words.join(u' '));
    }
    if (!m_database.open())
        return tl::make_unexpected(connectFaultOf(m_database.lastError(), m_target.backend));
    if (!isSqlite && !libpq().isComplete())
        return tl::make_unexpected(
            Fault{Fault::Kind::Other, {}, u"libpq.so.5 cannot be loaded, or lacks a function"_s, false});
    if (!isSqlite)
        m_connection = connectionOf(m_database);
    if (m_connection != nullptr)
        m_socket = libpq().socket(m_connection);
    if (!isSqlite && m_socket < 0)
        return tl::make_unexpected(
            Fault{Fault::Kind::Other, {}, u"the database driver does not show its connection"_s, false});
    return prepareSession();
}

SqlResult<void> Database::prepareSession()
{
    if (m_target.backend == Backend::Sqlite)
        return run(u"PRAGMA foreign_keys = ON"_s).map([](const QSqlQuery &) {});
    return run(u"SELECT set_config('statement_timeout', ?, false), set_config('lock_timeout', ?, false), "
               "set_config('timezone', 'UTC', false), set_config('datestyle', 'ISO', false), "
               "set_config('idle_in_transaction_session_timeout', '30000', false)"_s,
        {QString::number(m_target.statementTimeout.count()), QString::number(m_target.lockTimeout.count())})
        .map([](const QSqlQuery &) {});
}

bool Database::isOpen() const
{
    return m_database.isOpen();
}

Fault Database::fault(const QSqlError &error) const
{
    return faultOf(error, m_target.backend, isOpen());
}

bool Database::guarded(const std::function<bool()> &work)
{
    if (m_socket < 0)
        return work();
    m_guard->watch(m_socket, m_target.statementTimeout + answerTime);
    const bool isGood = work();
    m_guard->release();
    return isGood;
}

SqlResult<QSqlQuery> Database::run(const QString &statement, const QVariantList &values)
{
    QSqlQuery query(m_database);
    // SQLite steps row by row anyway; PostgreSQL's driver fetches the whole result at once, which is faster.
    query.setForwardOnly(m_target.backend == Backend::Sqlite);
    const bool isGood = guarded([&] {
        if (values.isEmpty()) // PostgreSQL prepares neither BEGIN nor DDL
            return query.exec(statement);
        if (!query.prepare(statement))
            return false;
        for (const QVariant &value : values)
            query.addBindValue(value);
        return query.exec();
    });
    if (isGood)
        return query;
    const Fault failed = fault(query.lastError());
    if (m_isInTransaction)
        m_failed.push_back(std::move(query));
    return tl::make_unexpected(failed);
}

SqlResult<std::unique_ptr<Rows>> Database::fetch(const QString &statement, const QVariantList &values)
{
    if (m_connection == nullptr)
        return run(statement, values).map([](QSqlQuery query) -> std::unique_ptr<Rows> {
            return std::make_unique<SteppedRows>(std::move(query));
        });
    m_guard->watch(m_socket, m_target.statementTimeout + answerTime);
    SqlResult<std::unique_ptr<Rows>> rows = queryPostgres(m_connection, statement, values);
    m_guard->release();
    return rows;
}

SqlResult<void> Database::stream(
    const QString &statement, const QVariantList &values, const std::function<void(Rows &)> &read)
{
    if (m_connection == nullptr)
        return run(statement, values).map([&read](QSqlQuery query) {
            SteppedRows rows(std::move(query));
            read(rows);
        });
    m_guard->watch(m_socket, m_target.statementTimeout + answerTime);
    SqlResult<void> done = streamPostgres(m_connection, statement, values, read);
    m_guard->release();
    return done;
}

SqlResult<void> Database::runMany(const QString &statement, const std::function<bool(QVariantList &)> &next)
{
    QSqlQuery query(m_database);
    if (!query.prepare(statement))
        return tl::make_unexpected(fault(query.lastError()));
    QVariantList values;
    while (next(values)) {
        for (int i = 0; i < values.size(); ++i)
            query.bindValue(i, values.at(i));
        values.clear();
        if (!guarded([&query] { return query.exec(); }))
            return tl::make_unexpected(fault(query.lastError()));
    }
    return {};
}

SqlResult<QVariant> Database::value(const QString &statement, const QVariantList &values)
{
    SqlResult<QSqlQuery> query = run(statement, values);
    if (!query)
        return tl::make_unexpected(query.error());
    return query->next() ? query->value(0) : QVariant();
}

void Database::rollBack()
{
    if (isOpen())
        static_cast<void>(run(u"ROLLBACK"_s)); // the error that led here is the one that matters
}

SqlResult<void> Database::transaction(const std::function<SqlResult<void>()> &body)
{
    const SqlResult<QSqlQuery> begun
        = run(m_target.backend == Backend::Sqlite ? u"BEGIN IMMEDIATE"_s : u"BEGIN"_s);
    if (!begun)
        return tl::make_unexpected(begun.error());
    m_isInTransaction = true;
    SqlResult<void> done = body();
    if (done) {
        const SqlResult<QSqlQuery> committed = run(u"COMMIT"_s);
        if (!committed) {
            done = tl::make_unexpected(committed.error());
            done.error().atCommit = committed.error().kind == Fault::Kind::Lost;
        }
    }
    if (!done)
        rollBack();
    m_isInTransaction = false;
    m_failed.clear();
    return done;
}

} // namespace emberwatch::sql
