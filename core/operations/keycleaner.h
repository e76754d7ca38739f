// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/jobsettler.h"

namespace emberwatch {

/// JobSettler::clean(): deletes each key if it holds exactly the judged bytes and nobody has written since,
/// its snapshot on disk first.
[[nodiscard]] QCoro::Task<Result<QList<CleanedKey>>> cleanKeys(
    JobStore *jobs, Journal *journal, SettlerOptions options, BatchId batch, QList<Cleaning> keys);

} // namespace emberwatch
