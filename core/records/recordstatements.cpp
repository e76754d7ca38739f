// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/records/recordstatements.h"

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

const auto auditColumns
    = "op_id, base_id, undoes, batch_id, at, operator, host, program, environment, record_id, "
      "prompt_id, action, verdict, sentence, evidence, row_before, row_after"_L1;

QString shownColumn(const SqlDialect &dialect, RecordColumn column, bool isTime)
{
    return isTime ? dialect.utcText(column) : dialect.shown(column);
}

QString activeWords(const SqlDialect &dialect, qsizetype words)
{
    QStringList places;
    for (qsizetype i = 0; i < words; ++i)
        places += dialect.cast(u"?"_s, RecordColumn::Status);
    return dialect.column(RecordColumn::Status) + u" IN ("_s + places.join(u", "_s) + u')';
}

QString keyJoin(const SqlDialect &dialect, const QString &id)
{
    return dialect.table() + u" AS t ON "_s + dialect.column(RecordColumn::Id) + u" = "_s
        + dialect.cast(id, RecordColumn::Id);
}

QString notDoneBefore(const SqlDialect &dialect)
{
    return u" AND NOT EXISTS (SELECT 1 FROM %1 x WHERE x.op_id = a.op)"_s.arg(dialect.auditTable());
}

/// The row as it is, a text for each column that can change.
QString rowObject(const SqlDialect &dialect)
{
    QStringList members;
    for (const RecordColumn column : mutableColumns(dialect))
        members << sql::literal(keyOf(column)) << dialect.text(column);
    return dialect.object(members);
}

/// What an update makes of a column, as a value of its type.
QString wantedValue(const SqlDialect &dialect, RecordColumn column)
{
    const QString now = dialect.column(column);
    switch (column) {
    case RecordColumn::Status:
        return dialect.cast(u"a.status"_s, column);
    case RecordColumn::Error:
        return u"CASE WHEN a.keep_error IS NOT NULL THEN %1 ELSE %2 END"_s.arg(
            now, dialect.cast(u"a.error"_s, column));
    case RecordColumn::Outputs:
        return u"COALESCE(%1, %2)"_s.arg(dialect.cast(u"a.output"_s, column), now);
    case RecordColumn::StartedAt:
        return u"CASE WHEN a.started IS NULL THEN %1 ELSE %2 END"_s.arg(
            now, dialect.timeValue(u"a.started"_s, column));
    case RecordColumn::CompletedAt:
        return u"CASE WHEN a.completed IS NULL THEN %1 WHEN a.completed = 'now' THEN %2 ELSE %3 END"_s.arg(
            now, dialect.nowValue(column), dialect.timeValue(u"a.completed"_s, column));
    case RecordColumn::UpdatedAt:
        return dialect.nowValue(column);
    default:
        return now;
    }
}

/// "wanted_status" and so on: what a column is to become, in the rows of a ChangeSource.
QString wantedName(RecordColumn column)
{
    return u"wanted_"_s + keyOf(column);
}

template <typename Expression> QString wantedColumns(const SqlDialect &dialect, Expression expression)
{
    QStringList all;
    for (const RecordColumn column : mutableColumns(dialect))
        all += expression(column) + u" AS "_s + wantedName(column);
    return all.join(u", "_s);
}

QString wantedObject(const SqlDialect &dialect)
{
    QStringList members;
    for (const RecordColumn column : mutableColumns(dialect))
        members << sql::literal(keyOf(column)) << wantedName(column);
    return dialect.object(members);
}

/// @param value  the expression of a column's new value
template <typename Value> QString assignments(const SqlDialect &dialect, Value value)
{
    QStringList all;
    for (const RecordColumn column : mutableColumns(dialect))
        all += dialect.mapping().column(column).quoted() + u" = "_s + value(column);
    return all.join(u", "_s);
}

/// From the rows of `source`, which has the columns of a ChangeSource, and the values of the whole batch.
QString auditInsert(const SqlDialect &dialect, const QString &source, const QString &after)
{
    return u"INSERT INTO %1 (%2) SELECT op, base_id, undoes, ?, %3, ?, ?, ?, ?, record_id, "
           "COALESCE(prompt_id, ''), action, verdict, sentence, evidence, row_before, %4 FROM %5 RETURNING op_id"_s
               .arg(dialect.auditTable(), auditColumns, dialect.now(), after, source);
}

