// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/mailbox.h"
#include "core/filter/expression.h"
#include "core/jobs/jobtable.h"

#include <QObject>

#include <atomic>
#include <memory>
#include <vector>

namespace emberwatch {

enum class JobColumn : quint8 { Status, Progress, PromptId, Type, User, Server, Age, Silence, Ttl };

/// Which jobs, in which order.
struct JobQuery
{
    filter::Expression filter; ///< empty: all
    JobColumn sortBy = JobColumn::Silence;
    bool isDescending = true;
    quint64 generation = 0; ///< the asker's number, returned with the answer
};

/// What the UI thread swaps in: batches it has not applied yet, and the order of the rows after them.
struct IndexUpdate
{
    std::vector<FeedBatchPtr> batches;
    /// Slots of the matching jobs in sort order; nullptr: as before.
    std::shared_ptr<const std::vector<JobSlot>> order;
    quint64 generation = 0; ///< of the query that `order` answers
    bool isFiltered = false;
};

/// Sorts and filters in a thread of its own on a table of its own, and hands the UI thread finished orders.
///
/// Batches go feed -> index -> model; the model gets a batch and the order that belongs to it together, so the two
/// never disagree. Where the model is slow the index waits, and the feed's next batch grows.
class JobIndex : public QObject
{
    Q_OBJECT
public:
    /// @param schema  for silence
    /// @param wakeReceiver  called in the index's thread when an update is waiting for take()
    /// @param batchTaken    called in the index's thread once a batch was taken over: the feed may send the next
    JobIndex(JobSchema schema, std::function<void()> wakeReceiver, std::function<void()> batchTaken);

    /// From the feed's thread.
    void post(FeedBatchPtr batch);
    /// From the UI thread: the newest query counts.
    void setQuery(JobQuery query);
    /// From the UI thread: what is waiting, and the index may prepare the next.
    [[nodiscard]] IndexUpdate take();

protected:
    bool event(QEvent *event) override;

private:
    class Private;
    std::shared_ptr<Private> d;
};

} // namespace emberwatch
