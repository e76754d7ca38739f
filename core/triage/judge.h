// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/triage/evidence.h"
#include "core/triage/judgement.h"
#include "core/triage/policy.h"

namespace emberwatch {

/// What happened to a job, and what may be done about it: verdicts.md, sections 2 and 4. No I/O, no clock.
///
/// @param now  our clock; nothing is measured with it, it dates the judgement
[[nodiscard]] Judgement judge(const Evidence &evidence, const Policy &policy, Timestamp now);

} // namespace emberwatch
