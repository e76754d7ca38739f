// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/triage/evidencelines.h"
#include "core/triage/plan.h"

#include <QString>

#include <array>

namespace emberwatch {

/// What the three sources are compared by, line by line.
enum class ComparedLine : quint8
{
    Status,
    Progress,
    User,
    Server,
    Outputs,
    Changed,
};
constexpr size_t comparedLineCount = static_cast<size_t>(ComparedLine::Changed) + 1;
[[nodiscard]] QString titleOf(ComparedLine line);

/// One line of one source.
struct ComparedValue
{
    QString text; ///< plain, escaped; "—": this source does not say
    bool isSaid = false;
    bool differs = false; ///< it cannot be true together with what another source says
    bool isCode = false;
    bool operator==(const ComparedValue &) const = default;
};

/// What one source says of a job: the same lines for each, in the same order.
struct SourceReading
{
    EvidenceSource source = EvidenceSource::Redis;
    QString title; ///< "Redis", "ComfyUI on gpu-2"
    Timestamp at; ///< Redis: its server's clock. Else ours. The epoch: it was not read
    std::array<ComparedValue, comparedLineCount> lines;
    QString foot; ///< which request was made, and what became of it
    bool operator==(const SourceReading &) const = default;

    [[nodiscard]] const ComparedValue &line(ComparedLine which) const
    {
        return lines[static_cast<size_t>(which)];
    }
};

/// Redis, the database, ComfyUI.
[[nodiscard]] std::array<SourceReading, 3> comparedSources(const JudgedJob &job);

} // namespace emberwatch
