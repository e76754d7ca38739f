// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/timestamp.h"
#include "core/triage/hold.h"
#include "core/triage/serverepoch.h"

#include <QHash>
#include <QList>
#include <QString>

#include <chrono>
#include <optional>

namespace emberwatch {

/// When to hold (correctness.md 3).
struct HoldPolicy
{
    std::chrono::milliseconds length{std::chrono::minutes(10)};
    double vanishedShare = 0.2; ///< of the known active jobs: more than this ...
    int vanishedJobs = 10; ///< ... and more than so many
};

/// What a listing found in comparison with the one before.
struct ListingFacts
{
    bool isComplete = true;
    int activeBefore = 0; ///< active jobs that were known before it
    int vanishedSilently = 0; ///< of those: gone, and no event had said so
};

/// A hold that somebody ended before its time.
struct EndedHold
{
    Hold hold;
    QString operatorName;
    Timestamp at;
    bool operator==(const EndedHold &) const = default;
};

/// Keeps the holds: what makes one begin and end. Times are our clock's, given from outside.
class Holds
{
public:
    explicit Holds(HoldPolicy policy = {});

    /// The life of the Redis server (of this node of a cluster; empty where there is one). The first one seen
    /// is no change.
    void seeEpoch(const QString &node, const ServerEpoch &epoch, Timestamp now);
    void seeListing(const ListingFacts &facts, Timestamp now);

    /// The hold that lasts longest; nullopt: none.
    [[nodiscard]] std::optional<Hold> current(Timestamp now) const;
    /// Ends all that last. Errors: Invalid without a name, NotFound where none lasts.
    [[nodiscard]] Result<QList<EndedHold>> end(const QString &operatorName, Timestamp now);

private:
    void begin(Hold::Cause cause, const QString &detail, Timestamp now);

    HoldPolicy m_policy;
    QHash<QString, ServerEpoch> m_epochs;
    QList<Hold> m_holds;
};

} // namespace emberwatch
