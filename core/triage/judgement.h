// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/timestamp.h"
#include "core/triage/action.h"
#include "core/triage/comfywitness.h"
#include "core/triage/verdict.h"
#include "core/triage/verdicttable.h"

#include <chrono>
#include <optional>

namespace emberwatch {

/// How long a judgement may be acted on (correctness.md 3).
constexpr std::chrono::seconds judgementHolds{30};

/// What one job's evidence comes to. Small, so that a million of them are made in a second: its sentence, its
/// lines of evidence and the limits it rests on are made of it and the evidence when they are looked at
/// (sentenceOf, evidenceLinesOf, limitsOf).
struct Judgement
{
    Verdict verdict = Verdict::Unverifiable;
    VerdictFlags flags;
    TableRow row = TableRow::NoAnswer; ///< the row that matched
    /// Corrupt: what the other two sources would say with Redis absent.
    std::optional<Verdict> beside;
    Action proposed = Action::Wait; ///< always as a plan first
    ComfyWitness comfy; ///< what the passes amount to
    Timestamp judgedAt; ///< our clock
    bool operator==(const Judgement &) const = default;

    [[nodiscard]] bool isValidAt(Timestamp now) const
    {
        return now >= judgedAt && now - judgedAt <= judgementHolds;
    }
};

} // namespace emberwatch
