// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jobs/feedbatch.h"
#include "core/redis/topology.h"

#include <QObject>

#include <chrono>
#include <functional>
#include <memory>

namespace emberwatch {

struct FeedOptions
{
    JobSchema schema;
    DocumentLimits limits;
    std::chrono::milliseconds frame{33}; ///< at most one batch in this time
    std::chrono::seconds relistEvery{60}; ///< up to 300 s above 100,000 keys
    bool keepDocuments = false; ///< fill FeedBatch::documents
};

/// The live set of jobs: subscribe, snapshot, then differences, for as long as it lives (correctness.md 6).
///
/// Lives in the engine thread. Hands out at most one batch a frame, and the next only after batchTaken(): a
/// slow receiver makes batches larger, never a queue longer.
class JobFeed : public QObject
{
    Q_OBJECT
public:
    using Sink = std::function<void(FeedBatchPtr)>;
    /// @param topology  outlives the feed
    /// @param sink      called in the feed's thread
    JobFeed(redis::Topology *topology, FeedOptions options, Sink sink, QObject *parent = nullptr);
    ~JobFeed() override;

    /// From any thread: the last batch has been taken over.
    void batchTaken();

public Q_SLOTS:
    void start();
    /// Full scan now (F5).
    void refresh();
    /// Ends a waiting back-off now.
    void retryNow();
    /// CONFIG SET notify-keyspace-events with Kg$xe added to what is set: turn keyspace notifications on.
    /// Only ever on the operator's word. The outcome is visible as the feed's rung, a refusal as rungReason.
    void enableNotifications();

protected:
    bool event(QEvent *event) override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace emberwatch
