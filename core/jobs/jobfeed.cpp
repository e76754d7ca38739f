// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/jobfeed.h"

#include "core/jobs/nodewatcher.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEvent>

#include <atomic>

namespace emberwatch {

using namespace std::chrono_literals;

namespace {

constexpr auto expiryLookEvery = 200ms;
constexpr auto statisticsEvery = 1000ms;

} // namespace

class JobFeed::Private
{
public:
    Private(JobFeed *q_, redis::Topology *topology_, FeedOptions options_, Sink sink_)
        : q(q_)
        , topology(topology_)
        , options(std::move(options_))
        , sink(std::move(sink_))
        , set(options.schema, options.limits, options.keepDocuments)
    {
    }

    void watchPrimaries();
    void lookAtDue();
    void scheduleFlush();
    void flush();
    [[nodiscard]] FeedHealth health() const;
    [[nodiscard]] FeedStatistics takeStatistics();

    JobFeed *q;
    redis::Topology *topology;
    FeedOptions options;
    Sink sink;
    LiveSet set;
    std::vector<std::unique_ptr<NodeWatcher>> watchers;
    QTimer *frameTimer = nullptr; ///< made by start(): a timer lives in the thread that made it
    QElapsedTimer sinceFlush;
    std::optional<FeedHealth> sentHealth;
    bool snapshotComplete = false;
    bool statisticsDue = false;
    std::atomic<bool> isTaken = true;
};

void JobFeed::Private::watchPrimaries()
{
    watchers.clear();
    for (const redis::NodeId &node : topology->primaries()) {
        const NodeWatcher::Options watch{
            topology->optionsOf(node), options.schema, options.limits, options.frame, options.relistEvery};
        watchers.push_back(std::make_unique<NodeWatcher>(watch, &set, static_cast<quint8>(watchers.size())));
        NodeWatcher *watcher = watchers.back().get();
        QObject::connect(watcher, &NodeWatcher::changed, q, [this] { scheduleFlush(); });
        QObject::connect(watcher, &NodeWatcher::snapshotComplete, q, [this] {
            snapshotComplete = true;
            scheduleFlush();
        });
        watcher->start();
    }
}

void JobFeed::Private::lookAtDue()
{
    if (watchers.empty())
        return;
    const qint64 serverNow = systemNow().time_since_epoch().count() + watchers.front()->serverMinusOurClock();
    for (const JobSlot slot : set.due(serverNow)) {
        if (const quint8 node = set.nodeOf(slot); node < watchers.size())
            watchers[node]->lookAt(slot);
    }
}

void JobFeed::Private::scheduleFlush()
{
    if (!frameTimer || frameTimer->isActive() || !isTaken)
        return;
    const auto since = std::chrono::milliseconds(sinceFlush.elapsed());
    frameTimer->start(std::max<std::chrono::milliseconds>(options.frame - since, 0ms));
}

void JobFeed::Private::flush()
{
    if (!isTaken)
        return;
    const FeedHealth current = health();
    if (!set.hasPending() && !snapshotComplete && !statisticsDue && sentHealth == current)
        return;
    auto batch = std::make_shared<FeedBatch>(set.takePending());
    batch->snapshotComplete = std::exchange(snapshotComplete, false);
    if (sentHealth != current)
        batch->health = sentHealth = current;
    batch->statistics = takeStatistics();
    batch->serverMinusOurClock = watchers.empty() ? 0 : watchers.front()->serverMinusOurClock();
    statisticsDue = false;
    sinceFlush.restart();
    isTaken = false;
    sink(std::move(batch));
}

/// Several nodes are as good as the worst of them.
FeedHealth JobFeed::Private::health() const
{
    FeedHealth whole;
    for (size_t i = 0; i < watchers.size(); ++i) {
        const FeedHealth &node = watchers[i]->health();
        if (i == 0) {
            whole = node;
            continue;
        }
        const bool isWorse = node.state != FeedState::Live && whole.state == FeedState::Live;
        const qint64 loaded = whole.loaded + node.loaded;
        const qint64 expected = whole.expected + node.expected;
        const int drift = whole.drift + node.drift;
        if (isWorse || node.rung > whole.rung)
            whole = node;
        whole.loaded = loaded;
        whole.expected = expected;
        whole.drift = drift;
    }
    return whole;
}

FeedStatistics JobFeed::Private::takeStatistics()
{
    FeedStatistics sum;
    for (const auto &watcher : watchers) {
        const FeedStatistics one = watcher->takeStatistics();
        sum.events += one.events;
        sum.commands += one.commands;
        sum.bytesIn += one.bytesIn;
        sum.evictions += one.evictions;
        sum.roundTripMs = std::max(sum.roundTripMs, one.roundTripMs);
    }
    return sum;
}

JobFeed::JobFeed(redis::Topology *topology, FeedOptions options, Sink sink, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, topology, std::move(options), std::move(sink)))
{
}

JobFeed::~JobFeed() = default;

void JobFeed::start()
{
    d->frameTimer = new QTimer(this);
    d->frameTimer->setSingleShot(true);
    d->frameTimer->setTimerType(Qt::PreciseTimer);
    connect(d->frameTimer, &QTimer::timeout, this, [this] { d->flush(); });

    auto *expiryTimer = new QTimer(this);
    connect(expiryTimer, &QTimer::timeout, this, [this] { d->lookAtDue(); });
    expiryTimer->start(expiryLookEvery);

    auto *statisticsTimer = new QTimer(this);
    connect(statisticsTimer, &QTimer::timeout, this, [this] {
        d->statisticsDue = true;
        d->scheduleFlush();
    });
    statisticsTimer->start(statisticsEvery);

    d->sinceFlush.start();
    connect(d->topology, &redis::Topology::primariesChanged, this, [this] { d->watchPrimaries(); });
    d->watchPrimaries();
}

void JobFeed::batchTaken()
{
    d->isTaken = true;
    QCoreApplication::postEvent(this, new QEvent(QEvent::UpdateRequest));
}

bool JobFeed::event(QEvent *event)
{
    if (event->type() != QEvent::UpdateRequest)
        return QObject::event(event);
    d->scheduleFlush();
    return true;
}

void JobFeed::refresh()
{
    for (const auto &watcher : d->watchers)
        watcher->refresh();
}

void JobFeed::retryNow()
{
    for (const auto &watcher : d->watchers)
        watcher->retryNow();
}

void JobFeed::enableNotifications()
{
    for (const auto &watcher : d->watchers)
        watcher->enableNotifications();
}

} // namespace emberwatch
