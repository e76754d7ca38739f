// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/records/recordstatus.h"
#include "core/sql/name.h"

#include <QHash>
#include <QMap>
#include <QString>
#include <QStringList>

#include <array>

namespace emberwatch {

/// The columns that a job record has for us.
enum class RecordColumn : quint8
{
    Id,
    PromptId,
    Provider,
    Type,
    Status,
    UserId,
    CharacterId,
    Input,
    Outputs,
    Error,
    RetryCount,
    StartedAt,
    CompletedAt,
    CreatedAt,
    UpdatedAt
};
inline constexpr int recordColumnCount = 15;
inline constexpr std::array<RecordColumn, recordColumnCount> allRecordColumns{RecordColumn::Id,
    RecordColumn::PromptId, RecordColumn::Provider, RecordColumn::Type, RecordColumn::Status,
    RecordColumn::UserId, RecordColumn::CharacterId, RecordColumn::Input, RecordColumn::Outputs,
    RecordColumn::Error, RecordColumn::RetryCount, RecordColumn::StartedAt, RecordColumn::CompletedAt,
    RecordColumn::CreatedAt, RecordColumn::UpdatedAt};

/// How a mapping names a column of ours: "id", "promptId", "provider", "type", "status", "userId",
/// "characterId", "input", "output", "error", "retryCount", "startedAt", "completedAt", "createdAt",
/// "updatedAt".
[[nodiscard]] QString keyOf(RecordColumn column);
/// Without these no record can be read, or none be updated safely: id, promptId, type, status, updatedAt.
[[nodiscard]] bool isRequired(RecordColumn column);

/// What an environment's configuration says of the table, as text. Defaults: production (design.md 1).
struct MappingText
{
    QString schema; ///< empty: the connection's search path decides
    QString table = QStringLiteral("generation_jobs");
    QString auditTable = QStringLiteral("emberwatch_audit"); ///< in the same schema
    /// By keyOf(); what is absent has its default, what is empty does not exist in the table.
    QMap<QString, QString> columns;
    /// Value of the provider column in ComfyUI's rows; rows of others are none of our business.
    QString provider = QStringLiteral("comfyui");
    /// The database's words for each of ours; the first is written, all are read. Absent: the word itself.
    /// Empty list: the database has no such status.
    QMap<QString, QStringList> statusWords;
    /// The database's word for each type word of Redis; what is absent has the same word.
    QMap<QString, QString> typeWords;
    /// The zone of times that are stored without one.
    QString timeZone = QStringLiteral("UTC");
    bool operator==(const MappingText &) const = default;
};

/// A mapping that has been read: every name is safe in a statement, every word is known in both directions.
class SchemaMapping
{
public:
    /// The production shape.
    SchemaMapping();
    /// Errors: Invalid: a name against the rule (sql::Name), an unknown column or status key, one word for
    /// two statuses, a required column left out.
    [[nodiscard]] static Result<SchemaMapping> read(const MappingText &text);

    [[nodiscard]] const sql::Name &schema() const { return m_schema; }
    [[nodiscard]] const sql::Name &table() const { return m_table; }
    [[nodiscard]] const sql::Name &auditTable() const { return m_auditTable; }
    [[nodiscard]] const sql::Name &column(RecordColumn column) const
    {
        return m_columns.at(static_cast<size_t>(column));
    }
    [[nodiscard]] bool has(RecordColumn column) const { return !this->column(column).isEmpty(); }
    [[nodiscard]] const QString &provider() const { return m_provider; }
    [[nodiscard]] const QString &timeZone() const { return m_timeZone; }

    [[nodiscard]] const QStringList &wordsOf(RecordStatus status) const
    {
        return m_statusWords.at(static_cast<size_t>(status));
    }
    [[nodiscard]] std::optional<RecordStatus> statusOf(const QString &word) const;
    /// Redis's word for a type from the database's and back; the word itself where nothing is mapped.
    [[nodiscard]] QString typeFromDatabase(const QString &word) const;
    [[nodiscard]] QString typeForDatabase(const QString &word) const;
    [[nodiscard]] QStringList mappedTypeWords() const { return m_typeToDatabase.values(); }

    /// The schema of an address ("?schema=") holds where the mapping names none.
    void setDefaultSchema(const sql::Name &schema);

private:
    [[nodiscard]] Result<void> readAll(const MappingText &text);
    [[nodiscard]] Result<void> readNames(const MappingText &text);
    [[nodiscard]] Result<void> readColumns(const MappingText &text);
    [[nodiscard]] Result<void> readStatusWords(const MappingText &text);
    [[nodiscard]] Result<void> readTypeWords(const MappingText &text);

    sql::Name m_schema;
    sql::Name m_table;
    sql::Name m_auditTable;
    std::array<sql::Name, recordColumnCount> m_columns;
    QString m_provider;
    QString m_timeZone;
    std::array<QStringList, std::size(allRecordStatuses)> m_statusWords;
    QHash<QString, QString> m_typeToDatabase;
    QHash<QString, QString> m_typeFromDatabase;
};

} // namespace emberwatch
