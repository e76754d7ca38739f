// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "app/cli/watchedjobs.h"
#include "app/cli/watchprinter.h"
#include "core/jobs/jobfeed.h"
#include "core/redis/topology.h"

#include <QTimer>

#include <chrono>
#include <memory>
#include <optional>

namespace emberwatch::cli {

struct WatchOptions
{
    filter::Expression filter;
    std::optional<std::chrono::milliseconds> duration; ///< then stop by itself
    bool waitsForServer = false; ///< an unreachable server at the start is waited for
};

/// emberwatch watch: the jobs that are there, then every change.
class WatchCommand : public Command
{
    Q_OBJECT
public:
    WatchCommand(Settings settings, WatchOptions options);
    ~WatchCommand() override;
    void start() override;

private:
    void takeBatch(const FeedBatchPtr &batch);
    void takeHealth(const FeedHealth &health);
    void lookAtClock();
    void passOn();
    [[nodiscard]] bool isLost(const FeedHealth &health) const;
    [[nodiscard]] Timestamp serverNow() const;

    WatchOptions m_options;
    redis::StandaloneTopology m_topology;
    std::unique_ptr<WatchPrinter> m_printer;
    WatchedJobs m_jobs;
    std::optional<FeedHealth> m_health;
    std::chrono::milliseconds m_serverMinusOurs{0};
    bool m_hasBeenLive = false;
    bool m_owesBatch = false; ///< the feed waits for batchTaken()
    QTimer m_clockTimer;
    QTimer m_durationTimer;
    std::unique_ptr<JobFeed> m_feed;
};

} // namespace emberwatch::cli
