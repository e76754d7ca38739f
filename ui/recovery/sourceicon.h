// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/triage/evidencelines.h"
#include "ui/theme/icons.h"

namespace emberwatch {

[[nodiscard]] Icon iconOf(EvidenceSource source);

} // namespace emberwatch