QString lookColumns(const SqlDialect &dialect, const QString &done)
{
    return u"SELECT a.op, %1, %2, %3, %4, %5"_s.arg(dialect.text(RecordColumn::Status), done,
        dialect.text(RecordColumn::Id), dialect.text(RecordColumn::Provider),
        dialect.text(RecordColumn::PromptId));
}

} // namespace

QList<RecordColumn> mutableColumns(const SqlDialect &dialect)
{
    QList<RecordColumn> columns;
    for (const RecordColumn column : {RecordColumn::Status, RecordColumn::Error, RecordColumn::Outputs,
             RecordColumn::StartedAt, RecordColumn::CompletedAt, RecordColumn::UpdatedAt}) {
        const TableFacts::Column *facts = dialect.catalog().find(dialect.mapping(), column);
        if (facts && facts->mayUpdate)
            columns += column;
    }
    return columns;
}

QVariantList activeValues(const SqlDialect &dialect)
{
    QVariantList values;
    for (const RecordStatus status : allRecordStatuses) {
        if (!isOpen(status))
            continue;
        const QStringList &words = dialect.mapping().wordsOf(status);
        for (const QString &word : words) {
            if (dialect.catalog().hasWord(dialect.mapping(), word))
                values += word;
        }
    }
    return values;
}

QString providerCondition(const SqlDialect &dialect)
{
    if (!dialect.mapping().has(RecordColumn::Provider))
        return {};
    return u" AND "_s + dialect.column(RecordColumn::Provider) + u" = "_s
        + dialect.cast(u"?"_s, RecordColumn::Provider);
}

QVariantList providerValue(const SqlDialect &dialect)
{
    if (!dialect.mapping().has(RecordColumn::Provider))
        return {};
    return {dialect.mapping().provider()};
}

QString recordColumns(const SqlDialect &dialect)
{
    const std::pair<RecordColumn, bool> columns[] = {{RecordColumn::Id, false},
        {RecordColumn::PromptId, false}, {RecordColumn::UserId, false}, {RecordColumn::CharacterId, false},
        {RecordColumn::Type, false}, {RecordColumn::Status, false}, {RecordColumn::Outputs, false},
        {RecordColumn::Error, false}, {RecordColumn::RetryCount, false}, {RecordColumn::StartedAt, true},
        {RecordColumn::CompletedAt, true}, {RecordColumn::CreatedAt, true}, {RecordColumn::UpdatedAt, true}};
    QStringList all;
    for (const auto &[column, isTime] : columns)
        all += shownColumn(dialect, column, isTime);
    if (hasRevisionColumn(dialect))
        all += dialect.shown(RecordColumn::UpdatedAt);
    return all.join(u", "_s);
}

bool hasRevisionColumn(const SqlDialect &dialect)
{
    return dialect.utcText(RecordColumn::UpdatedAt) != dialect.shown(RecordColumn::UpdatedAt);
}

QString openPageStatement(const SqlDialect &dialect, qsizetype words, bool isNext)
{
    const QString id = dialect.column(RecordColumn::Id);
    const QString behind
        = isNext ? u" AND %1 > %2"_s.arg(id, dialect.cast(u"?"_s, RecordColumn::Id)) : QString();
    return u"SELECT %1 FROM %2 AS t WHERE %3%4%5 ORDER BY %6 LIMIT ?"_s.arg(recordColumns(dialect),
        dialect.table(), activeWords(dialect, words), providerCondition(dialect), behind, id);
}

QString rowsForStatement(const SqlDialect &dialect)
{
    const QString among = dialect.among(RecordColumn::PromptId);
    if (!among.isEmpty())
        return u"SELECT %1 FROM %2 AS t WHERE %3%4"_s.arg(
            recordColumns(dialect), dialect.table(), among, providerCondition(dialect));
    return u"WITH %1 SELECT %2 FROM a JOIN %3 AS t ON %4 = %5 WHERE 1 = 1%6"_s.arg(
        dialect.batch({u"prompt"_s}), recordColumns(dialect), dialect.table(),
        dialect.column(RecordColumn::PromptId), dialect.cast(u"a.prompt"_s, RecordColumn::PromptId),
        providerCondition(dialect));
}

QString countStatement(const SqlDialect &dialect)
{
    return u"WITH %1 SELECT a.prompt, count(*) FROM a JOIN %2 AS t ON %3 = %4 WHERE 1 = 1%5 GROUP BY a.prompt"_s
        .arg(dialect.batch({u"prompt"_s}), dialect.table(), dialect.column(RecordColumn::PromptId),
            dialect.cast(u"a.prompt"_s, RecordColumn::PromptId), providerCondition(dialect));
}

