// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jobs/jobfeed.h"
#include "core/jobs/jobtable.h"

#include <QHash>

#include <optional>
#include <vector>

namespace emberwatch::test {

/// A feed and what its batches add up to: what every receiver sees, for tests to compare with the server.
class FeedHarness
{
public:
    explicit FeedHarness(redis::ConnectionOptions options, FeedOptions feedOptions = {});

    [[nodiscard]] JobFeed &feed() { return m_feed; }
    [[nodiscard]] const JobTable &table() const { return m_table; }
    [[nodiscard]] const FeedHealth &health() const { return m_health; }
    [[nodiscard]] bool isLive() const { return m_health.state == FeedState::Live; }
    [[nodiscard]] qint64 total() const { return m_table.counts().total; }
    [[nodiscard]] int snapshots() const { return m_snapshots; }
    [[nodiscard]] qint64 events() const { return m_events; }
    [[nodiscard]] int batches() const { return m_batches; }
    [[nodiscard]] bool contains(const QByteArray &id) const { return m_table.find(PromptId(id)).has_value(); }
    /// -1 where there is no such job.
    [[nodiscard]] double progressOf(const QByteArray &id) const;
    [[nodiscard]] std::optional<RemovalCause> causeOf(const QByteArray &id) const;
    [[nodiscard]] QByteArray reasonOf(const QByteArray &id) const;
    /// While held, batches are not acknowledged: a receiver that is busy.
    void hold(bool on);
    [[nodiscard]] bool isBatchOwed() const { return m_isOwed; }

private:
    void take(const FeedBatchPtr &batch);

    redis::StandaloneTopology m_topology;
    JobTable m_table;
    FeedHealth m_health;
    QHash<QByteArray, RemovalCause> m_causes;
    int m_snapshots = 0;
    int m_batches = 0;
    qint64 m_events = 0;
    bool m_isHeld = false;
    bool m_isOwed = false;
    JobFeed m_feed;
};

} // namespace emberwatch::test
