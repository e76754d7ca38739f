// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jobs/feedbatch.h"
#include "ui/theme/colors.h"
#include "ui/theme/icons.h"
#include "ui/words/clocktext.h"

#include <optional>

namespace emberwatch {

/// All that the words about the feed depend on.
struct FeedView
{
    FeedHealth health;
    Timestamp now; ///< our clock
    ClockZone zone = ClockZone::Utc;
    std::optional<Timestamp> pausedAt; ///< the picture is frozen since then
    double commandsPerSecond = 0;
    double roundTripMs = 0;
};

/// The feed's state in words, with what goes with them.
struct FeedStateWords
{
    QString text; ///< "Live · keyspace notifications"
    Icon icon = Icon::Live;
    QColor Colors::*color = &Colors::completed;
};
[[nodiscard]] FeedStateWords feedStateWords(const FeedView &view);
/// "Updated 0.2 s ago"; empty while not live: then the state says it.
[[nodiscard]] QString updatedWords(const FeedView &view);
/// "Full scan 21 s ago, no drift" · "Loading 61 000 of about 100 000" · "Attempt 7 in 3 s".
[[nodiscard]] QString activityWords(const FeedView &view);
/// "Our load 14 commands/s, 0.3 ms", or "Blind since 14:02:31".
[[nodiscard]] QString loadWords(const FeedView &view);
/// "Redis 7.0.15 primary · 10.0.4.12:6379/0".
[[nodiscard]] QString serverWords(const FeedHealth &health);
/// Why it is this rung and not a better one, for the tool tip of the state.
[[nodiscard]] QString rungWords(const FeedHealth &health);

/// The bar over a stale page: "Connection to Redis lost. You are looking at 14:02:31 UTC, 48 s ago."
[[nodiscard]] QString staleTitle(const FeedView &view);
/// "10.0.4.12:6379 refused the connection. Attempt 7 in 3 s. Nothing can be changed until it is back."
[[nodiscard]] QString staleDetail(const FeedView &view);

/// Host, port and database out of a displayUrl: "10.0.4.12:6379/0".
[[nodiscard]] QString serverAddress(const FeedHealth &health);

} // namespace emberwatch
