// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/nodewatcher.h"

#include "core/jobs/notificationswitch.h"
#include "core/redis/replyerror.h"

#include <QLoggingCategory>

namespace emberwatch {

using redis::Commands;
using redis::Reply;
using namespace std::chrono_literals;

namespace {

Q_LOGGING_CATEGORY(logFeed, "emberwatch.feed", QtInfoMsg)

constexpr auto tickEvery = 1000ms;

Timestamp now()
{
    return systemNow();
}

} // namespace

NodeWatcher::NodeWatcher(Options options, LiveSet *set, quint8 node, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
    , m_set(set)
    , m_node(node)
    , m_jobs(m_options.schema.prefix, set, node)
    , m_data(m_options.connection)
    , m_events(m_options.connection, m_options.schema.prefix,
          {.changed = [this](QByteArrayView id, EventStream::Hint hint,
                          bool byTracking) { heard(id, hint, byTracking); },
              .everythingChanged = [this] { heardFlush(); },
              .subscribed = [this](bool forTracking, bool taken,
                                const QString &why) { takeSubscription(forTracking, taken, why); }})
    , m_dirtyReader(&m_jobs, m_options.frame, [this](const JobPageReader::Page &page) { takeRead(page); })
    , m_sample(&m_jobs)
    , m_relists(m_options.relistEvery)
{
    m_health.server = redis::displayUrl(m_options.connection);
    m_retryTimer.setSingleShot(true);
    m_tickTimer.setInterval(tickEvery);
    connect(&m_retryTimer, &QTimer::timeout, this, &NodeWatcher::open);
    connect(&m_dirtyReader, &DirtyReader::failed, this, &NodeWatcher::listingFailed);
    connect(&m_tickTimer, &QTimer::timeout, this, &NodeWatcher::tick);
    connect(&m_data, &redis::Connection::ready, this, &NodeWatcher::proceedWhenBothReady);
    connect(&m_events, &EventStream::listening, this, &NodeWatcher::proceedWhenBothReady);
    connect(&m_data, &redis::Connection::closed, this, &NodeWatcher::lost);
    connect(&m_events, &EventStream::closed, this, &NodeWatcher::lost);
}

NodeWatcher::~NodeWatcher()
{
    m_data.disconnect(this);
    m_events.disconnect(this);
}

// ---- connection

void NodeWatcher::start()
{
    open();
}

void NodeWatcher::open()
{
    m_phase = Phase::Opening;
    m_health.nextAttempt.reset();
    m_ladder.reset();
    m_isTracking = false;
    m_isConfigRefused = false;
    m_reader = std::make_unique<JobPageReader>(&m_data, m_options.limits.bytes);
    m_reader->setCareful(m_isCareful);
    m_events.open();
    m_data.open();
    Q_EMIT changed();
}

void NodeWatcher::proceedWhenBothReady()
{
    if (m_phase != Phase::Opening || !m_data.isReady() || !m_events.isListening())
        return;
    takeFacts();
    m_tickTimer.start();
    askVitals([this] {
        applyRung();
        list();
    });
}

void NodeWatcher::takeFacts()
{
    const redis::ServerFacts &facts = m_data.facts();
    m_health.peer = m_data.peer();
    m_health.product = facts.product;
    m_health.version = facts.version;
    m_health.role = QString::fromUtf8(facts.role);
}

void NodeWatcher::lost(const Error &why)
{
    if (m_phase == Phase::Closed)
        return;
    qCWarning(logFeed).noquote() << "lost" << m_health.server << why.message;
    m_phase = Phase::Closed;
    m_tickTimer.stop();
    m_dirtyReader.stop();
    if (m_listing) {
        m_listing->disconnect(this);
        m_listing.release()->deleteLater(); // its own handler may be what brought us here
    }
    m_reader.release()->deleteLater();
    m_data.close();
    m_events.close();
    m_jobs.forgetEvents();
    scheduleRetry(why);
}

void NodeWatcher::scheduleRetry(const Error &why)
{
    m_health.state = m_hadData ? FeedState::Stale : FeedState::Connecting;
    m_health.isLoading = false;
    m_health.isRungProven = false;
    m_health.error = why;
    // Without new credentials or another certificate the answer stays the same; a person decides (retryNow).
    if (why.kind != Error::Kind::Auth && why.kind != Error::Kind::Tls) {
        const auto delay = m_backoff.next();
        m_health.attempt = m_backoff.attempts();
        m_health.nextAttempt = now() + delay;
        m_retryTimer.start(delay);
    }
    Q_EMIT changed();
}

void NodeWatcher::retryNow()
{
    if (m_phase != Phase::Closed)
        return;
    m_retryTimer.stop();
    open();
}

// ---- rungs

void NodeWatcher::takeSubscription(bool forTracking, bool taken, const QString &why)
{
    m_ladder.setSubscribed(forTracking ? FeedRung::Tracking : FeedRung::Notifications, taken, why);
}

void NodeWatcher::applyRung()
{
    const bool wantsTracking = m_ladder.rung() == FeedRung::Tracking;
    if (wantsTracking != m_isTracking)
        switchTracking(wantsTracking);
    setRungHealth();
}

void NodeWatcher::switchTracking(bool on)
{
    const qint64 id = m_events.clientId();
    if (on && id == 0) {
        m_ladder.setSubscribed(FeedRung::Tracking, false, tr("CLIENT ID is not allowed"));
        return;
    }
    m_isTracking = on;
    const QByteArray redirect = QByteArray::number(id);
    Commands command;
    if (on)
        command.add(
            {"CLIENT", "TRACKING", "ON", "REDIRECT", redirect, "BCAST", "PREFIX", m_options.schema.prefix});
    else
        command.add({"CLIENT", "TRACKING", "OFF"});
    m_data.send(command, this, [this, on](const Result<Reply> &reply) {
        if (!reply || m_phase == Phase::Closed)
            return;
        if (const auto answer = redis::checked(reply->root().at(0)); !answer) {
            m_isTracking = false;
            m_ladder.setSubscribed(FeedRung::Tracking, false, answer.error().message);
            setRungHealth();
        } else if (on && m_phase == Phase::Live) {
            list(); // what changed before it took effect
        }
    });
}

void NodeWatcher::takeAnnouncements(NodeVitals::Announcements announcements)
{
    using Announcements = NodeVitals::Announcements;
    if (announcements == Announcements::Refused) {
        m_isConfigRefused = true;
        m_ladder.setConfigured(std::nullopt);
    } else if (announcements != Announcements::NotAsked) {
        m_ladder.setConfigured(announcements == Announcements::On);
    }
}

void NodeWatcher::setRungHealth()
{
    m_health.rung = m_ladder.rung();
    m_health.rungReason = m_ladder.reason();
    m_health.isRungProven = m_ladder.isProven();
}

void NodeWatcher::enableNotifications()
{
    if (m_phase == Phase::Closed)
        return;
    switchNotificationsOn(&m_data, this, [this](const Result<void> &done) {
        if (done)
            return tick();
        m_health.rungReason = tr("switching notifications on was refused: %1").arg(done.error().message);
        Q_EMIT changed();
    });
}

// ---- listing

void NodeWatcher::refresh()
{
    if (m_phase == Phase::Closed)
        retryNow();
    else
        list();
}

void NodeWatcher::list()
{
    if (m_listing) {
        m_isListingAgainWanted = true;
        return;
    }
    if (m_phase == Phase::Opening) {
        m_phase = Phase::Listing;
        m_health.isLoading = true;
        m_health.loaded = 0;
        m_dirtyReader.start(m_reader.get());
    }
    m_isListingAgainWanted = false;
    m_health.drift = 0;
    m_relists.began(m_jobs.steady());
    m_listing = std::make_unique<NodeListing>(&m_data, m_reader.get(), &m_jobs,
        NodeListing::Options{
            m_options.schema.prefix, m_options.limits.bytes, m_isCareful, m_phase != Phase::Live});
    connect(m_listing.get(), &NodeListing::progressed, this, &NodeWatcher::takeProgress);
    connect(m_listing.get(), &NodeListing::finished, this, &NodeWatcher::completeListing);
    connect(m_listing.get(), &NodeListing::failed, this, &NodeWatcher::listingFailed);
    m_listing->start();
}

void NodeWatcher::takeProgress()
{
    m_health.loaded = m_listing->loaded();
    m_health.drift = m_listing->drift();
    Q_EMIT changed();
}

void NodeWatcher::completeListing()
{
    if (m_phase == Phase::Closed)
        return;
    m_health.drift = m_listing->drift();
    m_listing.release()->deleteLater(); // it is what calls
    const bool isFirst = m_phase == Phase::Listing;
    m_relists.completed(m_jobs.steady());
    m_size.listed(m_health.drift > 0);
    m_jobs.setFlushSuspected(false);
    m_phase = Phase::Live;
    m_hadData = true;
    m_backoff.reset();
    m_health.state = FeedState::Live;
    m_health.isLoading = false;
    m_health.attempt = 0;
    m_health.error.reset();
    m_health.lastFullScan = now();
    m_health.lastData = now();
    setRungHealth();
    if (isFirst) {
        qCInfo(logFeed).noquote() << "live" << m_health.server << m_set->size() << "jobs,"
                                  << wordOf(m_health.rung).toByteArray() << m_health.rungReason;
        Q_EMIT snapshotComplete();
    }
    Q_EMIT changed();
    if (m_isListingAgainWanted)
        list();
    m_dirtyReader.schedule();
}

void NodeWatcher::listingFailed(const Error &why)
{
    if (why.kind == Error::Kind::Protocol)
        m_isCareful = true;
    lost(why);
}

// ---- events

void NodeWatcher::heard(QByteArrayView id, EventStream::Hint hint, bool byTracking)
{
    ++m_eventsHeard;
    m_dirtyReader.countEvent();
    if (m_phase == Phase::Closed)
        return;
    m_ladder.heard(byTracking ? FeedRung::Tracking : FeedRung::Notifications, m_health.lastData);
    m_jobs.heard(id, hint);
    m_dirtyReader.schedule();
}

void NodeWatcher::heardFlush()
{
    if (m_phase == Phase::Closed)
        return;
    m_jobs.setFlushSuspected(true);
    list();
}

void NodeWatcher::lookAt(JobSlot slot)
{
    if (m_phase == Phase::Closed)
        return;
    m_jobs.mark(slot);
    m_dirtyReader.schedule();
}

void NodeWatcher::takeRead(const JobPageReader::Page &page)
{
    m_jobs.take(page);
    Q_EMIT changed();
}

// ---- once a second

void NodeWatcher::tick()
{
    m_dirtyReader.tick();
    if (m_phase != Phase::Live)
        return;
    askVitals([this] {
        if (m_ladder.rung() != m_health.rung) {
            applyRung();
            list();
        }
        setRungHealth();
        m_health.lastData = now();
        Q_EMIT changed();
    });
    sample();
    judgeUnannounced();
    if (m_relists.isDue(m_ladder, m_set->size(), m_jobs.steady()))
        list();
}

void NodeWatcher::askVitals(std::function<void()> then)
{
    const Commands question = nodeVitalsQuestion(!m_isConfigRefused);
    m_data.send(question, this, [this, asked = now(), then = std::move(then)](const Result<Reply> &reply) {
        if (!reply || m_phase == Phase::Closed)
            return; // the connection says why by itself
        takeVitals(nodeVitalsFrom(*reply, asked, now()));
        then();
    });
}

void NodeWatcher::takeVitals(const NodeVitals &vitals)
{
    if (vitals.serverMinusOurClock)
        m_jobs.setServerMinusOurClock(*vitals.serverMinusOurClock);
    takeAnnouncements(vitals.announcements);
    if (vitals.keys)
        takeDatabaseSize(*vitals.keys);
}

void NodeWatcher::takeDatabaseSize(qint64 keys)
{
    m_health.expected = keys;
    if (m_phase != Phase::Live)
        return;
    if (keys == 0 && m_set->size() > 0) {
        m_jobs.confirmAllAbsent();
        Q_EMIT changed();
        return;
    }
    const bool isQuiet = m_jobs.dirty().isEmpty() && !m_dirtyReader.isReading() && !m_listing;
    const auto finding = m_size.look(keys, m_set->size(), isQuiet, m_jobs.steady());
    if (finding == SizeWatch::Finding::Fits)
        return;
    m_jobs.setFlushSuspected(finding == SizeWatch::Finding::Flushed);
    list();
}

void NodeWatcher::sample()
{
    std::vector<QByteArray> keys = m_sample.next();
    if (keys.empty())
        return;
    m_reader->read(
        std::move(keys), [this](const JobPageReader::Page &page) { takeSample(page); },
        [](const Result<void> &) {});
}

void NodeWatcher::takeSample(const JobPageReader::Page &page)
{
    if (m_sample.isSuddenDrop(page)) {
        m_jobs.setFlushSuspected(true);
        list();
    }
    m_sample.take(page);
    Q_EMIT changed();
}

void NodeWatcher::judgeUnannounced()
{
    if (m_ladder.rung() == FeedRung::Polling || m_dirtyReader.isOverloaded())
        return m_jobs.forgetUnannounced();
    if (!m_jobs.takeOverdue())
        return;
    m_ladder.missed(now());
    qCInfo(logFeed).noquote() << "a change was not announced by" << wordOf(m_health.rung).toByteArray();
    if (m_ladder.rung() != m_health.rung)
        applyRung();
    list();
}

FeedStatistics NodeWatcher::takeStatistics()
{
    FeedStatistics statistics;
    statistics.events = std::exchange(m_eventsHeard, 0);
    statistics.evictions = m_jobs.takeEvictions();
    const auto &data = m_data.traffic();
    const auto &events = m_events.connection().traffic();
    const redis::Connection::Traffic total{data.commands + events.commands, data.bytesIn + events.bytesIn,
        data.bytesOut + events.bytesOut, data.lastRoundTrip};
    statistics.commands = total.commands - m_countedTraffic.commands;
    statistics.bytesIn = total.bytesIn - m_countedTraffic.bytesIn;
    statistics.roundTripMs = static_cast<double>(total.lastRoundTrip.count()) / 1000;
    m_countedTraffic = total;
    return statistics;
}

} // namespace emberwatch