ChangeSource updateSource(const SqlDialect &dialect)
{
    const QVariantList active = activeValues(dialect);
    const QString judged = u"%1 = %2 AND %3"_s.arg(dialect.column(RecordColumn::Status),
        dialect.cast(u"a.word"_s, RecordColumn::Status),
        dialect.same(
            dialect.column(RecordColumn::UpdatedAt), dialect.cast(u"a.revision"_s, RecordColumn::UpdatedAt)));
    ChangeSource source;
    source.fields = {u"op"_s, u"base_id"_s, u"id"_s, u"prompt"_s, u"guard"_s, u"word"_s, u"revision"_s,
        u"status"_s, u"keep_error"_s, u"error"_s, u"output"_s, u"started"_s, u"completed"_s, u"action"_s,
        u"verdict"_s, u"sentence"_s, u"evidence"_s};
    source.select
        = u"SELECT a.op, %1 AS row_id, %2 AS record_id, a.base_id, CAST(NULL AS text) AS undoes, "
          "a.prompt AS prompt_id, a.action, a.verdict, a.sentence, a.evidence, "
          "%3 AS row_before, %4 FROM a JOIN %5 WHERE %6%7 "
          "AND ((a.guard = 'open' AND %8) OR (a.guard = 'failed' AND %9))"_s.arg(
              dialect.column(RecordColumn::Id), dialect.text(RecordColumn::Id), rowObject(dialect),
              wantedColumns(dialect, [&](RecordColumn column) { return wantedValue(dialect, column); }),
              keyJoin(dialect, u"a.id"_s), dialect.same(dialect.text(RecordColumn::PromptId), u"a.prompt"_s),
              providerCondition(dialect), activeWords(dialect, active.size()), judged)
        + notDoneBefore(dialect);
    source.values = providerValue(dialect) + active;
    return source;
}

ChangeSource undoSource(const SqlDialect &dialect)
{
    ChangeSource source;
    source.fields = {u"op"_s, u"undoes"_s, u"action"_s, u"verdict"_s, u"sentence"_s, u"evidence"_s};
    source.select
        = u"SELECT a.op, %1 AS row_id, u.record_id AS record_id, u.base_id, a.undoes, u.prompt_id, "
          "a.action, a.verdict, a.sentence, a.evidence, %2 AS row_before, %9 "
          "FROM a JOIN %3 AS u ON u.op_id = a.undoes JOIN %4 "
          "WHERE u.row_before IS NOT NULL%5 AND %6 = %7 AND %8"_s.arg(dialect.column(RecordColumn::Id),
              rowObject(dialect), dialect.auditTable(), keyJoin(dialect, u"u.record_id"_s),
              providerCondition(dialect), dialect.text(RecordColumn::Status),
              dialect.member(u"u.row_after"_s, RecordColumn::Status),
              dialect.same(dialect.column(RecordColumn::UpdatedAt),
                  dialect.cast(
                      dialect.member(u"u.row_after"_s, RecordColumn::UpdatedAt), RecordColumn::UpdatedAt)),
              wantedColumns(dialect,
                  [&](RecordColumn column) {
                      return dialect.cast(dialect.member(u"u.row_before"_s, column), column);
                  }))
        + notDoneBefore(dialect);
    source.values = providerValue(dialect);
    return source;
}

QString changeStatement(const SqlDialect &dialect, const ChangeSource &source)
{
    const QString id = dialect.column(RecordColumn::Id);
    return u"WITH %1, old AS MATERIALIZED (%2 ORDER BY %3 FOR UPDATE OF t), "
           "changed AS (UPDATE %4 AS t SET %5 FROM old WHERE %3 = old.row_id RETURNING old.op, "
           "old.record_id, "
           "old.base_id, old.undoes, old.prompt_id, old.action, old.verdict, old.sentence, old.evidence, "
           "old.row_before, %6 AS row_after) "_s.arg(dialect.batch(source.fields), source.select, id,
               dialect.table(),
               assignments(
                   dialect, [](RecordColumn column) -> QString { return u"old."_s + wantedName(column); }),
               rowObject(dialect))
        + auditInsert(dialect, u"changed"_s, u"row_after"_s);
}

