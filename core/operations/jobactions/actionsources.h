// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/comfyui/serverpool.h"
#include "core/jobs/jobstore.h"
#include "core/operations/guardrails.h"
#include "core/operations/jobsettler.h"
#include "core/operations/journal.h"
#include "core/records/recordstore.h"

namespace emberwatch {

/// What actions on single jobs work with. All outlive every call.
struct ActionSources
{
    JobStore *jobs = nullptr;
    RecordStore *records = nullptr; ///< nullptr: it is not known where they are
    comfyui::ServerPool *servers = nullptr;
    Journal *journal = nullptr;
    GuardRails *guard = nullptr; ///< nullptr: there are none
};

/// Who acts, where, by which clock.
using ActionOptions = SettlerOptions;

} // namespace emberwatch
