// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/journalreader.h"

#include "core/sql/name.h"

namespace emberwatch {

using namespace Qt::StringLiterals;
using sql::Database;
using sql::SqlResult;

namespace {

Timestamp momentAt(const QSqlQuery &query, int column)
{
    return Timestamp(std::chrono::milliseconds(query.value(column).toLongLong()));
}

std::optional<QByteArray> bytesAt(const QSqlQuery &query, int column)
{
    const QVariant value = query.value(column);
    return value.isNull() ? std::nullopt : std::optional(value.toByteArray());
}

std::optional<Timestamp> optionalMomentAt(const QSqlQuery &query, int column)
{
    return query.value(column).isNull() ? std::nullopt : std::optional(momentAt(query, column));
}

JobSnapshot snapshotAt(const QSqlQuery &query, int column)
{
    return {bytesAt(query, column), optionalMomentAt(query, column + 1), bytesAt(query, column + 2)};
}

constexpr auto lineStatement
    = "SELECT e.entry, e.op, e.undoes, e.batch, e.at, e.operator, e.host, e.program, e.environment, "
      "e.action, "
      "e.prompt, e.key, e.verdict, e.sentence, e.evidence, e.before_value, e.before_expires, e.before_row, "
      "e.after_value, e.after_expires, e.after_row, e.epoch_address, e.epoch_run, e.epoch_replication, "
      "e.epoch_role, "
      "o.at, o.word, o.text FROM entries e LEFT JOIN outcomes o ON o.outcome = "
      "(SELECT max(n.outcome) FROM outcomes n WHERE n.entry = e.entry)"_L1;

JournalLine lineOf(const QSqlQuery &query)
{
    JournalLine line;
    JournalEntry &entry = line.entry;
    entry.id = EntryId(query.value(0).toLongLong());
    entry.op = OperationId(query.value(1).toByteArray());
    const std::optional<QByteArray> undoes = bytesAt(query, 2);
    if (undoes)
        entry.undoes = OperationId(*undoes);
    entry.batch = BatchId(query.value(3).toByteArray());
    entry.at = momentAt(query, 4);
    entry.actor = {query.value(5).toString(), query.value(6).toString(), query.value(7).toString()};
    entry.environment = query.value(8).toString();
    entry.action = query.value(9).toString();
    entry.promptId = PromptId(query.value(10).toByteArray());
    entry.key = query.value(11).toByteArray();
    entry.verdict = query.value(12).toString();
    entry.sentence = query.value(13).toString();
    entry.evidence = query.value(14).toByteArray();
    entry.before = snapshotAt(query, 15);
    entry.after = snapshotAt(query, 18);
    entry.epoch = {query.value(21).toString(), query.value(22).toByteArray(), query.value(23).toByteArray(),
        query.value(24).toByteArray()};
    if (!query.value(25).isNull())
        line.outcome
            = {entry.id, momentAt(query, 25), query.value(26).toString(), query.value(27).toString()};
    return line;
}

/// Collects conditions and what they bind.
struct Conditions
{
    QStringList texts;
    QVariantList values;

