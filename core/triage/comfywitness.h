// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/triage/evidence.h"
#include "core/triage/policy.h"

namespace emberwatch {

/// What the two passes over ComfyUI amount to.
struct ComfyWitness
{
    ComfyReading reading = ComfyReading::Unknown;
    /// Not yet an answer: absent in one pass only, in two that are too close, or changed between them.
    bool isSettling = false;
    bool isStalled = false; ///< live in both passes without movement beyond the limit
    bool operator==(const ComfyWitness &) const = default;
};

/// Rules 1 to 4 and 7 of verdicts.md 2.
///
/// - Unknown never turns into absent: one pass without an answer and one with absent are unknown.
/// - Absent takes two passes at least `grace` apart, each answered by every server that was asked.
/// - One pass suffices for positive evidence.
/// - An end that the first pass saw stands where the second does not find it any more, or gives no answer:
///   positive evidence outranks silence, and a server that lost its history must not make a completed job
///   failed.
/// - From pending to running is movement, not change.
[[nodiscard]] ComfyWitness witnessOf(const ComfyEvidence &evidence, const TypePolicy &limits);

} // namespace emberwatch
