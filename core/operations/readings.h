// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/comfyui/jobevidence.h"
#include "core/jobs/jobstate.h"
#include "core/records/jobrecord.h"
#include "core/triage/evidence.h"

namespace emberwatch {

// The words of the three sources as triage reads them.

[[nodiscard]] RedisReading readingOf(JobStatus status);
[[nodiscard]] RecordReading readingOf(RecordStatus status);
[[nodiscard]] ComfyReading readingOf(comfyui::Presence presence);

/// The row as a guard compares it.
[[nodiscard]] JudgedRow judgedRowOf(const JobRecord &record);

} // namespace emberwatch
