// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/configlines.h"
#include "core/records/schemamapping.h"

namespace emberwatch {

/// The mapping of job records from its settings:
///
///     schema, table, audit-table, provider, time-zone
///     column.promptId = external_job_id    # by keyOf(RecordColumn); empty: the table has none
///     status.completed = done, finished    # the first is written, all are read; empty: there is none
///     type.image_generation = image        # the database's word for a type word of Redis
///
/// Errors: Parse, "NAME, line 4: REASON".
/// @param lines  of the one section
/// @param name   of the file
[[nodiscard]] Result<SchemaMapping> mappingFrom(const QList<ConfigLine> &lines, const QString &name);

} // namespace emberwatch
