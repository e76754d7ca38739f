// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/records/recordscheck.h"

#include "core/records/catalog.h"

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;
using What = RecordsFinding::What;
using Stops = RecordsFinding::Stops;

namespace {

/// Collects what is missing, part by part.
class Examination
{
public:
    Examination(const Catalog &catalog, const SchemaMapping &mapping, sql::Backend backend)
        : m_catalog(catalog)
        , m_mapping(mapping)
        , m_backend(backend)
    {
        m_check.server = catalog.server;
    }

    RecordsCheck run()
    {
        if (!m_catalog.jobs.exists) {
            missingTable();
            return m_check;
        }
        for (const RecordColumn column : allRecordColumns)
            examine(column);
        for (const RecordStatus status : allRecordStatuses)
            examine(status);
        const QStringList types = m_mapping.mappedTypeWords();
        for (const QString &word : types)
            examineWord(RecordColumn::Type, word, Stops::Inserting);
        examineAudit();
        if (m_backend == sql::Backend::Sqlite && m_mapping.timeZone() != u"UTC")
            add(What::ColumnType, Stops::Reading, m_mapping.timeZone(),
                u"SQLite keeps times in UTC; the mapping says %1"_s.arg(m_mapping.timeZone()));
        if (m_catalog.isReadOnly)
            add(What::ReadOnly, Stops::Updating, {},
                u"the database takes no writes: a replica, or read-only"_s);
        return m_check;
    }

private:
    void add(What what, Stops stops, const QString &name, const QString &text)
    {
        m_check.findings.push_back({what, stops, name, text});
    }

    void missingTable()
    {
        const QString table = m_mapping.table().text();
        if (m_backend == sql::Backend::Sqlite)
            add(What::NotSetUp, Stops::Reading, table,
                u"there is no table %1: an empty file is no answer; emberwatch records init sets it up"_s.arg(
                    table));
        else
            add(What::Table, Stops::Reading, table,
                u"there is no table %1, or this user may not see it"_s.arg(
                    qualified(m_mapping, m_mapping.table())));
    }

    void examine(RecordColumn column)
    {
        if (!m_mapping.has(column))
            return;
        const QString name = m_mapping.column(column).text();
        const TableFacts::Column *facts = m_catalog.find(m_mapping, column);
        if (!facts) {
            add(What::Column, Stops::Reading, name,
                u"the table %1 has no column %2, which the mapping has for %3"_s.arg(
                    m_mapping.table().text(), name, keyOf(column)));
            return;
        }
        examineType(column, *facts);
        // The input is only ever written, by our own JobRunner.
        if (!facts->maySelect && column != RecordColumn::Input)
            add(What::Right, Stops::Reading, name, missingRight(u"SELECT"_s, name));
        if (!facts->mayUpdate && isWritten(column))
            add(What::Right, Stops::Updating, name, missingRight(u"UPDATE"_s, name));
        if (!facts->mayUpdate && column == RecordColumn::StartedAt) // only who runs jobs sets it
            add(What::Right, Stops::Inserting, name, missingRight(u"UPDATE"_s, name));
        if (!facts->mayInsert)
            add(What::Right, Stops::Inserting, name, missingRight(u"INSERT"_s, name));
    }

    void examineType(RecordColumn column, const TableFacts::Column &facts)
    {
        const bool isTime = column == RecordColumn::StartedAt || column == RecordColumn::CompletedAt
            || column == RecordColumn::CreatedAt || column == RecordColumn::UpdatedAt;
        const bool isGood = !isTime
            || (m_backend == sql::Backend::Postgres
                    ? facts.type.startsWith("timestamp"_L1)
                    : !facts.type.contains("int"_L1) && facts.type != u"real");
        if (!isGood)
            add(What::ColumnType, Stops::Reading, m_mapping.column(column).text(),
                u"the column %1 is %2; a time is expected"_s.arg(
                    m_mapping.column(column).text(), facts.type));
    }

    static bool isWritten(RecordColumn column)
    {
        return column == RecordColumn::Status || column == RecordColumn::Error
            || column == RecordColumn::Outputs || column == RecordColumn::CompletedAt
            || column == RecordColumn::UpdatedAt;
    }

