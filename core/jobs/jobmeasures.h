// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jobs/jobrow.h"

#include <chrono>
#include <optional>

namespace emberwatch {

/// What a row says at a moment. Each is nullopt where it cannot be known: shown as a dash, and no comparison
/// with it holds. `serverNow` is the server's clock, milliseconds since the epoch.

/// Since the producer started it; never negative. Unknown where the start lies in the future beyond what
/// clocks differ.
[[nodiscard]] std::optional<std::chrono::milliseconds> ageOf(const JobRow &row, qint64 serverNow);
/// Until the key expires; never negative. nullopt: it never expires.
[[nodiscard]] std::optional<std::chrono::milliseconds> ttlOf(const JobRow &row, qint64 serverNow);
/// Since the last write, told by the TTL that each write sets anew. Unknown without a TTL, and where the TTL
/// is longer than a producer sets it: somebody extended it (correctness.md 1.8).
[[nodiscard]] std::optional<std::chrono::milliseconds> silenceOf(
    const JobRow &row, std::chrono::milliseconds fullTtl, qint64 serverNow);
/// Percent. Unknown for a job that has not begun: what a queued job says of its progress is no progress.
[[nodiscard]] std::optional<float> progressOf(const JobRow &row);

} // namespace emberwatch
