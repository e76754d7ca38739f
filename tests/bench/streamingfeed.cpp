// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/streamingfeed.h"

#include <algorithm>
#include <chrono>

namespace emberwatch::bench {

using namespace std::chrono_literals;

namespace {

constexpr auto frame = 33ms;
/// One change in so many is a job that comes, and one a job that goes.
constexpr int comeAndGo = 20;

} // namespace

StreamingFeed::StreamingFeed(FeedSimulator &simulator, int changesPerSecond, Sink sink)
    : m_simulator(simulator)
    , m_changesPerSecond(changesPerSecond)
    , m_sink(std::move(sink))
    , m_thread([this] { run(); })
{
}

StreamingFeed::~StreamingFeed()
{
    stop();
}

void StreamingFeed::stop()
{
    m_isOver = true;
    if (m_thread.joinable())
        m_thread.join();
}

void StreamingFeed::run()
{
    const auto begin = std::chrono::steady_clock::now();
    auto next = begin;
    while (!m_isOver) {
        next += frame;
        std::this_thread::sleep_until(next);
        if (!m_isTaken.exchange(false))
            continue;
        const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - begin;
        const auto due = static_cast<qint64>(passed.count() * m_changesPerSecond) - m_changes;
        const auto turnover = static_cast<int>(due / comeAndGo);
        // Jobs go as they come, so that their number stays.
        const FeedBatchPtr batch = m_simulator.next(turnover, static_cast<int>(due) - 2 * turnover, turnover);
        m_changes += due;
        m_sink(batch);
    }
}

} // namespace emberwatch::bench
