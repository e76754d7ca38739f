// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jobs/jobstore.h"
#include "core/records/recordstore.h"
#include "core/triage/cleaningcheck.h"

#include <QCoroTask>

namespace emberwatch {

/// What a walk that has just observed is able to do: journal and scripts have answered it, and each deletion
/// says so if they do not any more.
/// @param records  nullptr: it is not known where they are. Both outlive the call
[[nodiscard]] QCoro::Task<CleaningMeans> meansFor(JobStore *jobs, RecordStore *records);

} // namespace emberwatch
