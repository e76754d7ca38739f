// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/journalfile.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QThread>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace emberwatch {

using namespace Qt::StringLiterals;
using sql::Database;
using sql::Fault;
using sql::SqlResult;

namespace {

constexpr int applicationId = 0x454D424A; // "EMBJ"
constexpr int newestVersion = 2;

QString forbid(const QString &table, const QString &change)
{
    return u"CREATE TRIGGER %1_no_%2 BEFORE %2 ON %1 BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"_s
        .arg(table, change);
}

QStringList firstSchema()
{
    return {
        uR"(CREATE TABLE entries (
            entry INTEGER PRIMARY KEY AUTOINCREMENT,
            op TEXT NOT NULL, undoes TEXT, batch TEXT NOT NULL, at INTEGER NOT NULL,
            operator TEXT NOT NULL, host TEXT NOT NULL, program TEXT NOT NULL, environment TEXT NOT NULL,
            action TEXT NOT NULL, prompt BLOB NOT NULL, key BLOB NOT NULL,
            verdict TEXT NOT NULL, sentence TEXT NOT NULL, evidence BLOB NOT NULL,
            before_value BLOB, before_expires INTEGER, before_row BLOB,
            after_value BLOB, after_expires INTEGER, after_row BLOB,
            epoch_address TEXT NOT NULL, epoch_run BLOB NOT NULL, epoch_replication BLOB NOT NULL, epoch_role BLOB NOT NULL))"_s,
        u"CREATE INDEX entries_by_op ON entries (op)"_s,
        u"CREATE INDEX entries_by_prompt ON entries (prompt)"_s,
        u"CREATE INDEX entries_by_batch ON entries (batch)"_s,
        u"CREATE INDEX entries_by_time ON entries (at)"_s,
        u"CREATE TABLE outcomes (outcome INTEGER PRIMARY KEY AUTOINCREMENT, "
        "entry INTEGER NOT NULL REFERENCES entries (entry), at INTEGER NOT NULL, word TEXT NOT NULL, "
        "text TEXT NOT NULL)"_s,
        u"CREATE INDEX outcomes_by_entry ON outcomes (entry)"_s,
        u"CREATE TABLE reports (report INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, "
        "environment TEXT NOT NULL, kind TEXT NOT NULL, json BLOB NOT NULL)"_s,
        u"CREATE INDEX reports_by_kind ON reports (kind, environment)"_s,
        forbid(u"entries"_s, u"UPDATE"_s),
        forbid(u"entries"_s, u"DELETE"_s),
        forbid(u"outcomes"_s, u"UPDATE"_s),
        forbid(u"outcomes"_s, u"DELETE"_s),
        forbid(u"reports"_s, u"UPDATE"_s),
        forbid(u"reports"_s, u"DELETE"_s),
        u"PRAGMA application_id = %1"_s.arg(applicationId),
        u"PRAGMA user_version = 1"_s,
    };
}

/// Whether writing is raised is asked before every change in production.
QStringList secondSchema()
{
    return {
        u"CREATE INDEX entries_of_raises ON entries (environment, entry) WHERE action IN ('raise', 'lower')"_s,
        u"PRAGMA user_version = 2"_s,
    };
}

Fault notOurs(const QString &why)
{
    return {Fault::Kind::Duplicate, {}, why, false}; // Conflict, for the caller
}

} // namespace

JournalFile::JournalFile(QString path, JournalOptions options)
    : m_path(std::move(path))
    , m_options(options)
{
}

JournalFile::~JournalFile() = default;

