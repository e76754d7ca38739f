// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/records/recordstore.h"

#include "core/records/embeddedschema.h"
#include "core/records/recordlink.h"
#include "core/records/recordreader.h"
#include "core/records/recordwriter.h"
#include "core/records/sidebyside.h"
#include "core/sql/socketguard.h"
#include "core/sql/worker.h"

#include <QDir>
#include <QFileInfo>
#include <QPromise>

namespace emberwatch {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using AddressKind = RecordsAddress::Kind;

namespace {

/// What a program that ends waits for the database at most.
constexpr auto goodbyeTime = 1s;

/// Qt's own ready futures have another name in each of its releases.
template <typename T> QFuture<Result<T>> ready(Result<T> answer)
{
    QPromise<Result<T>> promise;
    promise.start();
    promise.addResult(std::move(answer));
    promise.finish();
    return promise.future();
}

tl::unexpected<Error> noDatabase()
{
    return failure(Error::Kind::Invalid, u"records: there is no database, as was said (none)"_s);
}

Result<void> initEmbedded(RecordLink &link)
{
    const QFileInfo file(link.address().path);
    if (!QDir().mkpath(file.absolutePath()))
        return failure(
            Error::Kind::Invalid, u"records: the folder %1 cannot be made"_s.arg(file.absolutePath()));
    link.close();
    sql::Target target;
    target.database = link.address().path;
    target.createsFile = true;
    target.lockTimeout = link.options().lockTimeout;
    const sql::SqlResult<std::unique_ptr<sql::Database>> database = sql::Database::open(target, nullptr);
    if (!database)
        return tl::make_unexpected(database.error().toError(u"records at "_s + displayText(link.address())));
    const Result<int> version = migrateEmbedded(**database);
    if (!version)
        return tl::make_unexpected(version.error());
    // Readers and the writer do not wait for each other; lasts in the file.
    const sql::SqlResult<QSqlQuery> wal = (*database)->run(u"PRAGMA journal_mode = WAL"_s);
    if (!wal)
        return tl::make_unexpected(wal.error().toError(u"setting up the records"_s));
    return {};
}

Result<void> initPostgres(RecordLink &link)
{
    const Result<void> opened = link.open();
    if (!opened || link.dialect().catalog().audit.exists)
        return opened;
    const QStringList statements = postgresAuditSchema(link.mapping());
    const sql::SqlResult<void> made = link.database().transaction([&]() -> sql::SqlResult<void> {
        for (const QString &statement : statements) {
            const sql::SqlResult<QSqlQuery> done = link.database().run(statement);
            if (!done)
                return tl::make_unexpected(done.error());
        }
        return {};
    });
    if (!made)
        return tl::make_unexpected(made.error().toError(u"making the audit table"_s));
    link.doubt();
    return {};
}

Result<RecordsCheck> checkLink(RecordLink &link)
{
    link.doubt();
    const Result<void> opened = link.open();
    if (!opened)
        return tl::make_unexpected(opened.error());
    return link.check();
}

Result<RecordsCheck> initLink(RecordLink &link)
{
    const bool isEmbedded = link.address().kind == AddressKind::Sqlite;
    return (isEmbedded ? initEmbedded(link) : initPostgres(link)).and_then([&] { return checkLink(link); });
}

} // namespace

class RecordStore::Private
{
public:
    Private(RecordsAddress recordsAddress, SchemaMapping schemaMapping, const RecordsOptions &options)
        : address(std::move(recordsAddress))
        , mapping(std::move(schemaMapping))
        , recordsOptions(options)
        , guard(std::make_shared<sql::SocketGuard>())
        , secondGuard(std::make_shared<sql::SocketGuard>())
        , worker(
              u"records"_s, [this] { return makeLink(guard); },
              [this] {
                  guard->hurry(goodbyeTime);
                  secondGuard->hurry(goodbyeTime); // it may be waited for
              })
    {
    }

    [[nodiscard]] bool isNone() const { return address.kind == AddressKind::None; }

    [[nodiscard]] std::unique_ptr<RecordLink> makeLink(
        const std::shared_ptr<sql::SocketGuard> &itsGuard) const
    {
        return std::make_unique<RecordLink>(address, mapping, recordsOptions, itsGuard);
    }

    /// In the worker's thread.
    Result<QList<RecordOutcome>> update(
        RecordLink &link, const RecordBatch &batch, const QList<RecordUpdate> &updates)
    {
        return updateSideBySide(link, batch, updates, [this, batch](QList<RecordUpdate> others) {
            if (!secondWorker)
                secondWorker = std::make_unique<sql::Worker<RecordLink>>(
                    u"more records"_s, [this] { return makeLink(secondGuard); });
            return secondWorker->run([batch, others = std::move(others)](RecordLink &second) {
                return RecordWriter(second, batch).update(others);
            });
        });
    }

