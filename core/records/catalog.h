// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/records/schemamapping.h"
#include "core/sql/database.h"

#include <QHash>
#include <QStringList>

namespace emberwatch {

/// What the database itself says of a table.
struct TableFacts
{
    struct Column
    {
        QString type; ///< as it stands in a CAST, quoted where it must be: "uuid", "job_status"
        bool isEnum = false;
        QStringList enumWords;
        bool maySelect = true;
        bool mayUpdate = true;
        bool mayInsert = true;
    };
    bool exists = false;
    QHash<QString, Column> columns; ///< by name
};

/// What the database says of both tables of a mapping, of itself and of us.
struct Catalog
{
    QString server; ///< "PostgreSQL 15.18", "SQLite 3.40.1"
    int serverVersion = 0; ///< 150004 for PostgreSQL 15.4; SQLite: 0
    bool isReadOnly = false; ///< a replica, or a session or file that may not be written
    TableFacts jobs;
    TableFacts audit;

    [[nodiscard]] const TableFacts::Column *find(const SchemaMapping &mapping, RecordColumn column) const;
    /// A status word may be asked for: the type of the column has it, or is no enum.
    [[nodiscard]] bool hasWord(const SchemaMapping &mapping, const QString &statusWord) const;
};

/// How the mapped tables are written in a statement: "schema"."table".
[[nodiscard]] QString qualified(const SchemaMapping &mapping, const sql::Name &table);

[[nodiscard]] sql::SqlResult<Catalog> readCatalog(sql::Database &database, const SchemaMapping &mapping);

} // namespace emberwatch
