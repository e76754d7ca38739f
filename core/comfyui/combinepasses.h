// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/comfyui/jobevidence.h"

#include <QList>

#include <chrono>

namespace emberwatch::comfyui {

/// What two passes say of a prompt together.
struct CombinedEvidence
{
    JobEvidence evidence; ///< the later reading, weakened where it alone does not suffice
    /// The readings differ: the job is on the move and gets no verdict yet (verdicts.md 2, rule 7).
    bool hasChanged = false;
    bool operator==(const CombinedEvidence &) const = default;
};

/// Absent counts only where both passes say so, at least `grace` apart; else it becomes Unknown, with the
/// reason. An end is an end after one pass. Pure. Source: verdicts.md 2, rules 1, 2 and 7.
/// @param second  nullptr: the prompt was asked about once
[[nodiscard]] CombinedEvidence combinePasses(
    const JobEvidence &first, const JobEvidence *second, std::chrono::milliseconds grace);

/// The same for lists, by promptId: one for each prompt of `first`, in its order.
[[nodiscard]] QList<CombinedEvidence> combinePasses(
    const QList<JobEvidence> &first, const QList<JobEvidence> &second, std::chrono::milliseconds grace);

} // namespace emberwatch::comfyui
