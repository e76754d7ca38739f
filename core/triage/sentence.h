// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/triage/evidence.h"
#include "core/triage/judgement.h"
#include "core/triage/policy.h"

#include <QString>

namespace emberwatch {

/// What the sources say, and what it is measured by, in one sentence: "Redis says processing; gpu-2 answered
/// twice and has never heard of it; silent for 14 min (limit 2 min)." English, plain text, one line; texts of
/// the sources have control and bidirectional characters escaped and are shortened.
[[nodiscard]] QString sentenceOf(const Evidence &evidence, const Judgement &judgement, const Policy &policy);

/// A server for people: "gpu-2", "gpu-2:8189". Port 8188 is ComfyUI's own and left out.
[[nodiscard]] QString serverName(const QString &serverUrl);

} // namespace emberwatch
