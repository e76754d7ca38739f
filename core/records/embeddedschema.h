// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/records/schemamapping.h"
#include "core/sql/database.h"

#include <QStringList>

namespace emberwatch {

/// "EMBR": says that a SQLite file is ours.
inline constexpr int recordsApplicationId = 0x454D4252;

/// Brings the embedded database to our newest schema: the production shape's table and columns, and the audit
/// table. Each step is a transaction; carried out again, it changes nothing.
/// @return the schema's version. Errors: Conflict: the file belongs to another program, or to a newer version
/// of this one.
[[nodiscard]] Result<int> migrateEmbedded(sql::Database &database);

/// Makes PostgreSQL's audit table where there is none. The job table is the application's and is left alone.
[[nodiscard]] QStringList postgresAuditSchema(const SchemaMapping &mapping);

} // namespace emberwatch
