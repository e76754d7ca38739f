// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/records/recordreader.h"

#include "core/records/recordstatements.h"
#include "core/sql/jsonrows.h"
#include "core/sql/timetext.h"

namespace emberwatch {

using namespace Qt::StringLiterals;
using sql::JsonRows;
using sql::SqlResult;

namespace {

std::optional<QString> textAt(const QSqlQuery &query, int column)
{
    const QVariant value = query.value(column);
    return value.isNull() ? std::nullopt : std::optional(value.toString());
}

std::optional<Timestamp> timeAt(const QSqlQuery &query, int column)
{
    const std::optional<QString> text = textAt(query, column);
    return text ? sql::readTime(*text) : std::nullopt;
}

/// The columns of recordColumns().
JobRecord readRecord(const QSqlQuery &query, const SchemaMapping &mapping)
{
    JobRecord record;
    int at = 0;
    record.id = RecordId(query.value(at++).toString());
    record.promptId = PromptId(query.value(at++).toString().toUtf8());
    record.userId = query.value(at++).toString();
    record.characterId = textAt(query, at++);
    record.type = mapping.typeFromDatabase(query.value(at++).toString());
    record.statusWord = query.value(at++).toString();
    record.status = mapping.statusOf(record.statusWord);
    const std::optional<QString> outputs = textAt(query, at++);
    if (outputs)
        record.outputs = outputs->toUtf8();
    record.error = textAt(query, at++);
    const std::optional<QString> retries = textAt(query, at++);
    if (retries)
        record.retryCount = retries->toInt();
    record.startedAt = timeAt(query, at++);
    record.completedAt = timeAt(query, at++);
    record.createdAt = timeAt(query, at++);
    record.updatedAt = timeAt(query, at++);
    record.revision = textAt(query, at++);
    return record;
}

SqlResult<QList<JobRecord>> readRecords(
    RecordLink &link, const QString &statement, const QVariantList &values)
{
    SqlResult<QSqlQuery> query = link.database().run(statement, values);
    if (!query)
        return tl::make_unexpected(query.error());
    QList<JobRecord> records;
    while (query->next())
        records += readRecord(*query, link.mapping());
    return records;
}

/// A database in UTF-8 has no row for an id that is none, nor for one with a NUL.
bool canBeStored(const PromptId &id)
{
    return !id.value().isEmpty() && id.value().isValidUtf8() && !id.value().contains('\0');
}

QString promptBatch(const QSet<PromptId> &ids)
{
    JsonRows rows;
    for (const PromptId &id : ids) {
        rows.beginRow();
        rows.add("prompt", QString::fromUtf8(id.value()));
        rows.endRow();
    }
    return rows.finish();
}

/// Each chunk is one scan of a table without an index; larger ones make the statement long.
constexpr qsizetype idsOfOneScan = 20'000;

/// Calls `read` for each chunk of the ids, every id once.
template <typename Read> Result<void> inChunks(const QList<PromptId> &ids, Read read)
{
    QSet<PromptId> chunk;
    QSet<PromptId> seen;
    for (const PromptId &id : ids) {
        if (!canBeStored(id) || seen.contains(id))
            continue;
        seen += id;
        chunk += id;
        if (chunk.size() < idsOfOneScan)
            continue;
        const Result<void> done = read(chunk);
        if (!done)
            return done;
        chunk.clear();
    }
    return chunk.isEmpty() ? Result<void>() : read(chunk);
}

/// The database's own clock: no other one is held against its times (verdicts.md 2.6).
SqlResult<std::optional<Timestamp>> readClock(RecordLink &link)
{
    const SqlDialect &dialect = link.dialect();
    const QString statement = u"SELECT %1"_s.arg(dialect.auditTimeText(dialect.now()));
    SqlResult<QSqlQuery> query = link.database().run(statement, {});
    if (!query)
        return tl::make_unexpected(query.error());
    return query->next() ? timeAt(*query, 0) : std::nullopt;
}

void countRows(QList<JobRecord> &records)
{
    QHash<PromptId, int> counts;
    for (const JobRecord &record : std::as_const(records))
        ++counts[record.promptId];
    for (JobRecord &record : records)
        record.rowCount = counts.value(record.promptId);
}

QString auditColumns(const SqlDialect &dialect)
{
    return u"x.op_id, x.base_id, x.undoes, x.batch_id, %1, x.operator, x.host, x.program, x.environment, "
           "x.record_id, x.prompt_id, x.action, x.verdict, x.sentence, x.evidence, x.row_before, x.row_after"_s
               .arg(dialect.auditTimeText(u"x.at"_s));
}

AuditRow readAuditRow(const QSqlQuery &query)
{
    AuditRow row;
    int at = 0;
    row.op = OperationId(query.value(at++).toByteArray());
    row.base = OperationId(query.value(at++).toByteArray());
    const std::optional<QString> undoes = textAt(query, at++);
    if (undoes)
        row.undoes = OperationId(undoes->toUtf8());
    row.batch = BatchId(query.value(at++).toByteArray());
    row.at = timeAt(query, at++);
    row.actor.operatorName = query.value(at++).toString();
    row.actor.host = query.value(at++).toString();
    row.actor.program = query.value(at++).toString();
    row.environment = query.value(at++).toString();
    row.recordId = RecordId(query.value(at++).toString());
    row.promptId = PromptId(query.value(at++).toString().toUtf8());
    row.reason.action = query.value(at++).toString();
    row.reason.verdict = query.value(at++).toString();
    row.reason.sentence = query.value(at++).toString();
    row.reason.evidence = query.value(at++).toString().toUtf8();
    row.before = query.value(at++).toString().toUtf8();
    row.after = query.value(at++).toString().toUtf8();
    return row;
}

SqlResult<QList<AuditRow>> readAudit(RecordLink &link, const QString &statement, const QVariantList &values)
{
    if (!link.dialect().catalog().audit.exists)
        return QList<AuditRow>();
    SqlResult<QSqlQuery> query = link.database().run(statement, values);
    if (!query)
        return tl::make_unexpected(query.error());
    QList<AuditRow> rows;
    while (query->next())
        rows += readAuditRow(*query);
    return rows;
}

} // namespace

Result<RecordPage> RecordReader::openRows(const std::optional<RecordId> &after, qsizetype limit)
{
    const auto work = [&]() -> SqlResult<RecordPage> {
        const SqlDialect &dialect = m_link.dialect();
        QVariantList values = activeValues(dialect);
        const QString statement = openPageStatement(dialect, values.size(), after.has_value());
        values += providerValue(dialect);
        if (after)
            values += after->value();
        values += limit;
        SqlResult<QList<JobRecord>> rows = readRecords(m_link, statement, values);
        if (!rows)
            return tl::make_unexpected(rows.error());
        RecordPage page{*std::move(rows), std::nullopt};
        if (page.rows.size() == limit)
            page.next = page.rows.back().id;
        return page;
    };
    return m_link.read<RecordPage>(u"reading open records"_s, work);
}

Result<QList<JobRecord>> RecordReader::rowsFor(const QList<PromptId> &ids)
{
    QList<JobRecord> all;
    const auto readChunk = [&](const QSet<PromptId> &chunk) -> Result<void> {
        Result<QList<JobRecord>> rows = m_link.read<QList<JobRecord>>(u"reading records"_s, [&] {
            return readRecords(m_link, rowsForStatement(m_link.dialect()),
                QVariantList{promptBatch(chunk)} + providerValue(m_link.dialect()));
        });
        if (!rows)
            return tl::make_unexpected(rows.error());
        countRows(*rows);
        all += *std::move(rows);
        return {};
    };
    // Also without an id the answer must be an answer: a database that is away is not one without rows.
    const Result<std::optional<Timestamp>> clock
        = m_link.read<std::optional<Timestamp>>(u"reading records"_s, [&] { return readClock(m_link); });
    if (!clock)
        return tl::make_unexpected(clock.error());
    const Result<void> done = inChunks(ids, readChunk);
    if (!done)
        return tl::make_unexpected(done.error());
    for (JobRecord &record : all)
        record.readAt = *clock;
    return all;
}

Result<QHash<PromptId, int>> RecordReader::counts(const QList<PromptId> &ids)
{
    QHash<PromptId, int> all;
    const auto countChunk = [&](const QSet<PromptId> &chunk) -> Result<void> {
        const auto work = [&]() -> SqlResult<int> {
            SqlResult<QSqlQuery> query = m_link.database().run(countStatement(m_link.dialect()),
                QVariantList{promptBatch(chunk)} + providerValue(m_link.dialect()));
            if (!query)
                return tl::make_unexpected(query.error());
            while (query->next())
                all.insert(PromptId(query->value(0).toString().toUtf8()), query->value(1).toInt());
            return 0;
        };
        return m_link.read<int>(u"counting records"_s, work).map([](int) {});
    };
    const Result<void> done = inChunks(ids, countChunk);
    if (!done)
        return tl::make_unexpected(done.error());
    return all;
}

Result<QHash<OperationId, int>> RecordReader::undoCounts(const QList<OperationId> &bases)
{
    using Counts = QHash<OperationId, int>;
    const auto work = [&]() -> SqlResult<Counts> {
        Counts counts;
        const SqlDialect &dialect = m_link.dialect();
        if (!dialect.catalog().audit.exists || bases.isEmpty())
            return counts;
        JsonRows rows;
        for (const OperationId &base : bases) {
            rows.beginRow();
            rows.add("base_id", QString::fromLatin1(base.value()));
            rows.endRow();
        }
        SqlResult<QSqlQuery> query = m_link.database().run(
            u"WITH %1 SELECT x.base_id, count(DISTINCT x.op_id) FROM a JOIN %2 AS x ON x.base_id = a.base_id "
            "WHERE x.undoes IS NOT NULL GROUP BY x.base_id"_s.arg(
                dialect.batch({u"base_id"_s}), dialect.auditTable()),
            {rows.finish()});
        if (!query)
            return tl::make_unexpected(query.error());
        while (query->next())
            counts.insert(OperationId(query->value(0).toByteArray()), query->value(1).toInt());
        return counts;
    };
    return m_link.read<Counts>(u"reading audit rows"_s, work);
}

Result<QHash<RecordId, OperationId>> RecordReader::decidedByUs(const QList<JobRecord> &records)
{
    using Deciders = QHash<RecordId, OperationId>;
    const auto work = [&]() -> SqlResult<Deciders> {
        Deciders deciders;
        const SqlDialect &dialect = m_link.dialect();
        if (!dialect.catalog().audit.exists || records.isEmpty())
            return deciders;
        JsonRows rows;
        for (const JobRecord &record : records) {
            rows.beginRow();
            rows.add("id", record.id.value());
            rows.add("word", record.statusWord);
            rows.add("revision", record.revision);
            rows.endRow();
        }
        SqlResult<QSqlQuery> query = m_link.database().run(
            u"WITH %1 SELECT a.id, x.op_id FROM a JOIN %2 AS x ON x.record_id = a.id WHERE %3 = a.word AND %4"_s
                .arg(dialect.batch({u"id"_s, u"word"_s, u"revision"_s}), dialect.auditTable(),
                    dialect.member(u"x.row_after"_s, RecordColumn::Status),
                    dialect.same(dialect.member(u"x.row_after"_s, RecordColumn::UpdatedAt), u"a.revision"_s)),
            {rows.finish()});
        if (!query)
            return tl::make_unexpected(query.error());
        while (query->next())
            deciders.insert(RecordId(query->value(0).toString()), OperationId(query->value(1).toByteArray()));
        return deciders;
    };
    return m_link.read<Deciders>(u"reading audit rows"_s, work);
}

Result<QList<AuditRow>> RecordReader::auditRows(const QList<OperationId> &ops)
{
    JsonRows rows;
    for (const OperationId &op : ops) {
        rows.beginRow();
        rows.add("op", QString::fromUtf8(op.value()));
        rows.endRow();
    }
    const QString batch = rows.finish();
    return m_link.read<QList<AuditRow>>(u"reading audit rows"_s, [&] {
        const SqlDialect &dialect = m_link.dialect();
        return readAudit(m_link,
            u"WITH %1 SELECT %2 FROM a JOIN %3 AS x ON x.op_id = a.op"_s.arg(
                dialect.batch({u"op"_s}), auditColumns(dialect), dialect.auditTable()),
            {batch});
    });
}

Result<QList<AuditRow>> RecordReader::auditSince(Timestamp since, qsizetype limit)
{
    return m_link.read<QList<AuditRow>>(u"reading audit rows"_s, [&] {
        const SqlDialect &dialect = m_link.dialect();
        return readAudit(m_link,
            u"SELECT %1 FROM %2 AS x WHERE x.at >= %3 ORDER BY x.at DESC LIMIT ?"_s.arg(
                auditColumns(dialect), dialect.auditTable(), dialect.auditTime(u"?"_s)),
            {sql::writeTime(since), limit});
    });
}

} // namespace emberwatch
