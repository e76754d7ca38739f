// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/triage/plan.h"

#include <QString>

namespace emberwatch::cli {

/// A plan that was written by --plan or exported by the console. Errors: Invalid, "FILE: REASON".
[[nodiscard]] Result<Plan> readPlanFile(const QString &fileName);

} // namespace emberwatch::cli
