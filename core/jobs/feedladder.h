// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/timestamp.h"
#include "core/jobs/feedbatch.h"

#include <QByteArrayView>
#include <QString>

#include <array>
#include <optional>

namespace emberwatch {

/// Decides how one node is listened to: the best rung that the server allows and that really delivers. Rules
/// only, no I/O; every input says what was learned, rung() what follows from it (correctness.md 6.11).
class FeedLadder
{
public:
    /// What CONFIG GET notify-keyspace-events said; nullopt: refused, so only what arrives can tell.
    void setConfigured(std::optional<bool> notificationsOn);
    /// Whether the server took the subscription, and its own words where it did not.
    void setSubscribed(FeedRung rung, bool taken, const QString &why = {});
    /// A look at the data found changes that the current rung had not announced.
    void missed(Timestamp now);
    /// A message came in on that rung.
    void heard(FeedRung rung, Timestamp now);
    /// A new connection: everything is open again.
    void reset();

    [[nodiscard]] FeedRung rung() const;
    /// Why it is not a better rung, in words; empty on the best.
    [[nodiscard]] QString reason() const;
    /// Something has arrived on the current rung since it was chosen.
    [[nodiscard]] bool isProven() const { return m_provenRung == rung(); }
    [[nodiscard]] bool isConfigured() const { return m_configured.value_or(false); }

private:
    struct Rung
    {
        bool isTaken = false;
        QString refusal;
        std::optional<Timestamp> ruledOut; ///< it stayed silent about changes
    };
    [[nodiscard]] bool isUsable(FeedRung rung) const;
    [[nodiscard]] QString whyNot(FeedRung rung) const;

    std::array<Rung, 2> m_rungs; ///< Notifications, Tracking
    std::optional<bool> m_configured;
    std::optional<FeedRung> m_provenRung;
    std::optional<Timestamp> m_lastMiss;
    int m_misses = 0;
};

/// Whether a value of notify-keyspace-events announces every write and deletion of string keys: K, and $ and
/// g (or A).
[[nodiscard]] bool announcesJobs(QByteArrayView flags);
/// The flags with Kg$xe added.
[[nodiscard]] QByteArray withJobNotifications(QByteArrayView flags);

} // namespace emberwatch
