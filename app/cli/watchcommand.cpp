// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/watchcommand.h"

namespace emberwatch::cli {

using namespace std::chrono_literals;

namespace {

/// Ages come true within a second; half of it is left for everything else.
constexpr auto clockLookEvery = 500ms;

std::unique_ptr<WatchPrinter> printerFor(const Settings &settings, std::string &to)
{
    return settings.isJson ? jsonWatchPrinter(to) : textWatchPrinter(to, settings.out);
}

bool isSameToUser(const FeedHealth &a, const FeedHealth &b)
{
    return a.state == b.state && a.rung == b.rung && a.rungReason == b.rungReason && a.error == b.error
        && a.isRungProven == b.isRungProven && a.version == b.version && a.role == b.role;
}

ConnectStage stageOf(const FeedHealth &health)
{
    return health.peer.isEmpty() ? ConnectStage::Reaching : ConnectStage::SigningIn;
}

} // namespace

WatchCommand::WatchCommand(Settings settings, WatchOptions options)
    : Command(std::move(settings))
    , m_options(std::move(options))
    , m_topology(this->settings().connection)
    , m_printer(printerFor(this->settings(), output().buffer()))
    , m_jobs(m_options.filter, this->settings().schema)
{
}

WatchCommand::~WatchCommand() = default;

void WatchCommand::start()
{
    connect(&m_clockTimer, &QTimer::timeout, this, &WatchCommand::lookAtClock);
    connect(&m_durationTimer, &QTimer::timeout, this, [this] { finish(ExitCode::Fine); });
    connect(&output(), &Output::drained, this, [this] {
        if (std::exchange(m_owesBatch, false))
            m_feed->batchTaken();
    });
    FeedOptions options;
    options.schema = settings().schema;
    options.keepDocuments = true;
    m_feed = std::make_unique<JobFeed>(
        &m_topology, options, [this](const FeedBatchPtr &batch) { takeBatch(batch); });
    m_printer->begin();
    if (m_jobs.dependsOnTime())
        m_clockTimer.start(clockLookEvery);
    if (m_options.duration)
        m_durationTimer.start(*m_options.duration);
    m_feed->start();
}

void WatchCommand::takeBatch(const FeedBatchPtr &batch)
{
    m_serverMinusOurs = std::chrono::milliseconds(batch->serverMinusOurClock);
    // What is read is worth something only while the feed is live: the word comes behind the jobs it speaks
    // of.
    const bool isGoodNews = batch->health && batch->health->state == FeedState::Live;
    if (batch->health && !isGoodNews)
        takeHealth(*batch->health);
    m_jobs.apply(*batch, serverNow(), *m_printer);
    if (batch->snapshotComplete)
        m_printer->printSnapshot(m_jobs.shownCount());
    if (isGoodNews)
        takeHealth(*batch->health);
    m_owesBatch = true;
    passOn();
}

void WatchCommand::takeHealth(const FeedHealth &health)
{
    const bool isNews = !m_health || !isSameToUser(*m_health, health);
    m_health = health;
    m_hasBeenLive = m_hasBeenLive || health.state == FeedState::Live;
    if (isNews)
        m_printer->printFeed(health);
    if (!isLost(health))
        return;
    sayTrouble(explainTrouble(*health.error, settings().connection, stageOf(health)));
    finish(exitCodeFor(health.error->kind));
}

bool WatchCommand::isLost(const FeedHealth &health) const
{
    if (!health.error || health.state == FeedState::Live)
        return false;
    switch (health.error->kind) {
    case Error::Kind::Auth:
    case Error::Kind::Tls:
    case Error::Kind::Permission:
        return true; // asking again without something new is pointless
    default:
        return !m_hasBeenLive && !m_options.waitsForServer;
    }
}

Timestamp WatchCommand::serverNow() const
{
    return systemNow() + m_serverMinusOurs;
}

void WatchCommand::lookAtClock()
{
    if (m_owesBatch || !m_hasBeenLive)
        return;
    m_jobs.passTime(serverNow(), *m_printer);
    output().send();
}

void WatchCommand::passOn()
{
    output().send();
    if (output().waitingBytes() == 0 && std::exchange(m_owesBatch, false))
        m_feed->batchTaken();
}

} // namespace emberwatch::cli
