// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/feeddisplay.h"

#include "ui/shell/stalebar.h"
#include "ui/shell/statusline.h"

namespace emberwatch {

using namespace std::chrono_literals;

namespace {

constexpr auto period = 500ms; ///< ages with tenths are read, not raced
constexpr auto loadWindow = 5s;
constexpr auto noticeLasts = 4s;

} // namespace

FeedDisplay::FeedDisplay(StatusLine *status, StaleBar *stale, Clock clock, QObject *parent)
    : QObject(parent)
    , m_status(status)
    , m_stale(stale)
    , m_clock(std::move(clock))
{
    m_timer.setInterval(period);
    connect(&m_timer, &QTimer::timeout, this, &FeedDisplay::refresh);
    m_timer.start();
}

void FeedDisplay::setHealth(const std::optional<FeedHealth> &health)
{
    m_hasServer = health.has_value();
    m_view.health = health.value_or(FeedHealth());
    refresh();
}

void FeedDisplay::addStatistics(const FeedStatistics &statistics)
{
    if (statistics.commands > 0)
        m_sent.push_back({m_clock(), statistics.commands});
    m_view.roundTripMs = statistics.roundTripMs;
}

void FeedDisplay::notice(const QString &text)
{
    m_notice = text;
    m_noticeEnds = m_clock() + noticeLasts;
    refresh();
}

void FeedDisplay::setTracking(const TrackingSummary &tracking)
{
    m_status->showTracking(tracking);
}

void FeedDisplay::setWork(const QString &text)
{
    m_status->showWork(text);
}

void FeedDisplay::setZone(ClockZone zone)
{
    m_view.zone = zone;
    refresh();
}

void FeedDisplay::setPaused(bool isPaused)
{
    if (isPaused == m_view.pausedAt.has_value())
        return;
    m_view.pausedAt = isPaused ? std::optional(m_clock()) : std::nullopt;
    refresh();
}

void FeedDisplay::refresh()
{
    m_view.now = m_clock();
    measureLoad();
    if (!m_hasServer) {
        m_status->showClock(m_view);
        m_stale->hide();
        return;
    }
    m_status->showFeed(m_view);
    if (m_view.now < m_noticeEnds)
        m_status->showNotice(m_notice);
    m_stale->showFeed(m_view);
}

void FeedDisplay::measureLoad()
{
    while (!m_sent.empty() && m_sent.front().when < m_view.now - loadWindow)
        m_sent.pop_front();
    qint64 commands = 0;
    for (const Sent &sent : m_sent)
        commands += sent.commands;
    m_view.commandsPerSecond
        = static_cast<double>(commands) / std::chrono::duration<double>(loadWindow).count();
}

} // namespace emberwatch
