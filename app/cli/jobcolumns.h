// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/joblook.h"
#include "app/cli/texttable.h"

namespace emberwatch::cli {

/// The columns of a job for people: STATUS PROGRESS PROMPT-ID TYPE USER SERVER AGE SILENCE TTL, and the
/// reason as the note.
[[nodiscard]] QList<TableColumn> jobColumns();
[[nodiscard]] TableRow jobRow(const JobLook &look);

} // namespace emberwatch::cli
