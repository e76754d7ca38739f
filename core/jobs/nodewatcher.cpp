// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/nodewatcher.h"

#include "core/jobs/jobkey.h"
#include "core/redis/replyerror.h"

#include <QLoggingCategory>

namespace emberwatch {

using redis::Commands;
using redis::Reply;
using namespace std::chrono_literals;

namespace {

Q_LOGGING_CATEGORY(logFeed, "emberwatch.feed", QtInfoMsg)

constexpr auto tickEvery = 1000ms;
constexpr auto busySpacing = 250ms; // correctness.md 6.2: at most 4 times a second each
constexpr qint64 busyEvents = 20'000; // a second; SET ... EX makes two
constexpr size_t readAtOnce = 1000; // keys of one MGET: below 1 ms of Redis
constexpr int sampleSize = 100;
constexpr auto announcedWithin = 2000ms; // an event this long before the look counts as its announcement
constexpr auto eventMayBeLateBy = 1000ms;
constexpr auto unprovenRelist = 2000ms;
constexpr auto configuredRelist = 10'000ms; // the server says that notifications are on
constexpr auto longestRelist = 300'000ms;
constexpr qint64 manyJobs = 100'000;
constexpr int listingShare = 4; // repeated listings take at most this part of the time

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
    , m_data(m_options.connection)
    , m_events(m_options.connection, m_options.schema.prefix,
          {.changed = [this](QByteArrayView id, EventStream::Hint hint,
                          bool byTracking) { heard(id, hint, byTracking); },
              .everythingChanged = [this] { heardFlush(); },
              .subscribed = [this](bool forTracking, bool taken,
                                const QString &why) { takeSubscription(forTracking, taken, why); }})
{
    m_health.server = redis::displayUrl(m_options.connection);
    m_retryTimer.setSingleShot(true);
    m_readTimer.setSingleShot(true);
    m_readTimer.setTimerType(Qt::PreciseTimer);
    m_tickTimer.setInterval(tickEvery);
    m_steady.start();
    connect(&m_retryTimer, &QTimer::timeout, this, &NodeWatcher::open);
    connect(&m_readTimer, &QTimer::timeout, this, &NodeWatcher::readDirty);
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
    m_isReading = false;
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
    m_readTimer.stop();
    if (m_listing)
        m_listing.release()->deleteLater(); // its own handler may be what brought us here
    m_reader.release()->deleteLater();
    m_data.close();
    m_events.close();
    m_suspects.clear();
    m_dirty.clear();
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

void NodeWatcher::takeFlags(Reply::View reply)
{
    if (const auto answer = redis::checked(reply); !answer) {
        m_isConfigRefused = true;
        m_ladder.setConfigured(std::nullopt);
    } else if (answer->size() == 2) {
        m_ladder.setConfigured(announcesJobs(answer->at(1).bytes()));
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
    const Commands ask{"CONFIG", "GET", "notify-keyspace-events"};
    m_data.send(ask, this, [this](const Result<Reply> &reply) {
        if (!reply)
            return;
        const Reply::View flags = reply->root().at(0);
        const QByteArray wanted
            = withJobNotifications(flags.size() == 2 ? flags.at(1).bytes() : QByteArrayView());
        const Commands set{"CONFIG", "SET", "notify-keyspace-events", wanted};
        m_data.send(set, this, [this](const Result<Reply> &answer) {
            if (!answer)
                return;
            if (const auto ok = redis::checked(answer->root().at(0)); !ok) {
                m_health.rungReason
                    = tr("switching notifications on was refused: %1").arg(ok.error().message);
                Q_EMIT changed();
                return;
            }
            tick();
        });
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
    }
    m_isListingAgainWanted = false;
    m_health.drift = 0;
    m_listingBegan = steady();
    m_set->beginListing(m_node);
    m_listing = std::make_unique<JobListing>(
        &m_data, m_options.schema.prefix, m_options.limits.bytes, JobListing::Repeats::Allow);
    m_listing->setCareful(m_isCareful);
    m_listing->setPageHandler([this](const std::vector<ListedJob> &page) { takePage(page); });
    connect(m_listing.get(), &JobListing::finished, this, &NodeWatcher::confirmUnseen);
    connect(m_listing.get(), &JobListing::failed, this, &NodeWatcher::listingFailed);
    m_listing->start();
}

void NodeWatcher::takePage(const std::vector<ListedJob> &page)
{
    for (const ListedJob &job : page) {
        if (m_phase != Phase::Live)
            observe(job);
        else if (observeByLooking(job))
            ++m_health.drift;
    }
    m_health.loaded = m_listing->listed();
    Q_EMIT changed();
}

void NodeWatcher::confirmUnseen()
{
    m_listing.release()->deleteLater();
    std::vector<QByteArray> keys;
    for (const JobSlot slot : m_set->unseen(m_node)) {
        const QByteArray key = keyOfSlot(slot);
        if (m_phase == Phase::Live && !wasAnnounced(idInKeyOf(key))
            && !m_set->isPastDeadline(slot, serverNow()))
            ++m_health.drift;
        keys.push_back(key);
    }
    if (keys.empty())
        return completeListing();
    // SCAN's silence is no proof of absence; the reads go out in pieces and the last one completes the
    // listing.
    for (size_t from = 0; from < keys.size(); from += readAtOnce) {
        const auto begin = keys.begin() + static_cast<std::ptrdiff_t>(from);
        const auto end = keys.begin() + static_cast<std::ptrdiff_t>(std::min(from + readAtOnce, keys.size()));
        const bool isLast = end == keys.end();
        m_reader->read(
            {begin, end}, [this](const JobPageReader::Page &page) { takeRead(page); },
            [this, isLast](const Result<void> &result) {
                if (!result)
                    listingFailed(result.error());
                else if (isLast)
                    completeListing();
            });
    }
}

void NodeWatcher::completeListing()
{
    if (m_phase == Phase::Closed)
        return;
    const bool isFirst = m_phase == Phase::Listing;
    m_listingTook = steady() - m_listingBegan;
    m_size.listed(m_health.drift > 0);
    m_isFlushSuspected = false;
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
    scheduleRead();
}

void NodeWatcher::listingFailed(const Error &why)
{
    if (why.kind == Error::Kind::Protocol)
        m_isCareful = true;
    lost(why);
}

NodeWatcher::Ms NodeWatcher::relistInterval() const
{
    const auto affordable = m_listingTook * listingShare;
    if (m_ladder.rung() == FeedRung::Polling)
        return std::max<Ms>(unprovenRelist, affordable);
    if (!m_ladder.isProven())
        return std::max<Ms>(
            m_ladder.isConfigured() ? configuredRelist : unprovenRelist, affordable * listingShare);
    const Ms regular = m_options.relistEvery;
    return std::max(regular, std::min<Ms>(regular * m_set->size() / manyJobs, longestRelist));
}

// ---- events and dirty keys

void NodeWatcher::heard(QByteArrayView id, EventStream::Hint hint, bool byTracking)
{
    ++m_statistics.events;
    ++m_eventsThisSecond;
    if (m_phase == Phase::Closed)
        return;
    m_ladder.heard(byTracking ? FeedRung::Tracking : FeedRung::Notifications, m_health.lastData);
    const auto slot = m_set->find(id);
    if (slot) {
        m_dirty.heard(*slot, steady());
        if (hint != EventStream::Hint::Changed)
            m_hints[*slot] = hint;
    } else {
        m_dirty.heard(id);
    }
    if (!m_suspects.isEmpty())
        m_suspects.remove(id.toByteArray());
    scheduleRead();
}

void NodeWatcher::heardFlush()
{
    if (m_phase == Phase::Closed)
        return;
    m_isFlushSuspected = true;
    list();
}

void NodeWatcher::lookAt(JobSlot slot)
{
    if (m_phase == Phase::Closed)
        return;
    m_dirty.mark(slot);
    scheduleRead();
}

void NodeWatcher::scheduleRead()
{
    if (m_isReading || m_readTimer.isActive() || m_dirty.isEmpty() || m_phase == Phase::Closed
        || m_phase == Phase::Opening)
        return;
    const Ms since = steady() - m_lastRead;
    m_readTimer.start(std::max<Ms>(m_options.frame - since, 0ms));
}

void NodeWatcher::readDirty()
{
    if (m_isReading || m_phase == Phase::Closed)
        return;
    m_lastRead = steady();
    const auto taken = m_dirty.take(readAtOnce, steady(), isOverloaded() ? Ms(busySpacing) : Ms::zero());
    std::vector<QByteArray> keys;
    keys.reserve(taken.slots_.size() + taken.unknownIds.size());
    for (const JobSlot slot : taken.slots_) {
        if (m_set->isUsed(slot))
            keys.push_back(keyOfSlot(slot));
    }
    for (const QByteArray &id : taken.unknownIds)
        keys.push_back(m_options.schema.prefix + id);
    if (keys.empty())
        return scheduleRead();
    m_isReading = true;
    m_reader->read(
        std::move(keys), [this](const JobPageReader::Page &page) { takeRead(page); },
        [this](const Result<void> &result) {
            m_isReading = false;
            if (!result)
                return listingFailed(result.error());
            m_dirty.forgetTaken();
            scheduleRead();
        });
}

void NodeWatcher::takeRead(const JobPageReader::Page &page)
{
    for (const ListedJob &job : page.present)
        observe(job);
    for (const QByteArrayView key : page.absent)
        confirmAbsent(key);
    Q_EMIT changed();
}

void NodeWatcher::observe(const ListedJob &job)
{
    m_set->observe(idInKeyOf(job.key), job, m_node, serverNow());
}

bool NodeWatcher::wasAnnounced(QByteArrayView id) const
{
    const auto slot = m_set->find(id);
    if (!slot)
        return m_dirty.wasHeard(id);
    return m_dirty.isMarked(*slot) || m_dirty.wasHeard(*slot, steady(), announcedWithin);
}

bool NodeWatcher::observeByLooking(const ListedJob &job)
{
    const QByteArrayView id = idInKeyOf(job.key);
    const bool announced = wasAnnounced(id);
    if (m_set->observe(id, job, m_node, serverNow()) == LiveSet::Effect::Unchanged || announced)
        return false;
    m_suspects.insert(id.toByteArray(), steady());
    return true;
}

void NodeWatcher::confirmAbsent(QByteArrayView key)
{
    if (const auto slot = m_set->find(idInKeyOf(key)))
        m_set->remove(*slot, causeOf(*slot));
}

RemovalCause NodeWatcher::causeOf(JobSlot slot)
{
    const auto hint = m_hints.take(slot);
    if (hint == EventStream::Hint::Evicted) {
        ++m_statistics.evictions;
        return RemovalCause::Evicted;
    }
    if (hint == EventStream::Hint::Expired || m_set->isPastDeadline(slot, serverNow()))
        return RemovalCause::Expired;
    return m_isFlushSuspected ? RemovalCause::Flushed : RemovalCause::Deleted;
}

bool NodeWatcher::isOverloaded() const
{
    return m_eventsLastSecond > busyEvents;
}

QByteArray NodeWatcher::keyOfSlot(JobSlot slot) const
{
    QByteArray key = m_options.schema.prefix;
    m_set->appendId(slot, key);
    return key;
}

// ---- once a second

void NodeWatcher::tick()
{
    m_eventsLastSecond = std::exchange(m_eventsThisSecond, 0);
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
    judgeSuspects();
    if (steady() - m_listingBegan >= relistInterval())
        list();
}

void NodeWatcher::askVitals(std::function<void()> then)
{
    Commands commands;
    commands.add({"TIME"});
    commands.add({"DBSIZE"});
    if (!m_isConfigRefused)
        commands.add({"CONFIG", "GET", "notify-keyspace-events"});
    const qint64 askedAt = now().time_since_epoch().count();
    m_data.send(commands, this, [this, askedAt, then = std::move(then)](const Result<Reply> &reply) {
        if (!reply || m_phase == Phase::Closed)
            return; // the connection says why by itself
        takeVitals(*reply, askedAt);
        then();
    });
}

void NodeWatcher::takeVitals(const Reply &reply, qint64 askedAt)
{
    const qint64 ours = (askedAt + now().time_since_epoch().count()) / 2;
    if (const Reply::View time = reply.root().at(0); time.size() == 2) {
        const qint64 server = time.at(0).bytes().toLongLong() * 1000 + time.at(1).bytes().toLongLong() / 1000;
        m_clockOffset = server - ours;
    }
    if (reply.root().size() > 2)
        takeFlags(reply.root().at(2));
    if (const Reply::View size = reply.root().at(1); size.type() == Reply::Type::Integer)
        takeDatabaseSize(size.integer());
}

void NodeWatcher::takeDatabaseSize(qint64 keys)
{
    m_health.expected = keys;
    if (m_phase != Phase::Live)
        return;
    if (keys == 0 && m_set->size() > 0)
        return forgetAll();
    const bool isQuiet = m_dirty.isEmpty() && !m_isReading && !m_listing;
    const auto finding = m_size.look(keys, m_set->size(), isQuiet, steady());
    if (finding == SizeWatch::Finding::Fits)
        return;
    m_isFlushSuspected = finding == SizeWatch::Finding::Flushed;
    list();
}

/// DBSIZE 0 is proof for every key at once.
void NodeWatcher::forgetAll()
{
    m_isFlushSuspected = true;
    for (JobSlot slot = 0; slot < m_set->slotEnd(); ++slot) {
        if (m_set->isUsed(slot) && m_set->nodeOf(slot) == m_node)
            m_set->remove(slot, causeOf(slot));
    }
    m_isFlushSuspected = false;
    Q_EMIT changed();
}

void NodeWatcher::sample()
{
    std::vector<QByteArray> keys;
    const JobSlot end = m_set->slotEnd();
    for (JobSlot looked = 0; looked < end && keys.size() < sampleSize; ++looked) {
        const JobSlot slot = m_sampleCursor = m_sampleCursor + 1 < end ? m_sampleCursor + 1 : 0;
        if (m_set->isUsed(slot) && m_set->nodeOf(slot) == m_node && !m_dirty.isMarked(slot))
            keys.push_back(keyOfSlot(slot));
    }
    if (keys.empty())
        return;
    m_reader->read(
        std::move(keys), [this](const JobPageReader::Page &page) { takeSample(page); },
        [](const Result<void> &) {});
}

void NodeWatcher::takeSample(const JobPageReader::Page &page)
{
    const auto unannounced
        = std::count_if(page.absent.begin(), page.absent.end(), [this](QByteArrayView key) {
              const auto slot = m_set->find(idInKeyOf(key));
              return slot && !wasAnnounced(idInKeyOf(key)) && !m_set->isPastDeadline(*slot, serverNow());
          });
    const auto size = static_cast<std::ptrdiff_t>(page.absent.size() + page.present.size());
    if (unannounced > 10 && unannounced > size / 5) {
        m_isFlushSuspected = true;
        list();
    }
    for (const ListedJob &job : page.present)
        observeByLooking(job);
    for (const QByteArrayView key : page.absent) {
        if (unannounced > 0 && !wasAnnounced(idInKeyOf(key)))
            m_suspects.insert(idInKeyOf(key).toByteArray(), steady());
        confirmAbsent(key);
    }
    Q_EMIT changed();
}

void NodeWatcher::judgeSuspects()
{
    if (m_ladder.rung() == FeedRung::Polling || isOverloaded()) {
        m_suspects.clear();
        return;
    }
    const auto isOld = [this](Ms since) { return steady() - since >= eventMayBeLateBy; };
    const bool isMissed = std::any_of(m_suspects.cbegin(), m_suspects.cend(), isOld);
    if (!isMissed)
        return;
    m_suspects.removeIf([&](const auto &entry) { return isOld(entry.value()); });
    m_ladder.missed(now());
    qCInfo(logFeed).noquote() << "a change was not announced by" << wordOf(m_health.rung).toByteArray();
    if (m_ladder.rung() != m_health.rung)
        applyRung();
    list();
}

FeedStatistics NodeWatcher::takeStatistics()
{
    FeedStatistics statistics = std::exchange(m_statistics, {});
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

qint64 NodeWatcher::serverNow() const
{
    return now().time_since_epoch().count() + m_clockOffset;
}

} // namespace emberwatch
