// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/timestamp.h"
#include "core/filter/expression.h"
#include "core/jobs/joborder.h"
#include "core/jobs/jobtable.h"

#include <QObject>

#include <functional>
#include <memory>
#include <vector>

namespace emberwatch {

/// Which jobs, in which order.
struct JobQuery
{
    filter::Expression filter; ///< empty: all
    JobSorting sorting;
    quint64 generation = 0; ///< the asker's number, returned with the answer
};

/// What the UI thread swaps in: batches it has not applied yet, and the order of the rows after them; and
/// what the feed says of itself.
struct IndexUpdate
{
    /// To be applied in this order, each exactly once. Empty while paused.
    std::vector<FeedBatchPtr> batches;
    /// Slots of the matching jobs in sort order, after the batches; nullptr: as before.
    JobOrderPtr order;
    quint64 generation = 0; ///< of the query that `order` answers
    JobSorting sorting; ///< that `order` is sorted by
    bool isFiltered = false;

    bool isPaused = false;
    qint64 heldChanges = 0; ///< jobs that are not as shown any more
    /// Slots of shown or hidden jobs that are gone since the pause began, those of earlier updates left out.
    std::vector<JobSlot> vanished;

    /// Of what has come in since the last update, whether it is held back or not.
    std::optional<FeedHealth> health;
    FeedStatistics statistics; ///< sums, and the last round trip
    bool snapshotComplete = false;
    qint64 serverMinusOurClock = 0;
    JobTable::Counts counts; ///< of what exists now, also while paused

    /// Makes this and the next update one.
    void append(IndexUpdate &&next);
};

/// Sorts and filters in a thread of its own on a table of its own, and hands the UI thread finished orders.
///
/// Batches go feed -> index -> model; the model gets a batch and the order that belongs to it together, so
/// the two never disagree. Where the model is slow the index waits, and the feed's next batch grows.
///
/// While paused the model's picture stays as it is and can still be sorted and filtered; batches are taken
/// over and merged, and resuming hands them over at once. Filters that depend on the time stand still as
/// well.
///
/// Lives in its thread: moveToThread() first, then anything. To be deleted once the thread has ended.
class JobIndex : public QObject
{
    Q_OBJECT
public:
    /// @param schema  for silence
    /// @param clock   ours
    /// @param wakeReceiver  called in the index's thread when an update is waiting for take()
    /// @param batchTaken    called in the index's thread once a batch was taken over: the feed may send the
    /// next
    JobIndex(
        JobSchema schema, Clock clock, std::function<void()> wakeReceiver, std::function<void()> batchTaken);
    ~JobIndex() override;

    /// From the feed's thread.
    void post(FeedBatchPtr batch);
    /// post() as a function that may outlive the index; it then does nothing.
    [[nodiscard]] std::function<void(FeedBatchPtr)> sink() const;
    /// From the UI thread: the newest query counts.
    void setQuery(JobQuery query);
    /// From the UI thread. What the index has handed over already still comes.
    void setPaused(bool isPaused);
    /// From the UI thread: what is waiting, and the index may prepare the next.
    [[nodiscard]] IndexUpdate take();

protected:
    void customEvent(QEvent *event) override;
    void timerEvent(QTimerEvent *event) override;

private:
    class Inbox;
    class Worker;
    std::shared_ptr<Inbox> m_inbox;
    std::unique_ptr<Worker> m_worker;
};

} // namespace emberwatch
