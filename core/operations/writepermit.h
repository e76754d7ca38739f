// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bootclock.h"
#include "core/operations/journalentry.h"

#include <chrono>
#include <optional>

namespace emberwatch {

/// Until when writing is allowed, by whom and why.
struct WritePermit
{
    std::optional<Timestamp> until; ///< our clock; nullopt: without end (development, staging)
    Timestamp raisedAt; ///< our clock
    Actor actor; ///< who raised it
    QString reason;
    bool operator==(const WritePermit &) const = default;
};

/// A wish to raise writing in one environment.
struct RaiseWish
{
    std::chrono::milliseconds length{0};
    QString reason;
    Actor actor;
};

/// How a raise stands in the journal: its evidence holds length and boot clock.
[[nodiscard]] JournalEntry raiseEntry(
    const QString &environment, const RaiseWish &wish, Timestamp now, const BootClock &boot);
[[nodiscard]] JournalEntry lowerEntry(const QString &environment, const Actor &actor, Timestamp now);

/// What the newest raise or lower of an environment means now; nullopt: read-only.
///
/// A raise holds while both clocks say that less than its length has passed: the wall clock, which others can
/// read, and the boot clock, which a wall clock set back does not stretch. It does not outlive the machine's
/// run, and one that was not completely written never began.
[[nodiscard]] std::optional<WritePermit> permitFrom(
    const JournalLine &line, Timestamp now, const BootClock &boot);

/// When a raise would have ended by the wall clock; nullopt: the line is no complete raise.
[[nodiscard]] std::optional<Timestamp> plannedEndOf(const JournalLine &line);

} // namespace emberwatch
