// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/jobindex.h"

#include "core/base/mailbox.h"
#include "core/jobs/heldchanges.h"
#include "core/jobs/jobarranger.h"

#include <QCoreApplication>
#include <QEvent>
#include <QTimer>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <mutex>
#include <optional>
#include <utility>

namespace emberwatch {

namespace {

constexpr int restFactor = 7; ///< the index works at most an eighth of the time

/// What other threads want of the index.
struct Requests
{
    std::vector<FeedBatchPtr> batches;
    std::optional<JobQuery> query;
    std::optional<bool> isPaused;
};

void addUp(FeedStatistics &sum, const FeedStatistics &next)
{
    sum.events += next.events;
    sum.commands += next.commands;
    sum.bytesIn += next.bytesIn;
    sum.evictions += next.evictions;
    if (next.roundTripMs > 0)
        sum.roundTripMs = next.roundTripMs;
}

} // namespace

void IndexUpdate::append(IndexUpdate &&next)
{
    std::move(next.batches.begin(), next.batches.end(), std::back_inserter(batches));
    if (next.order) {
        order = std::move(next.order);
        generation = next.generation;
        sorting = next.sorting;
        isFiltered = next.isFiltered;
    }
    isPaused = next.isPaused;
    heldChanges = next.heldChanges;
    if (isPaused)
        vanished.insert(vanished.end(), next.vanished.begin(), next.vanished.end());
    else
        vanished.clear();
    if (next.health)
        health = std::move(next.health);
    addUp(statistics, next.statistics);
    snapshotComplete = snapshotComplete || next.snapshotComplete;
    serverMinusOurClock = next.serverMinusOurClock;
    counts = next.counts;
}

/// Outlives the index in the hands of those who post to it.
class JobIndex::Inbox
{
public:
    explicit Inbox(JobIndex *index)
        : m_index(index)
        , m_requests([this] { wake(); })
    {
    }

    template <typename Merge> void post(Merge &&merge) { m_requests.post(std::forward<Merge>(merge)); }
    [[nodiscard]] Requests take() { return m_requests.take(); }

    void wake()
    {
        const std::lock_guard lock(m_mutex);
        if (m_index)
            QCoreApplication::postEvent(m_index, new QEvent(QEvent::User));
    }
    void close()
    {
        const std::lock_guard lock(m_mutex);
        m_index = nullptr;
    }

private:
    std::mutex m_mutex;
    JobIndex *m_index;
    Mailbox<Requests> m_requests;
};

/// What happens in the index's thread.
class JobIndex::Worker
{
public:
    using WakeLater = std::function<void(std::chrono::milliseconds)>;
    Worker(JobSchema schema, Clock clock, std::function<void()> wakeReceiver,
        std::function<void()> batchTaken, WakeLater wakeLater)
        : m_arranger(schema.fullTtl)
        , m_clock(std::move(clock))
        , m_batchTaken(std::move(batchTaken))
        , m_wakeLater(std::move(wakeLater))
        , m_updates(std::move(wakeReceiver))
    {
    }

    void handle(Requests requests);
    void review();
    [[nodiscard]] IndexUpdate take() { return m_updates.take(); }
    [[nodiscard]] bool dependsOnTime() const { return m_arranger.filter().dependsOnTime(); }

private:
    [[nodiscard]] qint64 serverNow() const;
    void setQuery(JobQuery query);
    void setPaused(bool isPaused);
    void takeBatches();
    void acknowledge();
    [[nodiscard]] std::chrono::milliseconds rest() const;
    void takeBatch(const FeedBatchPtr &batch);
    void deliver(bool withOrder);

