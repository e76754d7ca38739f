// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/backoff.h"
#include "core/base/error.h"
#include "core/jobs/dirtyreader.h"
#include "core/jobs/eventstream.h"
#include "core/jobs/feedladder.h"
#include "core/jobs/jobsample.h"
#include "core/jobs/nodejobs.h"
#include "core/jobs/nodelisting.h"
#include "core/jobs/nodevitals.h"
#include "core/jobs/relistschedule.h"
#include "core/jobs/sizewatch.h"

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
    [[nodiscard]] qint64 serverMinusOurClock() const { return m_jobs.serverMinusOurClock(); }
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
    void takeAnnouncements(NodeVitals::Announcements announcements);
    void setRungHealth();
    // listing
    void list();
    void takeProgress();
    void completeListing();
    void listingFailed(const Error &why);
    // events
    void heard(QByteArrayView id, EventStream::Hint hint, bool byTracking);
    void heardFlush();
    void takeRead(const JobPageReader::Page &page);
    // once a second
    void tick();
    void askVitals(std::function<void()> then);
    void takeVitals(const NodeVitals &vitals);
    void takeDatabaseSize(qint64 keys);
    void sample();
    void takeSample(const JobPageReader::Page &page);
    void judgeUnannounced();

    Options m_options;
    LiveSet *m_set;
    quint8 m_node;
    NodeJobs m_jobs;
    redis::Connection m_data;
    EventStream m_events;
    std::unique_ptr<JobPageReader> m_reader;
    std::unique_ptr<NodeListing> m_listing;
    DirtyReader m_dirtyReader;
    JobSample m_sample;
    SizeWatch m_size;
    RelistSchedule m_relists;
    FeedLadder m_ladder;
    FeedHealth m_health;
    Phase m_phase = Phase::Closed;

    Backoff m_backoff;
    QTimer m_retryTimer;
    QTimer m_tickTimer;

    bool m_hadData = false;
    bool m_isTracking = false;
    bool m_isConfigRefused = false;
    bool m_isCareful = false; ///< a listing broke a limit: sizes first
    bool m_isListingAgainWanted = false;
    qint64 m_eventsHeard = 0; ///< since takeStatistics()
    redis::Connection::Traffic m_countedTraffic;
};

} // namespace emberwatch