    [[nodiscard]] QString missingRight(const QString &right, const QString &column) const
    {
        return u"this user has no right to %1 the column %2 of %3"_s.arg(
            right, column, m_mapping.table().text());
    }

    /// Of several words the first is written, so it must be there; one that is only read may be missing.
    void examine(RecordStatus status)
    {
        const QStringList words = m_mapping.wordsOf(status);
        if (words.isEmpty()) {
            m_check.knowsCancelled = false; // the only status that may have none
            return;
        }
        const bool isThere = examineWord(RecordColumn::Status, words.front(),
            status == RecordStatus::Cancelled ? Stops::Nothing : Stops::Updating);
        if (status == RecordStatus::Cancelled)
            m_check.knowsCancelled = isThere;
    }

    bool examineWord(RecordColumn column, const QString &word, Stops stops)
    {
        const TableFacts::Column *facts = m_catalog.find(m_mapping, column);
        if (!facts || !facts->isEnum || facts->enumWords.contains(word))
            return true;
        add(What::EnumValue, stops, word,
            u"the type %1 of the column %2 has no value '%3'; it has %4"_s.arg(
                facts->type, m_mapping.column(column).text(), word, facts->enumWords.join(u", "_s)));
        return false;
    }

    void examineAudit()
    {
        const QString name = m_mapping.auditTable().text();
        if (!m_catalog.audit.exists) {
            add(What::AuditTable, Stops::Updating, name,
                u"there is no audit table %1, without which nothing is written; emberwatch records init makes it"_s
                    .arg(name));
            return;
        }
        const auto &columns = m_catalog.audit.columns;
        static const QStringList expected{u"op_id"_s, u"base_id"_s, u"undoes"_s, u"batch_id"_s, u"at"_s,
            u"operator"_s, u"host"_s, u"program"_s, u"environment"_s, u"record_id"_s, u"prompt_id"_s,
            u"action"_s, u"verdict"_s, u"sentence"_s, u"evidence"_s, u"row_before"_s, u"row_after"_s};
        for (const QString &column : expected) {
            const auto found = columns.constFind(column);
            if (found == columns.constEnd())
                add(What::Column, Stops::Updating, column,
                    u"the audit table %1 has no column %2"_s.arg(name, column));
            else if (!found->maySelect || !found->mayInsert)
                add(What::Right, Stops::Updating, column,
                    u"this user has no right to SELECT and INSERT the column %1 of %2"_s.arg(column, name));
        }
    }

    const Catalog &m_catalog;
    const SchemaMapping &m_mapping;
    sql::Backend m_backend;
    RecordsCheck m_check;
};

Error::Kind kindOf(What what)
{
    switch (what) {
    case What::NotSetUp:
        return Error::Kind::NotFound;
    case What::Right:
        return Error::Kind::Permission;
    case What::ReadOnly:
        return Error::Kind::ReadOnly;
    case What::Table:
    case What::Column:
    case What::ColumnType:
    case What::EnumValue:
    case What::AuditTable:
        return Error::Kind::Invalid;
    }
    return Error::Kind::Invalid;
}

} // namespace

bool RecordsCheck::stops(Stops what) const
{
    return std::any_of(findings.begin(), findings.end(),
        [what](const RecordsFinding &finding) { return finding.stops == what; });
}

Error RecordsCheck::whyNot(Stops what) const
{
    std::optional<Error> error;
    QStringList texts;
    for (const RecordsFinding &finding : findings) {
        if (finding.stops > what)
            continue;
        if (!error)
            error = Error{kindOf(finding.what), {}};
        texts += finding.text;
    }
    if (!error)
        return {Error::Kind::Invalid, u"records: nothing is missing"_s};
    error->message = u"records: "_s + texts.join(u"; "_s);
    return *error;
}

RecordsCheck checkRecords(const Catalog &catalog, const SchemaMapping &mapping, sql::Backend backend)
{
    return Examination(catalog, mapping, backend).run();
}

} // namespace emberwatch
