// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/timestamp.h"

#include <QString>

#include <optional>

namespace emberwatch {

/// A moment as the database prints it, which is UTC. To be shown, and never calculated with
/// (verdicts.md 2.6).
/// @return nullopt: it is none
[[nodiscard]] std::optional<Timestamp> databaseMoment(const QString &text);

} // namespace emberwatch
