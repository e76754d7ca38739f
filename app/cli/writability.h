// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/jsonline.h"
#include "core/operations/writepermit.h"

#include <optional>

namespace emberwatch::cli {

/// "read-only", "always", "until 12:30:00 UTC, ada on ops-1: OPS-1234". Plain text, escaped.
[[nodiscard]] QString writabilityText(const std::optional<WritePermit> &permit, Timestamp now);

/// Adds writable, until, raisedAt, operator, host, reason.
void addWritability(JsonLine &line, const std::optional<WritePermit> &permit);

} // namespace emberwatch::cli
