// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/timestamp.h"
#include "core/jobs/jobrow.h"

#include <QByteArray>
#include <QString>

#include <memory>
#include <optional>
#include <vector>

namespace emberwatch {

/// How the feed hears of changes, best first (design.md 5, correctness.md 6.11).
enum class FeedRung : quint8
{
    Notifications,
    Tracking,
    Polling
};
[[nodiscard]] QByteArrayView wordOf(FeedRung rung);
enum class FeedState : quint8
{
    Connecting,
    Live,
    Stale
};
[[nodiscard]] QByteArrayView wordOf(FeedState state);

/// Can what is on screen be believed, and what is being done about it.
struct FeedHealth
{
    FeedState state = FeedState::Connecting;
    FeedRung rung = FeedRung::Polling;
    QString rungReason; ///< why not a better rung; empty on the best
    bool isRungProven = false; ///< an event has arrived since the last (re)connect
    std::optional<Error> error; ///< what broke, while not live
    Timestamp lastData; ///< our clock: the last moment at which everything shown was known to be true
    int attempt = 0; ///< of reconnecting
    std::optional<Timestamp> nextAttempt; ///< our clock
    Timestamp lastFullScan; ///< our clock; epoch: none yet
    int drift = 0; ///< changes the last full scan found that no event had announced
    bool isLoading = false; ///< the first full scan since connecting is under way
    qint64 loaded = 0; ///< jobs read by it so far
    qint64 expected = 0; ///< about how many there will be, from DBSIZE; includes foreign keys
    QString server; ///< displayUrl
    QString peer; ///< host:port actually reached
    QString product; ///< "Redis" or "Valkey"
    QString version;
    QString role;
    bool operator==(const FeedHealth &) const = default;
};

/// What happened since the last batch.
struct FeedStatistics
{
    qint64 events = 0; ///< messages of the server about jobs
    qint64 commands = 0; ///< we sent
    qint64 bytesIn = 0;
    qint64 evictions = 0;
    double roundTripMs = 0; ///< the last one
};

struct StringUpdate
{
    StringId id = 0;
    QByteArray text;
};

struct Removal
{
    JobSlot slot = 0;
    RemovalCause cause = RemovalCause::Deleted;
};

/// Everything that changed in one frame, as values. Applied in this order: strings, removals, upserts; a slot
/// is in at most one of the two lists. Batches form a chain: each is applied exactly once and in order.
struct FeedBatch
{
    std::vector<StringUpdate> strings;
    std::vector<Removal> removals;
    std::vector<JobRow> upserts;
    /// The raw value of each upsert, parallel to it; filled only where the feed was asked to (CLI watch).
    std::vector<QByteArray> documents;
    /// The first picture since (re)connecting is complete with this batch.
    bool snapshotComplete = false;
    std::optional<FeedHealth> health; ///< where it changed
    FeedStatistics statistics;
    qint64 serverMinusOurClock = 0; ///< ms; server time = our time + this
};
using FeedBatchPtr = std::shared_ptr<const FeedBatch>;

} // namespace emberwatch
