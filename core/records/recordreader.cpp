// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/records/recordreader.h"

#include "core/records/promptcounter.h"
#include "core/records/recordrows.h"
#include "core/records/recordstatements.h"
#include "core/sql/textrows.h"
#include "core/sql/timetext.h"

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;
using sql::Rows;
using sql::SqlResult;
using sql::TextRows;

namespace {

/// For a caller without a limit.
constexpr qsizetype mostExpected = 100'000;

/// @param expected  about how many rows
/// @param added  called for each row, which is the last of the list
template <typename Added>
SqlResult<QList<JobRecord>> readRecords(
    RecordLink &link, const QString &statement, const QVariantList &values, qsizetype expected, Added added)
{
    QList<JobRecord> records;
    records.reserve(expected);
    const auto read = [&](Rows &rows) {
        RecordRows reader(rows, link.dialect());
        while (rows.next()) {
            reader.read(records.emplaceBack());
            added(records);
        }
    };
    const SqlResult<void> done = link.database().stream(statement, values, read);
    if (!done)
        return tl::make_unexpected(done.error());
    return records;
}

/// A database in UTF-8 has no row for an id that is none, nor for one with a NUL.
bool canBeStored(const PromptId &id)
{
    return !id.value().isEmpty() && id.value().isValidUtf8() && !id.value().contains('\0');
}

QVariantList promptBatch(const SqlDialect &dialect, const QList<PromptId> &ids)
{
    TextRows rows({u"prompt"_s});
    for (const PromptId &id : ids) {
        rows.beginRow();
        rows.set("prompt"_L1, QString::fromUtf8(id.value()));
    }
    return dialect.batchValues(rows);
}

/// For rowsForStatement().
QVariantList namedPrompts(const SqlDialect &dialect, const QList<PromptId> &ids)
{
    if (dialect.among(RecordColumn::PromptId).isEmpty())
        return promptBatch(dialect, ids);
    QByteArrayList texts;
    texts.reserve(ids.size());
    for (const PromptId &id : ids)
        texts += id.value();
    return {sql::textArray(texts)};
}

QVariantList operationBatch(const SqlDialect &dialect, QLatin1StringView field, const QList<OperationId> &ops)
{
    TextRows rows({field});
    for (const OperationId &op : ops) {
        rows.beginRow();
        rows.set(field, QString::fromUtf8(op.value()));
    }
    return dialect.batchValues(rows);
}

/// Each chunk is one scan of a table without an index; larger ones make the statement long.
constexpr qsizetype idsOfOneScan = 100'000;

/// Calls `read` for each chunk of the ids.
/// @param isSet  it is the same to `read` whether an id occurs in a chunk once or more often
template <typename Read> Result<void> inChunks(const QList<PromptId> &ids, bool isSet, Read read)
{
    const bool looksForRepeated = !isSet || ids.size() > idsOfOneScan;
    if (!looksForRepeated && !ids.isEmpty() && std::all_of(ids.begin(), ids.end(), canBeStored))
        return read(ids);
    QList<PromptId> chunk;
    QSet<PromptId> seen;
    for (const PromptId &id : ids) {
        const bool isWanted = canBeStored(id) && !(looksForRepeated && seen.contains(id));
        if (isWanted)
            chunk += id;
        if (isWanted && looksForRepeated)
            seen += id;
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
    const SqlResult<std::unique_ptr<Rows>> rows = link.database().fetch(statement);
    if (!rows)
        return tl::make_unexpected(rows.error());
    return (*rows)->next() ? timeAt(**rows, 0) : std::nullopt;
}

/// With the rows of each promptId counted.
SqlResult<QList<JobRecord>> readNamed(
    RecordLink &link, const QList<PromptId> &ids, const std::optional<Timestamp> &clock)
{
    PromptCounter counter(ids.size());
    SqlResult<QList<JobRecord>> records = readRecords(link, rowsForStatement(link.dialect()),
        namedPrompts(link.dialect(), ids) + providerValue(link.dialect()), ids.size(),
        [&](QList<JobRecord> &read) {
            read.back().readAt = clock;
            counter.addLast(read);
        });
    if (records)
        counter.finish(*records);
    return records;
}

QString auditColumns(const SqlDialect &dialect)
{
    return u"x.op_id, x.base_id, x.undoes, x.batch_id, %1, x.operator, x.host, x.program, x.environment, "
           "x.record_id, x.prompt_id, x.action, x.verdict, x.sentence, x.evidence, x.row_before, x.row_after"_s
               .arg(dialect.auditTimeText(u"x.at"_s));
}

AuditRow readAuditRow(Rows &rows)
{
    AuditRow row;
    int at = 0;
    row.op = OperationId(rows.bytes(at++).toByteArray());
    row.base = OperationId(rows.bytes(at++).toByteArray());
    if (!rows.isNull(at))
        row.undoes = OperationId(rows.bytes(at).toByteArray());
    row.batch = BatchId(rows.bytes(++at).toByteArray());
    row.at = timeAt(rows, ++at);
    row.actor.operatorName = rows.text(++at);
    row.actor.host = rows.text(++at);
    row.actor.program = rows.text(++at);
    row.environment = rows.text(++at);
    row.recordId = RecordId(rows.text(++at));
    row.promptId = PromptId(rows.bytes(++at).toByteArray());
    row.reason.action = rows.text(++at);
    row.reason.verdict = rows.text(++at);
    row.reason.sentence = rows.text(++at);
    row.reason.evidence = rows.bytes(++at).toByteArray();
    row.before = rows.bytes(++at).toByteArray();
    row.after = rows.bytes(++at).toByteArray();
    return row;
}

SqlResult<QList<AuditRow>> readAudit(RecordLink &link, const QString &statement, const QVariantList &values)
{
    if (!link.dialect().catalog().audit.exists)
        return QList<AuditRow>();
    const SqlResult<std::unique_ptr<Rows>> rows = link.database().fetch(statement, values);
    if (!rows)
        return tl::make_unexpected(rows.error());
    QList<AuditRow> audited;
    while ((*rows)->next())
        audited += readAuditRow(**rows);
    return audited;
}

/// A condition for each part of the selection, its value to `values`.
QString auditConditions(const SqlDialect &dialect, const AuditSelection &selection, QVariantList &values)
{
    QStringList conditions{u"1 = 1"_s};
    const auto add = [&](const QString &condition, const QVariant &value) {
        conditions += condition;
        values += value;
    };
    const QString moment = dialect.auditTime(u"?"_s);
    if (selection.since)
        add(u"x.at >= "_s + moment, sql::writeTime(*selection.since));
    if (selection.until)
        add(u"x.at < "_s + moment, sql::writeTime(*selection.until));
    if (selection.promptId)
        add(u"x.prompt_id = ?"_s, QString::fromUtf8(selection.promptId->value()));
    if (selection.batch)
        add(u"x.batch_id = ?"_s, QString::fromUtf8(selection.batch->value()));
    if (selection.action)
        add(u"x.action = ?"_s, *selection.action);
    if (selection.environment)
        add(u"x.environment = ?"_s, *selection.environment);
    return conditions.join(u" AND "_s);
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
        SqlResult<QList<JobRecord>> rows = readRecords(
            m_link, statement, values, std::min(limit, mostExpected), [](const QList<JobRecord> &) {});
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
    // Also without an id the answer must be an answer: a database that is away is not one without rows.
    const Result<std::optional<Timestamp>> clock
        = m_link.read<std::optional<Timestamp>>(u"reading records"_s, [&] { return readClock(m_link); });
    if (!clock)
        return tl::make_unexpected(clock.error());
    QList<JobRecord> all;
    const auto readChunk = [&](const QList<PromptId> &chunk) -> Result<void> {
        Result<QList<JobRecord>> rows = m_link.read<QList<JobRecord>>(
            u"reading records"_s, [&] { return readNamed(m_link, chunk, *clock); });
        if (!rows)
            return tl::make_unexpected(rows.error());
        if (all.isEmpty())
            all = *std::move(rows);
        else
            all += *std::move(rows);
        return {};
    };
    const bool isSet = !m_link.dialect().among(RecordColumn::PromptId).isEmpty();
    const Result<void> done = inChunks(ids, isSet, readChunk);
    if (!done)
        return tl::make_unexpected(done.error());
    return all;
}

Result<QHash<PromptId, int>> RecordReader::counts(const QList<PromptId> &ids)
{
    QHash<PromptId, int> all;
    const auto countChunk = [&](const QList<PromptId> &chunk) -> Result<void> {
        const auto work = [&]() -> SqlResult<int> {
            const SqlResult<std::unique_ptr<Rows>> rows
                = m_link.database().fetch(countStatement(m_link.dialect()),
                    promptBatch(m_link.dialect(), chunk) + providerValue(m_link.dialect()));
            if (!rows)
                return tl::make_unexpected(rows.error());
            while ((*rows)->next())
                all.insert(PromptId((*rows)->bytes(0).toByteArray()), (*rows)->number(1));
            return 0;
        };
        return m_link.read<int>(u"counting records"_s, work).map([](int) {});
    };
    const Result<void> done = inChunks(ids, false, countChunk);
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
        const SqlResult<std::unique_ptr<Rows>> rows = m_link.database().fetch(
            u"WITH %1 SELECT x.base_id, count(DISTINCT x.op_id) FROM a JOIN %2 AS x ON x.base_id = a.base_id "
            "WHERE x.undoes IS NOT NULL GROUP BY x.base_id"_s.arg(
                dialect.batch({u"base_id"_s}), dialect.auditTable()),
            operationBatch(dialect, "base_id"_L1, bases));
        if (!rows)
            return tl::make_unexpected(rows.error());
        while ((*rows)->next())
            counts.insert(OperationId((*rows)->bytes(0).toByteArray()), (*rows)->number(1));
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
        TextRows judged({u"id"_s, u"word"_s, u"revision"_s});
        for (const JobRecord &record : records) {
            judged.beginRow();
            judged.set("id"_L1, record.id.value());
            judged.set("word"_L1, record.statusWord);
            judged.set("revision"_L1, record.revision);
        }
        const SqlResult<std::unique_ptr<Rows>> rows = m_link.database().fetch(
            u"WITH %1 SELECT a.id, x.op_id FROM a JOIN %2 AS x ON x.record_id = a.id WHERE %3 = a.word AND %4"_s
                .arg(dialect.batch(judged.fields()), dialect.auditTable(),
                    dialect.member(u"x.row_after"_s, RecordColumn::Status),
                    dialect.same(dialect.member(u"x.row_after"_s, RecordColumn::UpdatedAt), u"a.revision"_s)),
            dialect.batchValues(judged));
        if (!rows)
            return tl::make_unexpected(rows.error());
        while ((*rows)->next())
            deciders.insert(RecordId((*rows)->text(0)), OperationId((*rows)->bytes(1).toByteArray()));
        return deciders;
    };
    return m_link.read<Deciders>(u"reading audit rows"_s, work);
}

Result<QList<AuditRow>> RecordReader::auditRows(const QList<OperationId> &ops)
{
    return m_link.read<QList<AuditRow>>(u"reading audit rows"_s, [&] {
        const SqlDialect &dialect = m_link.dialect();
        return readAudit(m_link,
            u"WITH %1 SELECT %2 FROM a JOIN %3 AS x ON x.op_id = a.op"_s.arg(
                dialect.batch({u"op"_s}), auditColumns(dialect), dialect.auditTable()),
            operationBatch(dialect, "op"_L1, ops));
    });
}

Result<QList<AuditRow>> RecordReader::audit(const AuditSelection &selection)
{
    return m_link.read<QList<AuditRow>>(u"reading audit rows"_s, [&] {
        const SqlDialect &dialect = m_link.dialect();
        QVariantList values;
        const QString where = auditConditions(dialect, selection, values);
        values += selection.limit;
        return readAudit(m_link,
            u"SELECT %1 FROM %2 AS x WHERE %3 ORDER BY x.at DESC, x.op_id LIMIT ?"_s.arg(
                auditColumns(dialect), dialect.auditTable(), where),
            values);
    });
}

Result<std::optional<QByteArray>> RecordReader::inputOf(const RecordId &id)
{
    using Input = std::optional<QByteArray>;
    return m_link.read<Input>(u"reading the input of a record"_s, [&]() -> SqlResult<Input> {
        const SqlDialect &dialect = m_link.dialect();
        if (!dialect.mapping().has(RecordColumn::Input))
            return Input();
        SqlResult<QSqlQuery> query = m_link.database().run(
            u"SELECT %1 FROM %2 AS t WHERE %3 = %4%5"_s.arg(dialect.text(RecordColumn::Input),
                dialect.table(), dialect.column(RecordColumn::Id), dialect.cast(u"?"_s, RecordColumn::Id),
                providerCondition(dialect)),
            QVariantList{id.value()} + providerValue(dialect));
        if (!query)
            return tl::make_unexpected(query.error());
        if (!query->next())
            return Input();
        const QVariant input = query->value(0);
        return input.isNull() ? Input() : Input(input.toString().toUtf8());
    });
}

} // namespace emberwatch