QString acceptStatement(const SqlDialect &dialect, const ChangeSource &source)
{
    return u"WITH "_s + dialect.batch(source.fields) + u' '
        + auditInsert(dialect, u'(' + source.select + u')', wantedObject(dialect));
}

QString carryOutStatement(const SqlDialect &dialect)
{
    return u"UPDATE %1 AS t SET %2 FROM json_each(?) AS e, %3 AS x WHERE x.op_id = e.value AND %4 = x.record_id"_s
        .arg(dialect.table(),
            assignments(dialect,
                [&](RecordColumn column) {
                    return dialect.cast(dialect.member(u"x.row_after"_s, column), column);
                }),
            dialect.auditTable(), dialect.column(RecordColumn::Id));
}

QString updateLookStatement(const SqlDialect &dialect)
{
    return u"WITH "_s + dialect.batch({u"op"_s, u"id"_s}) + u' ' + lookColumns(dialect, u"x.op_id"_s)
        + u" FROM a LEFT JOIN "_s + keyJoin(dialect, u"a.id"_s)
        + u" LEFT JOIN %1 AS x ON x.op_id = a.op"_s.arg(dialect.auditTable());
}

QString undoLookStatement(const SqlDialect &dialect)
{
    const QString audit = dialect.auditTable();
    const QString done
        = u"COALESCE(x.op_id, (SELECT min(y.op_id) FROM %1 AS y WHERE y.undoes = a.undoes))"_s.arg(audit);
    return u"WITH "_s + dialect.batch({u"op"_s, u"undoes"_s}) + u' ' + lookColumns(dialect, done)
        + u" FROM a LEFT JOIN %1 AS u ON u.op_id = a.undoes LEFT JOIN %2 LEFT JOIN %1 AS x ON x.op_id = a.op"_s
              .arg(audit, keyJoin(dialect, u"u.record_id"_s));
}

QStringList insertFields()
{
    return {u"op"_s, u"base_id"_s, u"id"_s, u"prompt"_s, u"user_id"_s, u"character_id"_s, u"type"_s,
        u"status"_s, u"input"_s, u"started"_s, u"action"_s, u"verdict"_s, u"sentence"_s, u"evidence"_s};
}

QString insertAuditStatement(const SqlDialect &dialect)
{
    const QString after = dialect.object({sql::literal(keyOf(RecordColumn::Status)), u"a.status"_s});
    const QString noRow
        = u"CAST(NULL AS %1)"_s.arg(dialect.catalog().audit.columns.value(u"row_before"_s).type);
    return u"WITH "_s + dialect.batch(insertFields()) + u' '
        + auditInsert(dialect,
            u"(SELECT a.op, a.base_id, CAST(NULL AS text) AS undoes, a.id AS record_id, a.prompt AS "
            u"prompt_id, "
            "a.action, a.verdict, a.sentence, a.evidence, %1 AS row_before, %2 AS row_after FROM a "
            "WHERE 1 = 1%3) AS made"_s.arg(noRow, after, notDoneBefore(dialect)),
            u"row_after"_s);
}

QString insertStatement(const SqlDialect &dialect)
{
    const std::pair<RecordColumn, QString> values[] = {{RecordColumn::Id, u"a.id"_s},
        {RecordColumn::PromptId, u"a.prompt"_s}, {RecordColumn::Provider, u"?"_s},
        {RecordColumn::UserId, u"a.user_id"_s}, {RecordColumn::CharacterId, u"a.character_id"_s},
        {RecordColumn::Type, u"a.type"_s}, {RecordColumn::Status, u"a.status"_s},
        {RecordColumn::Input, u"a.input"_s}, {RecordColumn::RetryCount, u"'0'"_s},
        {RecordColumn::StartedAt, dialect.timeValue(u"a.started"_s, RecordColumn::StartedAt)},
        {RecordColumn::CreatedAt, dialect.nowValue(RecordColumn::CreatedAt)},
        {RecordColumn::UpdatedAt, dialect.nowValue(RecordColumn::UpdatedAt)}};
    QStringList columns;
    QStringList expressions;
    for (const auto &[column, value] : values) {
        if (!dialect.mapping().has(column))
            continue;
        columns += dialect.mapping().column(column).quoted();
        expressions += dialect.cast(value, column);
    }
    return u"WITH %1 INSERT INTO %2 (%3) SELECT %4 FROM a"_s.arg(
        dialect.batch(insertFields()), dialect.table(), columns.join(u", "_s), expressions.join(u", "_s));
}

} // namespace emberwatch