    JobArranger m_arranger;
    Clock m_clock;
    std::function<void()> m_batchTaken;
    WakeLater m_wakeLater;
    std::vector<FeedBatchPtr> m_waiting; ///< not taken over
    size_t m_acknowledged = 0; ///< how many of them the feed takes for taken
    std::chrono::steady_clock::time_point m_restsUntil;
    std::optional<HeldChanges> m_held; ///< while paused
    std::optional<qint64> m_pausedAt; ///< server's clock
    std::optional<qint64> m_staleSince; ///< server's clock
    JobOrderPtr m_delivered;
    quint64 m_generation = 0;
    IndexUpdate m_update; ///< being prepared
    Mailbox<IndexUpdate> m_updates;
};

/// Time stands still where no data comes, and where the picture is held.
qint64 JobIndex::Worker::serverNow() const
{
    if (m_pausedAt)
        return *m_pausedAt;
    if (m_staleSince)
        return *m_staleSince;
    return m_clock().time_since_epoch().count() + m_update.serverMinusOurClock;
}

void JobIndex::Worker::handle(Requests requests)
{
    std::move(requests.batches.begin(), requests.batches.end(), std::back_inserter(m_waiting));
    if (requests.isPaused)
        setPaused(*requests.isPaused);
    if (requests.query)
        setQuery(std::move(*requests.query));
    takeBatches();
}

void JobIndex::Worker::setQuery(JobQuery query)
{
    m_arranger.setSorting(query.sorting);
    if (query.filter.source() != m_arranger.filter().source())
        m_arranger.setFilter(query.filter, serverNow());
    m_generation = query.generation;
    deliver(true);
}

void JobIndex::Worker::setPaused(bool isPaused)
{
    if (isPaused == m_held.has_value())
        return;
    if (isPaused) {
        m_pausedAt = serverNow();
        m_held.emplace(m_arranger.table());
    } else {
        m_pausedAt.reset();
        m_update.batches = m_held->release();
        m_held.reset();
        for (const FeedBatchPtr &batch : m_update.batches)
            m_arranger.accept(*batch, serverNow());
        m_arranger.arrange();
        m_arranger.review(serverNow());
    }
    deliver(false);
}

void JobIndex::Worker::takeBatches()
{
    if (m_waiting.empty() || (!m_held && m_updates.isFull()))
        return;
    acknowledge();
    if (const std::chrono::milliseconds left = rest(); left.count() > 0)
        return m_wakeLater(left);
    const auto begin = std::chrono::steady_clock::now();
    m_acknowledged = 0;
    for (const FeedBatchPtr &batch : std::exchange(m_waiting, {}))
        takeBatch(batch);
    m_arranger.arrange();
    deliver(false);
    const auto end = std::chrono::steady_clock::now();
    m_restsUntil = end + restFactor * (end - begin);
}

/// The feed goes on while the index rests; where the receiver is slow it does not, and its next batch grows.
void JobIndex::Worker::acknowledge()
{
    for (; m_acknowledged < m_waiting.size(); ++m_acknowledged)
        m_batchTaken();
}

/// How long the next order may wait. The more rows, the dearer it is to put the next few in their places:
/// while a million jobs come in, doing so for each batch would take longer than reading them. The end of a
/// snapshot does not wait.
std::chrono::milliseconds JobIndex::Worker::rest() const
{
    const bool isUrgent = m_held
        || std::any_of(m_waiting.begin(), m_waiting.end(),
            [](const FeedBatchPtr &batch) { return batch->snapshotComplete; });
    if (isUrgent)
        return {};
    return std::chrono::duration_cast<std::chrono::milliseconds>(
        m_restsUntil - std::chrono::steady_clock::now());
}

void JobIndex::Worker::takeBatch(const FeedBatchPtr &batch)
{
    m_update.serverMinusOurClock = batch->serverMinusOurClock;
    m_update.snapshotComplete = m_update.snapshotComplete || batch->snapshotComplete;
    addUp(m_update.statistics, batch->statistics);
    if (batch->health) {
        m_update.health = batch->health;
        m_staleSince.reset();
        if (batch->health->state != FeedState::Live && batch->health->lastData != Timestamp())
            m_staleSince = batch->health->lastData.time_since_epoch().count() + batch->serverMinusOurClock;
    }
    if (m_held) {
        m_held->add(*batch);
    } else {
        m_arranger.accept(*batch, serverNow());
        m_update.batches.push_back(batch);
    }
}

void JobIndex::Worker::review()
{
    if (m_held || !dependsOnTime() || m_updates.isFull())
        return;
    m_arranger.review(serverNow());
    if (m_arranger.shown() != m_delivered)
        deliver(false);
}

/// @param withOrder  also where it is the one that was delivered last: the answer to a query
void JobIndex::Worker::deliver(bool withOrder)
{
    IndexUpdate next = std::exchange(m_update, {});
    m_update.serverMinusOurClock = next.serverMinusOurClock;
    if (withOrder || m_arranger.shown() != m_delivered) {
        m_delivered = m_arranger.shown();
        next.order = m_delivered;
        next.generation = m_generation;
        next.sorting = m_arranger.sorting();
        next.isFiltered = !m_arranger.filter().isEmpty();
    }
    if (m_held) {
        next.isPaused = true;
        next.heldChanges = m_held->changedJobs();
        next.vanished = m_held->takeVanished();
    }
    next.counts = m_held ? m_held->counts() : m_arranger.table().counts();
    m_updates.post([&next](IndexUpdate &waiting) { waiting.append(std::move(next)); });
}

JobIndex::JobIndex(
    JobSchema schema, Clock clock, std::function<void()> wakeReceiver, std::function<void()> batchTaken)
    : m_inbox(std::make_shared<Inbox>(this))
    , m_worker(std::make_unique<Worker>(std::move(schema), std::move(clock), std::move(wakeReceiver),
          std::move(batchTaken), [this](std::chrono::milliseconds after) {
              QTimer::singleShot(after, this, [this] { m_worker->handle({}); });
          }))
{
    startTimer(std::chrono::seconds(1));
}

JobIndex::~JobIndex()
{
    m_inbox->close();
}

void JobIndex::post(FeedBatchPtr batch)
{
    m_inbox->post([&batch](Requests &waiting) { waiting.batches.push_back(std::move(batch)); });
}

std::function<void(FeedBatchPtr)> JobIndex::sink() const
{
    return [inbox = m_inbox](FeedBatchPtr batch) {
        inbox->post([&batch](Requests &waiting) { waiting.batches.push_back(std::move(batch)); });
    };
}

void JobIndex::setQuery(JobQuery query)
{
    m_inbox->post([&query](Requests &waiting) { waiting.query = std::move(query); });
}

void JobIndex::setPaused(bool isPaused)
{
    m_inbox->post([isPaused](Requests &waiting) { waiting.isPaused = isPaused; });
}

IndexUpdate JobIndex::take()
{
    IndexUpdate update = m_worker->take();
    m_inbox->post([](Requests &) {});
    return update;
}

/// The only event that is posted to us: its content is not looked at, so that no memory passes between the
/// threads but what the mailboxes hand over.
void JobIndex::customEvent(QEvent *)
{
    m_worker->handle(m_inbox->take());
}

void JobIndex::timerEvent(QTimerEvent *)
{
    m_worker->review();
}

} // namespace emberwatch