/// Before SQLite makes it, as SQLite takes the rights of the file for those beside it (WAL).
Result<void> JournalFile::makePrivate() const
{
    const QString folder = QFileInfo(m_path).absolutePath();
    const bool isNewFolder = !QFileInfo::exists(folder);
    if (!QDir().mkpath(folder))
        return failure(Error::Kind::NotFound, u"journal: the folder %1 cannot be made"_s.arg(folder));
    if (isNewFolder)
        QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    const int file
        = ::open(QFile::encodeName(m_path).constData(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    if (file >= 0)
        ::close(file);
    return {};
}

Result<Database *> JournalFile::open()
{
    if (m_database)
        return m_database.get();
    const Result<void> isPrivate = makePrivate();
    if (!isPrivate)
        return tl::make_unexpected(isPrivate.error());
    sql::Target target;
    target.database = m_path;
    target.lockTimeout = m_options.busyTimeout;
    SqlResult<std::unique_ptr<Database>> opened = Database::open(target, nullptr);
    if (!opened)
        return tl::make_unexpected(explained(opened.error(), u"opening it"_s));
    m_database = *std::move(opened);
    const SqlResult<void> prepared = prepare();
    if (!prepared) {
        const Error error = explained(prepared.error(), u"opening it"_s);
        m_database.reset();
        return tl::make_unexpected(error);
    }
    return m_database.get();
}

SqlResult<void> JournalFile::prepare()
{
    return useWal()
        .and_then([this] { return m_database->run(u"PRAGMA synchronous = FULL"_s); })
        .and_then([this](const QSqlQuery &) { return migrate(); })
        .and_then([this]() -> SqlResult<void> {
            if (!m_options.mostPages)
                return {};
            return m_database->run(u"PRAGMA max_page_count = %1"_s.arg(*m_options.mostPages))
                .map([](const QSqlQuery &) {});
        });
}

/// The change to WAL does not wait for others by itself: SQLite answers "busy" at once.
SqlResult<void> JournalFile::useWal()
{
    const QDeadlineTimer deadline(m_options.busyTimeout);
    for (;;) {
        const SqlResult<QVariant> mode = m_database->value(u"PRAGMA journal_mode = WAL"_s);
        const bool isOn = mode && mode->toString() == u"wal";
        if (isOn)
            return {};
        if (mode)
            return tl::make_unexpected(Fault{
                Fault::Kind::Other, {}, u"this file system does not allow a shared journal (WAL)"_s, false});
        if (mode.error().kind != Fault::Kind::Transient || deadline.hasExpired())
            return tl::make_unexpected(mode.error());
        QThread::msleep(5);
    }
}

SqlResult<void> JournalFile::migrate()
{
    const SqlResult<QVariant> present = m_database->value(u"PRAGMA user_version"_s);
    if (present && present->toInt() == newestVersion) {
        const SqlResult<QVariant> owner = m_database->value(u"PRAGMA application_id"_s);
        if (owner && owner->toInt() == applicationId)
            return {}; // the usual case takes no write lock
    }
    return m_database->transaction([this]() -> SqlResult<void> {
        const SqlResult<QVariant> version = m_database->value(u"PRAGMA user_version"_s);
        if (!version)
            return tl::make_unexpected(version.error());
        const SqlResult<QVariant> owner = m_database->value(u"PRAGMA application_id"_s);
        if (!owner)
            return tl::make_unexpected(owner.error());
        const SqlResult<QVariant> tables
            = m_database->value(u"SELECT count(*) FROM sqlite_schema WHERE type = 'table'"_s);
        if (!tables)
            return tl::make_unexpected(tables.error());
        if (tables->toInt() > 0 && owner->toInt() != applicationId)
            return tl::make_unexpected(notOurs(u"the file is no journal but another program's database"_s));
        if (version->toInt() > newestVersion)
            return tl::make_unexpected(notOurs(u"the file was written by a newer Emberwatch"_s));
        if (version->toInt() == newestVersion) // another process was faster
            return {};
        const QStringList statements
            = (version->toInt() < 1 ? firstSchema() : QStringList()) + secondSchema();
        for (const QString &statement : statements) {
            const SqlResult<QSqlQuery> done = m_database->run(statement);
            if (!done)
                return tl::make_unexpected(done.error());
        }
        return {};
    });
}

Error JournalFile::explained(const Fault &fault, const QString &doing)
{
    if (fault.kind == Fault::Kind::Damaged)
        m_database.reset();
    Error error = fault.toError(u"journal %1: %2"_s.arg(m_path, doing));
    if (fault.kind == Fault::Kind::Full)
        error.message += u"; without space nothing is deleted or settled"_s;
    return error;
}

} // namespace emberwatch
