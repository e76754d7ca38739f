// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/records/schemamapping.h"

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

struct ColumnFacts
{
    RecordColumn column;
    QStringView key;
    QStringView productionName;
    bool isRequired;
};

constexpr ColumnFacts columnFacts[] = {
    {RecordColumn::Id, u"id", u"id", true},
    {RecordColumn::PromptId, u"promptId", u"external_job_id", true},
    {RecordColumn::Provider, u"provider", u"external_provider", false},
    {RecordColumn::Type, u"type", u"type", true},
    {RecordColumn::Status, u"status", u"status", true},
    {RecordColumn::UserId, u"userId", u"user_id", false},
    {RecordColumn::CharacterId, u"characterId", u"character_id", false},
    {RecordColumn::Input, u"input", u"input", false},
    {RecordColumn::Outputs, u"output", u"output", false},
    {RecordColumn::Error, u"error", u"error", false},
    {RecordColumn::RetryCount, u"retryCount", u"retry_count", false},
    {RecordColumn::StartedAt, u"startedAt", u"started_at", false},
    {RecordColumn::CompletedAt, u"completedAt", u"completed_at", false},
    {RecordColumn::CreatedAt, u"createdAt", u"created_at", false},
    {RecordColumn::UpdatedAt, u"updatedAt", u"updated_at", true},
};
static_assert(std::size(columnFacts) == recordColumnCount);

const ColumnFacts &factsOf(RecordColumn column)
{
    return columnFacts[static_cast<size_t>(column)];
}

tl::unexpected<Error> wrong(const QString &what)
{
    return failure(Error::Kind::Invalid, u"records mapping: "_s + what);
}

QString ours(RecordStatus status)
{
    return QString::fromLatin1(wordOf(status));
}

Result<sql::Name> readName(const QString &what, const QString &text)
{
    const Result<sql::Name> name = sql::Name::parse(text);
    if (!name)
        return wrong(what + u": "_s + name.error().message);
    return name;
}

/// It stands in statements as a constant; a name of the zone database has no more than this.
bool isZoneName(const QString &text)
{
    const auto isGood = [](QChar c) {
        return (c >= u'A' && c <= u'Z') || (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'_'
            || c == u'/' || c == u'+' || c == u'-';
    };
    return !text.isEmpty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), isGood);
}

} // namespace

QString keyOf(RecordColumn column)
{
    return factsOf(column).key.toString();
}

bool isRequired(RecordColumn column)
{
    return factsOf(column).isRequired;
}

SchemaMapping::SchemaMapping()
{
    const Result<void> isGood = readAll(MappingText());
    Q_ASSERT(isGood);
}

Result<SchemaMapping> SchemaMapping::read(const MappingText &text)
{
    SchemaMapping mapping;
    const Result<void> isGood = mapping.readAll(text);
    if (!isGood)
        return tl::make_unexpected(isGood.error());
    return mapping;
}

Result<void> SchemaMapping::readAll(const MappingText &text)
{
    m_provider = text.provider;
    m_timeZone = text.timeZone;
    if (!isZoneName(text.timeZone))
        return wrong(u"the time zone is a name such as UTC or Europe/Berlin"_s);
    return readNames(text)
        .and_then([&] { return readColumns(text); })
        .and_then([&] { return readStatusWords(text); })
        .and_then([&] { return readTypeWords(text); });
}

Result<void> SchemaMapping::readNames(const MappingText &text)
{
    const Result<sql::Name> table = readName(u"table"_s, text.table);
    if (!table)
        return tl::make_unexpected(table.error());
    const Result<sql::Name> audit = readName(u"audit table"_s, text.auditTable);
    if (!audit)
        return tl::make_unexpected(audit.error());
    const Result<sql::Name> schema
        = text.schema.isEmpty() ? Result<sql::Name>() : readName(u"schema"_s, text.schema);
    if (!schema)
        return tl::make_unexpected(schema.error());
    if (*table == *audit)
        return wrong(u"the audit table is a table of its own"_s);
    m_table = *table;
    m_auditTable = *audit;
    m_schema = *schema;
    return {};
}

Result<void> SchemaMapping::readColumns(const MappingText &text)
{
    QMap<QString, QString> left = text.columns;
    QStringList taken;
    for (const ColumnFacts &facts : columnFacts) {
        const QString key = facts.key.toString();
        const QString given = left.contains(key) ? left.take(key) : facts.productionName.toString();
        sql::Name &column = m_columns.at(static_cast<size_t>(facts.column));
        column = {};
        if (given.isEmpty() && facts.isRequired)
            return wrong(u"there has to be a column for %1"_s.arg(key));
        if (given.isEmpty())
            continue;
        const Result<sql::Name> name = readName(u"column for "_s + key, given);
        if (!name)
            return tl::make_unexpected(name.error());
        if (taken.contains(given))
            return wrong(u"the column %1 stands for two things"_s.arg(given));
        taken += given;
        column = *name;
    }
    if (!left.isEmpty())
        return wrong(u"\"%1\" is none of the columns that a record has"_s.arg(left.firstKey()));
    return {};
}

Result<void> SchemaMapping::readStatusWords(const MappingText &text)
{
    QMap<QString, QStringList> left = text.statusWords;
    QStringList taken;
    for (const RecordStatus status : allRecordStatuses) {
        const QString key = ours(status);
        const QStringList words = left.contains(key) ? left.take(key) : QStringList{key};
        if (words.isEmpty() && status != RecordStatus::Cancelled)
            return wrong(u"there has to be a word for the status %1"_s.arg(key));
        for (const QString &word : words) {
            if (word.isEmpty() || taken.contains(word))
                return wrong(u"the status word \"%1\" is empty or stands for two statuses"_s.arg(word));
            taken += word;
        }
        m_statusWords.at(static_cast<size_t>(status)) = words;
    }
    if (!left.isEmpty())
        return wrong(
            u"\"%1\" is none of queued, processing, completed, failed, cancelled"_s.arg(left.firstKey()));
    return {};
}

Result<void> SchemaMapping::readTypeWords(const MappingText &text)
{
    m_typeToDatabase.clear();
    m_typeFromDatabase.clear();
    for (auto word = text.typeWords.begin(); word != text.typeWords.end(); ++word) {
        if (word.key().isEmpty() || word.value().isEmpty() || m_typeFromDatabase.contains(word.value()))
            return wrong(u"the type word \"%1\" is empty or stands for two types"_s.arg(word.value()));
        m_typeToDatabase.insert(word.key(), word.value());
        m_typeFromDatabase.insert(word.value(), word.key());
    }
    return {};
}

std::optional<RecordStatus> SchemaMapping::statusOf(const QString &word) const
{
    for (const RecordStatus status : allRecordStatuses) {
        if (wordsOf(status).contains(word))
            return status;
    }
    return std::nullopt;
}

QString SchemaMapping::typeFromDatabase(const QString &word) const
{
    return m_typeFromDatabase.value(word, word);
}

QString SchemaMapping::typeForDatabase(const QString &word) const
{
    return m_typeToDatabase.value(word, word);
}

void SchemaMapping::setDefaultSchema(const sql::Name &schema)
{
    if (m_schema.isEmpty())
        m_schema = schema;
}

} // namespace emberwatch
