// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/records/sqldialect.h"

#include <QString>
#include <QVariantList>

namespace emberwatch {

/// The columns that an update changes: those that are mapped and that this user may change.
[[nodiscard]] QList<RecordColumn> mutableColumns(const SqlDialect &dialect);

/// Where rows of other providers are in the table: " AND t.provider = ?", with what to bind; else nothing.
[[nodiscard]] QString providerCondition(const SqlDialect &dialect);
[[nodiscard]] QVariantList providerValue(const SqlDialect &dialect);

/// The columns of a JobRecord in their order, then the exact updated_at where hasRevisionColumn() says so.
[[nodiscard]] QString recordColumns(const SqlDialect &dialect);
/// updated_at in UTC is another text than the exact one.
[[nodiscard]] bool hasRevisionColumn(const SqlDialect &dialect);

/// The database's words for queued and processing.
[[nodiscard]] QVariantList activeValues(const SqlDialect &dialect);

/// Open rows in the order of their keys. Values: the words, the provider, the key before (if `isNext`), the
/// limit.
[[nodiscard]] QString openPageStatement(const SqlDialect &dialect, qsizetype words, bool isNext);
/// Values: batch (prompt), provider.
[[nodiscard]] QString rowsForStatement(const SqlDialect &dialect);
/// promptId and number of rows. Values as rowsForStatement().
[[nodiscard]] QString countStatement(const SqlDialect &dialect);

/// What decides a change: which rows of a batch still stand as they were judged, what they are before, and
/// what they are to become. Both as JSON objects of texts, so that an undo restores exactly.
struct ChangeSource
{
    QString select; ///< columns op, row_id, record_id, base_id, undoes, prompt_id, action, verdict, sentence,
                    ///< evidence, row_before, and wanted_... for each of mutableColumns()
    QStringList fields; ///< of the batch
    QVariantList values; ///< behind the batch
};
[[nodiscard]] ChangeSource updateSource(const SqlDialect &dialect);
[[nodiscard]] ChangeSource undoSource(const SqlDialect &dialect);

/// PostgreSQL: locks the rows in the order of their keys, changes them and writes the audit rows, all in one.
/// Answers the op ids of what was changed. Values: batch, source's, then auditValues().
[[nodiscard]] QString changeStatement(const SqlDialect &dialect, const ChangeSource &source);
/// SQLite, where one statement cannot do both: first the audit rows, with the same answer and values, ...
[[nodiscard]] QString acceptStatement(const SqlDialect &dialect, const ChangeSource &source);
/// ... then the rows from them. Values: a JSON array of the op ids.
[[nodiscard]] QString carryOutStatement(const SqlDialect &dialect);

/// Why a change was not made: op, status word, op id in the audit table, the row's id (NULL: there is none),
/// provider, promptId. Values: batch.
[[nodiscard]] QString updateLookStatement(const SqlDialect &dialect);
[[nodiscard]] QString undoLookStatement(const SqlDialect &dialect);

/// The audit row of an insert. Values: batch (insertFields()), auditValues().
[[nodiscard]] QString insertAuditStatement(const SqlDialect &dialect);
/// Values: batch, the provider if there is such a column.
[[nodiscard]] QString insertStatement(const SqlDialect &dialect);
[[nodiscard]] QStringList insertFields();

} // namespace emberwatch
