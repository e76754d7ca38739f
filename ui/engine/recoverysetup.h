// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/actor.h"
#include "core/base/timestamp.h"
#include "core/jobs/jobstate.h"
#include "core/operations/guardrails.h"
#include "core/records/recordsaddress.h"
#include "core/records/recordstore.h"
#include "core/triage/policy.h"

#include <QString>

#include <memory>
#include <optional>

namespace emberwatch {

/// What the procedures of the console are done with.
struct RecoverySetup
{
    Actor actor;
    QString environment;
    QString journalPath;
    QString spoolFolder; ///< where states of tracked jobs wait while Redis is away
    Policy policy;
    std::optional<RecordsAddress> records; ///< nullopt: nothing is said, so they are unknown
    SchemaMapping mapping;
    RecordsOptions recordsOptions;
    GuardedEnvironment guarded; ///< of the same name
    JobSchema schema;
    Clock clock = systemNow; ///< ours
};

/// nullptr: it is not known where they are.
[[nodiscard]] std::unique_ptr<RecordStore> recordStoreOf(const RecoverySetup &setup);

} // namespace emberwatch
