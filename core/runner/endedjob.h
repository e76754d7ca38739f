// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/comfyui/jobevidence.h"
#include "core/jobs/jobstate.h"
#include "core/operations/settlement.h"
#include "core/records/jobrecord.h"

#include <QByteArray>

#include <optional>

namespace emberwatch {

/// A job that its server has ended, or twice never heard of, as it is handed over to be settled.
struct EndedJob
{
    PromptId promptId;
    QByteArray standing; ///< its bytes in Redis, as far as we know
    comfyui::JobEvidence evidence; ///< done-ok, done-error, interrupted or absent
    bool wasTried = false; ///< by us: a terminal status that stands there may be ours
    bool operator==(const EndedJob &) const = default;
};

/// What the settling of it is. Pure; by the table of verdicts.md, so that a recovery that judges the same job
/// comes to the same operation.
///
/// @param row  of its record; nullopt: it has none
/// @param epoch  of the Redis that holds it
/// @return nullopt where there is nothing readable under the key
[[nodiscard]] std::optional<Settlement> settlementOf(
    const EndedJob &job, const std::optional<JobRecord> &row, const ServerEpoch &epoch);

/// "completed" for the operator, or why not: "KSampler (node 3): out of memory".
[[nodiscard]] QString endSentence(const comfyui::JobEvidence &evidence);

} // namespace emberwatch