    void add(const QString &text, const QVariant &value)
    {
        texts += text;
        values += value;
    }
    [[nodiscard]] QString where() const { return texts.isEmpty() ? u"1 = 1"_s : texts.join(u" AND "_s); }
};

Conditions conditionsOf(const JournalSelection &selection)
{
    Conditions conditions;
    if (selection.since)
        conditions.add(u"e.at >= ?"_s, qint64(selection.since->time_since_epoch().count()));
    if (selection.until)
        conditions.add(u"e.at < ?"_s, qint64(selection.until->time_since_epoch().count()));
    if (selection.environment)
        conditions.add(u"e.environment = ?"_s, *selection.environment);
    if (selection.action)
        conditions.add(u"e.action = ?"_s, *selection.action);
    if (selection.promptId)
        conditions.add(u"e.prompt = ?"_s, selection.promptId->value());
    if (selection.batch)
        conditions.add(u"e.batch = ?"_s, QString::fromUtf8(selection.batch->value()));
    if (selection.operatorName)
        conditions.add(u"e.operator = ?"_s, *selection.operatorName);
    if (selection.before)
        conditions.add(u"e.entry < ?"_s, selection.before->value());
    if (selection.onlyUnfinished)
        conditions.texts += u"NOT EXISTS (SELECT 1 FROM outcomes u WHERE u.entry = e.entry)"_s;
    return conditions;
}

SqlResult<void> addKnown(Database &database, const QList<PromptId> &ids, QSet<PromptId> &known)
{
    QVariantList values;
    for (const PromptId &id : ids)
        values += id.value();
    const QString places = u"?, "_s.repeated(ids.size() - 1) + u'?';
    SqlResult<QSqlQuery> query
        = database.run(u"SELECT DISTINCT prompt FROM entries WHERE prompt IN (%1)"_s.arg(places), values);
    if (!query)
        return tl::make_unexpected(query.error());
    while (query->next())
        known += PromptId(query->value(0).toByteArray());
    return {};
}

} // namespace

Result<QList<JournalLine>> JournalReader::read(const QString &where, const QVariantList &values, int limit)
{
    const Result<Database *> database = m_file.open();
    if (!database)
        return tl::make_unexpected(database.error());
    SqlResult<QSqlQuery> query
        = (*database)->run(lineStatement + u" WHERE "_s + where + u" ORDER BY e.entry DESC LIMIT ?"_s,
            values + QVariantList{limit});
    if (!query)
        return tl::make_unexpected(m_file.explained(query.error(), u"reading"_s));
    QList<JournalLine> lines;
    while (query->next())
        lines += lineOf(*query);
    if (query->lastError().isValid())
        return tl::make_unexpected(
            m_file.explained(sql::faultOf(query->lastError(), sql::Backend::Sqlite, true), u"reading"_s));
    return lines;
}

Result<QList<JournalLine>> JournalReader::lines(const JournalSelection &selection)
{
    const Conditions conditions = conditionsOf(selection);
    return read(conditions.where(), conditions.values, selection.limit);
}

Result<QList<JournalLine>> JournalReader::linesOf(const OperationId &op)
{
    return read(u"e.op = ?"_s, {QString::fromUtf8(op.value())}, 1000);
}

Result<QSet<PromptId>> JournalReader::known(const QList<PromptId> &ids)
{
    constexpr qsizetype atOnce = 1000; // values in one statement; SQLite takes 32766
    const Result<Database *> database = m_file.open();
    if (!database)
        return tl::make_unexpected(database.error());
    QSet<PromptId> known;
    for (qsizetype begin = 0; begin < ids.size(); begin += atOnce) {
        const SqlResult<void> added = addKnown(**database, ids.mid(begin, atOnce), known);
        if (!added)
            return tl::make_unexpected(m_file.explained(added.error(), u"reading"_s));
    }
    return known;
}

Result<QHash<PromptId, RecentActs>> JournalReader::recentActs(const QString &environment, Timestamp since)
{
    const Result<Database *> database = m_file.open();
    if (!database)
        return tl::make_unexpected(database.error());
    SqlResult<QSqlQuery> query = (*database)->run(
        u"SELECT e.prompt, e.action, coalesce(o.at, e.at) FROM entries e LEFT JOIN outcomes o ON o.outcome = "
        "(SELECT max(n.outcome) FROM outcomes n WHERE n.entry = e.entry) "
        "WHERE e.at >= ? AND e.environment = ? AND (e.action IN ('delete', 'undo') OR e.action LIKE "
        "'settle-%') "
        "AND coalesce(o.word, 'unknown') IN ('done', 'unknown')"_s,
        {qint64(since.time_since_epoch().count()), environment});
    if (!query)
        return tl::make_unexpected(m_file.explained(query.error(), u"reading"_s));
    QHash<PromptId, RecentActs> acts;
    while (query->next()) {
        RecentActs &done = acts[PromptId(query->value(0).toByteArray())];
        const QString action = query->value(1).toString();
        if (action == "delete"_L1)
            done.deletedAt += momentAt(*query, 2);
        else if (action == "undo"_L1)
            done.isTakenBack = true;
        else
            done.claimedAt = std::max(done.claimedAt.value_or(Timestamp()), momentAt(*query, 2));
    }
    return acts;
}

Result<std::optional<JournalLine>> JournalReader::lastRaise(const QString &environment)
{
    // The words stand in the statement, so that the index for exactly them is used.
    const Result<QList<JournalLine>> lines
        = read(u"e.environment = ? AND e.action IN ('raise', 'lower')"_s, {sql::notNull(environment)}, 1);
    if (!lines)
        return tl::make_unexpected(lines.error());
    return lines->isEmpty() ? std::nullopt : std::optional(lines->first());
}

Result<std::optional<JournalReport>> JournalReader::lastReport(
    const QString &environment, const QString &kind)
{
    const Result<Database *> database = m_file.open();
    if (!database)
        return tl::make_unexpected(database.error());
    SqlResult<QSqlQuery> query = (*database)->run(
        u"SELECT at, environment, kind, json FROM reports WHERE kind = ? AND environment = ? "
        "ORDER BY report DESC LIMIT 1"_s,
        {kind, environment});
    if (!query)
        return tl::make_unexpected(m_file.explained(query.error(), u"reading"_s));
    if (!query->next())
        return std::optional<JournalReport>();
    return std::optional(JournalReport{momentAt(*query, 0), query->value(1).toString(),
        query->value(2).toString(), query->value(3).toByteArray()});
}

Result<QList<JournalReport>> JournalReader::reports(
    const std::optional<QString> &environment, Timestamp since, Timestamp until)
{
    const Result<Database *> database = m_file.open();
    if (!database)
        return tl::make_unexpected(database.error());
    QVariantList values{qint64(since.time_since_epoch().count()), qint64(until.time_since_epoch().count())};
    if (environment)
        values += *environment;
    SqlResult<QSqlQuery> query = (*database)->run(
        u"SELECT at, environment, kind, json FROM reports WHERE at >= ? AND at < ?%1 ORDER BY report"_s.arg(
            environment ? u" AND environment = ?"_s : QString()),
        values);
    if (!query)
        return tl::make_unexpected(m_file.explained(query.error(), u"reading"_s));
    QList<JournalReport> reports;
    while (query->next())
        reports += JournalReport{momentAt(*query, 0), query->value(1).toString(), query->value(2).toString(),
            query->value(3).toByteArray()};
    return reports;
}

Result<QHash<PromptId, Timestamp>> JournalReader::extensions(Timestamp since)
{
    const Result<Database *> database = m_file.open();
    if (!database)
        return tl::make_unexpected(database.error());
    SqlResult<QSqlQuery> query = (*database)->run(
        u"SELECT e.prompt, e.after_expires FROM entries e LEFT JOIN outcomes o ON o.outcome = "
        "(SELECT max(n.outcome) FROM outcomes n WHERE n.entry = e.entry) "
        "WHERE e.at >= ? AND e.action = 'extend' AND e.after_expires IS NOT NULL "
        "AND coalesce(o.word, 'unknown') IN ('done', 'unknown') ORDER BY e.entry"_s,
        {qint64(since.time_since_epoch().count())});
    if (!query)
        return tl::make_unexpected(m_file.explained(query.error(), u"reading"_s));
    QHash<PromptId, Timestamp> extensions;
    while (query->next())
        extensions.insert(PromptId(query->value(0).toByteArray()), momentAt(*query, 1));
    return extensions;
}

} // namespace emberwatch
