// SPDX-License-Identifier: GPL-3.0-or-later
#include "world.h"

#include "app/demo/oddities.h"

#include <algorithm>
#include <array>
#include <utility>

namespace emberwatch::demo {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

constexpr milliseconds lookInterval = 250ms;
constexpr milliseconds firstDeath = 45s;
constexpr milliseconds laterDeaths = 4min;
constexpr milliseconds oddityInterval = 40s;
constexpr int firstOddities = 6; ///< and never many more
constexpr int takenOverAtOnce = 1000; ///< between two looks at the sockets
constexpr double processingShare = 0.62; ///< of the jobs alive, as the scenario's durations make it
constexpr double shadowedShare = 0.05;

/// A producer has about this many jobs in hand, up to `mostProducers`.
constexpr int jobsPerProducer = 25;
constexpr int fewestProducers = 3;
constexpr int mostProducers = 16;

/// When the application servers of the past died, and with what share of the jobs alive.
struct Death
{
    milliseconds ago;
    double share;
};
constexpr std::array pastDeaths{Death{14min + 11s, 0.03}, Death{5min + 2s, 0.012}, Death{52min, 0.008}};

milliseconds paceFor(const DemoOptions &options)
{
    const double seconds = std::max(1.0, options.jobs * processingShare) / options.rate;
    return milliseconds(std::max<qint64>(1, static_cast<qint64>(seconds * 1000)));
}

} // namespace

World::World(const redis::ConnectionOptions &server, const DemoOptions &options, QObject *parent)
    : QObject(parent)
    , m_jobs(options.jobs)
    , m_scenario(options.seed)
    , m_observer(server)
{
    const int producers = std::clamp(m_jobs / jobsPerProducer, fewestProducers, mostProducers);
    const Producer::Habits habits{m_schema, paceFor(options)};
    for (int i = 0; i < producers; ++i)
        m_producers.push_back(std::make_unique<Producer>(server, habits, m_scenario.dice().bits()));
    m_observer.setReconnect(true);
    m_observer.open();
    connect(&m_look, &QTimer::timeout, this, &World::look);
    m_look.start(lookInterval);
    connect(&m_death, &QTimer::timeout, this, &World::letOneDie);
    connect(&m_oddity, &QTimer::timeout, this, &World::leaveOddity);
}

void World::look()
{
    if (m_isLooking || !m_observer.isReady())
        return;
    if (!m_hasBegun) {
        if (allAreUp())
            populate(systemNow());
        return;
    }
    m_isLooking = true;
    m_observer.send({"DBSIZE"}, this, [this](const Result<redis::Reply> &reply) {
        m_isLooking = false;
        if (reply)
            replenish(m_jobs - static_cast<int>(reply->root().at(0).integer()), systemNow());
    });
}

bool World::allAreUp() const
{
    return std::all_of(
        m_producers.cbegin(), m_producers.cend(), [](const auto &producer) { return producer->isUp(); });
}

void World::populate(Timestamp now)
{
    m_hasBegun = true;
    const int odd = std::min(firstOddities, m_jobs / 20);
    for (int i = 0; i < odd; ++i)
        leaveOddity();
    if (odd > 0)
        m_oddity.start(oddityInterval);
    addAbandoned(now);
    m_toTakeOver = m_jobs - odd - m_abandoned;
    takeOverSome();
}

void World::takeOverSome()
{
    const Timestamp now = systemNow();
    const int some = std::min(m_toTakeOver, takenOverAtOnce);
    for (int i = 0; i < some; ++i) {
        Producer &producer = someProducer();
        JobPlan plan = m_scenario.metAt(now);
        const Timestamp lastWrite = producer.lastWriteBefore(plan, now);
        producer.takeOver(std::move(plan), now, lastWrite);
    }
    m_toTakeOver -= some;
    if (m_toTakeOver > 0)
        QTimer::singleShot(0, this, &World::takeOverSome);
}

void World::addAbandoned(Timestamp now)
{
    for (const Death &death : pastDeaths) {
        const Timestamp then = now - death.ago;
        for (int i = 0; i < static_cast<int>(m_jobs * death.share); ++i) {
            Producer &producer = someProducer();
            const JobPlan plan = m_scenario.openAt(then);
            producer.leaveBehind(plan, now, producer.lastWriteBefore(plan, then));
            ++m_abandoned;
        }
    }
}

void World::replenish(int missing, Timestamp now)
{
    // Among very many jobs some have ended before the last is written.
    if (m_toTakeOver == 0 && missing <= m_jobs / 100 && !m_isPopulated) {
        m_isPopulated = true;
        m_death.start(firstDeath);
        Q_EMIT populated();
    }
    const bool isGrowing = missing < std::exchange(m_missing, missing);
    if (m_toTakeOver > 0 || (!m_isPopulated && isGrowing))
        return; // the first jobs are still being written
    // After a FLUSHALL the users come back one after the other, not all in the same moment.
    const int atOnce = std::max(1, m_jobs / 20);
    for (int i = 0; i < std::min(missing, atOnce); ++i)
        submitOne(now);
}

void World::submitOne(Timestamp now)
{
    Producer &owner = someProducer();
    if (!owner.isUp())
        return;
    JobPlan plan = m_scenario.submittedAt(now);
    if (m_scenario.dice().happens(shadowedShare)) {
        Producer &other = someProducer();
        if (&other != &owner)
            other.shadow(plan);
    }
    owner.submit(std::move(plan));
}

void World::letOneDie()
{
    m_death.start(laterDeaths);
    Producer &producer = someProducer();
    if (m_abandoned + producer.jobCount() <= mayBeAbandoned())
        m_abandoned += producer.crash();
}

void World::leaveOddity()
{
    const std::vector<Oddity> all = oddities(m_schema, systemNow());
    const Oddity &oddity = all[m_nextOddity];
    const Oddity &oldest = all[(m_nextOddity + all.size() - firstOddities) % all.size()];
    redis::Commands commands = oddity.write;
    commands.add({"DEL", oldest.key});
    m_observer.send(commands, this, [](const Result<redis::Reply> &) {}); // lost: the next one is written
    m_nextOddity = (m_nextOddity + 1) % all.size();
}

Producer &World::someProducer()
{
    return *m_producers[static_cast<size_t>(m_scenario.dice().below(static_cast<int>(m_producers.size())))];
}

} // namespace emberwatch::demo
