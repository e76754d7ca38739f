// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jobs/jobdocument.h"
#include "core/jobs/jobstore.h"
#include "core/triage/evidence.h"

namespace emberwatch {

/// What one reading of a key says of its job.
struct StateReading
{
    RedisEvidence redis;
    QString type;
    QString userId;
    QString clientId; ///< empty: none
    QString serverUrl; ///< empty: not said
};

/// The reading as evidence. What gives reason to doubt makes it corrupt (verdicts.md 3); its status is told
/// all the same, where it can be read.
[[nodiscard]] StateReading stateReadingOf(
    const JobReading &reading, const JobSchema &schema, const ServerEpoch &epoch, JobParser &parser);

/// For a key that could not be read.
[[nodiscard]] RedisEvidence unreadState(const PromptId &id, const JobSchema &schema, const Error &why);

} // namespace emberwatch
