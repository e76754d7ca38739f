// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/records/schemamapping.h"
#include "core/sql/backend.h"

#include <QList>
#include <QString>

namespace emberwatch {

struct Catalog;

/// Something that the mapping asks for and the database does not have.
struct RecordsFinding
{
    enum class What
    {
        NotSetUp, ///< the embedded database before `records init`
        Table,
        Column,
        ColumnType, ///< there, but of a type that we cannot use
        EnumValue,
        Right,
        AuditTable,
        ReadOnly
    };
    /// What does not work because of it.
    enum class Stops
    {
        Reading, ///< and so everything
        Updating,
        Inserting,
        Nothing ///< worth knowing
    };
    What what = What::Table;
    Stops stops = Stops::Reading;
    QString name; ///< of the table, column, word or right
    QString text; ///< a sentence: what is missing and what would mend it
    bool operator==(const RecordsFinding &) const = default;
};

/// A database held against a mapping.
struct RecordsCheck
{
    QString server; ///< "PostgreSQL 15.18"; empty: there is no database, as stated
    QList<RecordsFinding> findings;
    bool knowsCancelled = true; ///< `cancelled` can be written

    [[nodiscard]] bool canRead() const { return !stops(RecordsFinding::Stops::Reading); }
    [[nodiscard]] bool canUpdate() const { return canRead() && !stops(RecordsFinding::Stops::Updating); }
    [[nodiscard]] bool canInsert() const { return canUpdate() && !stops(RecordsFinding::Stops::Inserting); }
    [[nodiscard]] bool stops(RecordsFinding::Stops what) const;
    /// Why reading, updating or inserting does not work: the findings that stop it.
    [[nodiscard]] Error whyNot(RecordsFinding::Stops what) const;
};

[[nodiscard]] RecordsCheck checkRecords(
    const Catalog &catalog, const SchemaMapping &mapping, sql::Backend backend);

} // namespace emberwatch
