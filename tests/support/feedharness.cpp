// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/feedharness.h"

namespace emberwatch::test {

FeedHarness::FeedHarness(redis::ConnectionOptions options, FeedOptions feedOptions)
    : m_topology(std::move(options))
    , m_feed(&m_topology, std::move(feedOptions), [this](const FeedBatchPtr &batch) { take(batch); })
{
    m_feed.start();
}

void FeedHarness::take(const FeedBatchPtr &batch)
{
    ++m_batches;
    for (const Removal &removal : batch->removals)
        m_causes.insert(m_table.idOf(m_table.row(removal.slot)), removal.cause);
    m_table.apply(*batch);
    if (batch->health)
        m_health = *batch->health;
    if (batch->snapshotComplete)
        ++m_snapshots;
    m_events += batch->statistics.events;
    if (m_isHeld)
        m_isOwed = true;
    else
        m_feed.batchTaken();
}

void FeedHarness::hold(bool on)
{
    m_isHeld = on;
    if (!on && std::exchange(m_isOwed, false))
        m_feed.batchTaken();
}

double FeedHarness::progressOf(const QByteArray &id) const
{
    const auto slot = m_table.find(PromptId(id));
    return slot ? static_cast<double>(m_table.row(*slot).progress) : -1;
}

std::optional<RemovalCause> FeedHarness::causeOf(const QByteArray &id) const
{
    const auto it = m_causes.constFind(id);
    return it == m_causes.constEnd() ? std::nullopt : std::optional(*it);
}

QByteArray FeedHarness::reasonOf(const QByteArray &id) const
{
    const auto slot = m_table.find(PromptId(id));
    return slot ? m_table.strings().text(m_table.row(*slot).reason) : QByteArray();
}

} // namespace emberwatch::test
