// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/backoff.h"
#include "core/base/error.h"
#include "core/jobs/dirtykeys.h"
#include "core/jobs/eventstream.h"
#include "core/jobs/feedladder.h"
#include "core/jobs/joblisting.h"
#include "core/jobs/liveset.h"
#include "core/jobs/sizewatch.h"

#include <QElapsedTimer>
#include <QHash>
#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>

namespace emberwatch {

/// Keeps the LiveSet equal to what one node holds (correctness.md 6): events and data connection as a pair,
/// subscribe, list, then differences; the once-a-second look; expiry; the ladder; reconnecting.
class NodeWatcher : public QObject
{
    Q_OBJECT
public:
    struct Options
    {
        redis::ConnectionOptions connection;
        JobSchema schema;
        DocumentLimits limits;
        std::chrono::milliseconds frame{33};
        std::chrono::seconds relistEvery{60};
    };

    /// @param set   shared by the watchers of all nodes; outlives them
    /// @param node  number of this node in the set
    NodeWatcher(Options options, LiveSet *set, quint8 node, QObject *parent = nullptr);
    ~NodeWatcher() override;

    void start();
    void refresh();
    void retryNow();
    void enableNotifications();

    /// The job's deadline has come: have a look.
    void lookAt(JobSlot slot);

    [[nodiscard]] const FeedHealth &health() const { return m_health; }
    [[nodiscard]] qint64 serverMinusOurClock() const { return m_clockOffset; }
    /// Counters since the last call.
    [[nodiscard]] FeedStatistics takeStatistics();

Q_SIGNALS:
    /// The set has something pending, or health() is another one.
    void changed();
    /// The first listing since (re)connecting is complete and in the set.
    void snapshotComplete();

private:
    enum class Phase : quint8
    {
        Closed,
        Opening,
        Listing,
        Live
    };
    using Ms = DirtyKeys::Ms;

    // connection
    void open();
    void proceedWhenBothReady();
    void lost(const Error &why);
    void scheduleRetry(const Error &why);
    void takeFacts();
    // rungs
    void takeSubscription(bool forTracking, bool taken, const QString &why);
    void applyRung();
    void switchTracking(bool on);
    void takeFlags(redis::Reply::View reply);
    void setRungHealth();
    // listing
    void list();
    void takePage(const std::vector<ListedJob> &page);
    void confirmUnseen();
    void completeListing();
    void listingFailed(const Error &why);
    [[nodiscard]] Ms relistInterval() const;
    // events and dirty keys
    void heard(QByteArrayView id, EventStream::Hint hint, bool byTracking);
    void heardFlush();
    void scheduleRead();
    void readDirty();
    void takeRead(const JobPageReader::Page &page);
    void observe(const ListedJob &job);
    /// @return whether it was a change that no event had announced
    bool observeByLooking(const ListedJob &job);
    void confirmAbsent(QByteArrayView key);
    [[nodiscard]] RemovalCause causeOf(JobSlot slot);
    // once a second
    void tick();
    void askVitals(std::function<void()> then);
    void takeVitals(const redis::Reply &reply, qint64 askedAt);
    void takeDatabaseSize(qint64 keys);
    void forgetAll();
    void sample();
    void takeSample(const JobPageReader::Page &page);
    void judgeSuspects();

    [[nodiscard]] qint64 serverNow() const;
    [[nodiscard]] Ms steady() const { return Ms(m_steady.elapsed() + 1); }
    [[nodiscard]] QByteArray keyOfSlot(JobSlot slot) const;
    [[nodiscard]] QByteArrayView idInKeyOf(QByteArrayView key) const
    {
        return key.sliced(m_options.schema.prefix.size());
    }
    [[nodiscard]] bool wasAnnounced(QByteArrayView id) const;
    [[nodiscard]] bool isOverloaded() const;

    Options m_options;
    LiveSet *m_set;
    quint8 m_node;
    redis::Connection m_data;
    EventStream m_events;
    std::unique_ptr<JobPageReader> m_reader;
    std::unique_ptr<JobListing> m_listing;
    FeedLadder m_ladder;
    DirtyKeys m_dirty;
    FeedHealth m_health;
    Phase m_phase = Phase::Closed;

    Backoff m_backoff;
    QTimer m_retryTimer;
    QTimer m_readTimer;
    QTimer m_tickTimer;
    QElapsedTimer m_steady;

    bool m_hadData = false;
    bool m_isTracking = false;
    bool m_isConfigRefused = false;
    bool m_isReading = false;
    bool m_isCareful = false; ///< a listing broke a limit: sizes first
    bool m_isFlushSuspected = false;
    bool m_isListingAgainWanted = false;
    Ms m_listingBegan{0};
    Ms m_listingTook{0};
    Ms m_lastRead{0};
    SizeWatch m_size;
    qint64 m_clockOffset = 0; ///< server minus ours, ms
    JobSlot m_sampleCursor = 0;
    QHash<JobSlot, EventStream::Hint> m_hints; ///< expired or evicted, until the look that confirms
    QHash<QByteArray, Ms> m_suspects; ///< changes found by looking, waiting for their event
    FeedStatistics m_statistics;
    redis::Connection::Traffic m_countedTraffic;
    qint64 m_eventsThisSecond = 0;
    qint64 m_eventsLastSecond = 0;
};

} // namespace emberwatch
