// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/triage/plan.h"

#include <QByteArray>

namespace emberwatch {

/// A plan as a file, the same for console, command line and agent (docs/plan.md): whoever carries it out
/// later touches only what was judged, because exact bytes, expiries and rows are in it.
///
/// {"format": "emberwatch-plan", "version": 1, "scope", "environment", "madeAt", "actions": [...]}. Times are
/// milliseconds since the epoch; bytes that need not be text (promptId, judged value, outputs) are base64.
[[nodiscard]] QByteArray planJson(const Plan &plan);

/// Errors: Parse (no JSON, not a plan, a member that is missing or wrong, named with its action), Conflict (a
/// newer version than this program knows).
[[nodiscard]] Result<Plan> planFromJson(const QByteArray &json);

} // namespace emberwatch