    const RecordsAddress address;
    const SchemaMapping mapping;
    const RecordsOptions recordsOptions;
    std::shared_ptr<sql::SocketGuard> guard;
    std::shared_ptr<sql::SocketGuard> secondGuard;
    std::unique_ptr<sql::Worker<RecordLink>> secondWorker; ///< of the worker's thread, which ends before
    sql::Worker<RecordLink> worker;
};

RecordStore::RecordStore(RecordsAddress address, SchemaMapping mapping, RecordsOptions options)
    : d(std::make_unique<Private>(std::move(address), std::move(mapping), options))
{
}

RecordStore::~RecordStore() = default;

const RecordsAddress &RecordStore::address() const
{
    return d->address;
}

const SchemaMapping &RecordStore::mapping() const
{
    return d->mapping;
}

QFuture<Result<RecordsCheck>> RecordStore::check()
{
    if (d->isNone())
        return ready<RecordsCheck>(RecordsCheck());
    return d->worker.run(checkLink);
}

QFuture<Result<RecordsCheck>> RecordStore::init()
{
    if (d->isNone())
        return ready<RecordsCheck>(noDatabase());
    return d->worker.run(initLink);
}

QFuture<Result<RecordPage>> RecordStore::openRows(std::optional<RecordId> after, qsizetype limit)
{
    if (d->isNone())
        return ready<RecordPage>(RecordPage());
    return d->worker.run([after = std::move(after), limit](RecordLink &link) {
        return RecordReader(link).openRows(after, std::max<qsizetype>(1, limit));
    });
}

QFuture<Result<QList<JobRecord>>> RecordStore::rowsFor(QList<PromptId> ids)
{
    if (d->isNone())
        return ready<QList<JobRecord>>(QList<JobRecord>());
    return d->worker.run(
        [ids = std::move(ids)](RecordLink &link) { return RecordReader(link).rowsFor(ids); });
}

QFuture<Result<QList<RecordOutcome>>> RecordStore::update(RecordBatch batch, QList<RecordUpdate> updates)
{
    if (d->isNone())
        return ready<QList<RecordOutcome>>(noDatabase());
    return d->worker.run([d = d.get(), batch = std::move(batch), updates = std::move(updates)](
                             RecordLink &link) { return d->update(link, batch, updates); });
}

QFuture<Result<QList<RecordOutcome>>> RecordStore::undo(RecordBatch batch, QList<RecordUndo> undos)
{
    if (d->isNone())
        return ready<QList<RecordOutcome>>(noDatabase());
    return d->worker.run([batch = std::move(batch), undos = std::move(undos)](
                             RecordLink &link) { return RecordWriter(link, batch).undo(undos); });
}

QFuture<Result<RecordOutcome>> RecordStore::insertOwn(RecordBatch batch, NewRecord record)
{
    if (d->isNone())
        return ready<RecordOutcome>(noDatabase());
    return d->worker.run([batch = std::move(batch), record = std::move(record)](
                             RecordLink &link) { return RecordWriter(link, batch).insert(record); });
}

QFuture<Result<QHash<OperationId, int>>> RecordStore::undoCounts(QList<OperationId> bases)
{
    if (d->isNone())
        return ready<QHash<OperationId, int>>(QHash<OperationId, int>());
    return d->worker.run(
        [bases = std::move(bases)](RecordLink &link) { return RecordReader(link).undoCounts(bases); });
}

QFuture<Result<QHash<RecordId, OperationId>>> RecordStore::decidedByUs(QList<JobRecord> records)
{
    if (d->isNone())
        return ready<QHash<RecordId, OperationId>>(QHash<RecordId, OperationId>());
    return d->worker.run(
        [records = std::move(records)](RecordLink &link) { return RecordReader(link).decidedByUs(records); });
}

QFuture<Result<QList<AuditRow>>> RecordStore::auditRows(QList<OperationId> ops)
{
    if (d->isNone())
        return ready<QList<AuditRow>>(QList<AuditRow>());
    return d->worker.run(
        [ops = std::move(ops)](RecordLink &link) { return RecordReader(link).auditRows(ops); });
}

QFuture<Result<QList<AuditRow>>> RecordStore::auditSince(Timestamp since, qsizetype limit)
{
    AuditSelection selection;
    selection.since = since;
    selection.limit = limit;
    return audit(selection);
}

QFuture<Result<QList<AuditRow>>> RecordStore::audit(AuditSelection selection)
{
    if (d->isNone())
        return ready<QList<AuditRow>>(QList<AuditRow>());
    return d->worker.run(
        [selection = std::move(selection)](RecordLink &link) { return RecordReader(link).audit(selection); });
}

QFuture<Result<std::optional<QByteArray>>> RecordStore::inputOf(RecordId id)
{
    if (d->isNone())
        return ready<std::optional<QByteArray>>(std::optional<QByteArray>());
    return d->worker.run([id = std::move(id)](RecordLink &link) { return RecordReader(link).inputOf(id); });
}

} // namespace emberwatch
