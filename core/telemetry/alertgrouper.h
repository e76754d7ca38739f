// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/telemetry/alert.h"

#include <QList>
#include <QMap>

#include <chrono>
#include <optional>

namespace emberwatch {

/// How alerts are kept from becoming noise.
struct AlertLimits
{
    std::chrono::milliseconds gatherTime{2'000}; ///< the first of a kind waits so long for others
    std::chrono::milliseconds interval{60'000}; ///< between two of a kind
    qsizetype textsAtMost = 10; ///< of a group
};

/// Gathers alerts by kind. No clock, no timers: times come from outside and only move on.
class AlertGrouper
{
public:
    explicit AlertGrouper(AlertLimits limits = {});

    void add(const Alert &alert);
    /// The groups that are to be told now.
    [[nodiscard]] QList<AlertGroup> takeDue(Timestamp now);
    /// All that wait, due or not.
    [[nodiscard]] QList<AlertGroup> takeAll(Timestamp now);
    /// When the next one is; nullopt: none waits.
    [[nodiscard]] std::optional<Timestamp> nextDue() const;

private:
    [[nodiscard]] Timestamp dueTime(const AlertGroup &group) const;

    [[nodiscard]] QList<AlertGroup> takeUntil(Timestamp limit, Timestamp now);

    AlertLimits m_limits;
    QMap<AlertKind, AlertGroup> m_waiting;
    QMap<AlertKind, Timestamp> m_told; ///< when each kind was told last
};

} // namespace emberwatch
