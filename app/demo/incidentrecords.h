// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/incidentplan.h"
#include "core/base/timestamp.h"
#include "core/records/recordstore.h"
#include "core/sql/database.h"

#include <memory>

namespace emberwatch::demo {

/// The records of the incident, as the application would have left them.
class IncidentRecords
{
public:
    /// SQLite: a new file with our own schema. PostgreSQL: an empty database on this machine, which gets the
    /// production's. Errors: Invalid (elsewhere, or not empty), those of the database.
    [[nodiscard]] static Result<std::unique_ptr<IncidentRecords>> prepare(const RecordsAddress &address);

    /// Its rows, if it has any.
    [[nodiscard]] Result<void> add(const StagedJob &job, Timestamp now);

private:
    IncidentRecords(const RecordsAddress &address, std::unique_ptr<sql::Database> database)
        : m_database(std::move(database))
        , m_store(address, SchemaMapping())
    {
    }
    [[nodiscard]] Result<void> addRow(
        const StagedJob &job, RecordStatus status, const QString &id, Timestamp now);
    [[nodiscard]] Result<void> failByUs(const StagedJob &job);

    std::unique_ptr<sql::Database> m_database;
    RecordStore m_store;
};

} // namespace emberwatch::demo
