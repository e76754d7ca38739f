// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/timestamp.h"
#include "core/jobs/jobindex.h"

#include <QObject>
#include <QThread>

#include <functional>

namespace emberwatch {

class JobTableModel;

/// From the feed to the model: owns the index and its thread, takes its updates over in the UI thread, and
/// tells the rest of the window what the feed says of itself.
///
/// Order of death: this, then the feed; the sink may be called until the end and after.
class LiveJobs : public QObject
{
    Q_OBJECT
public:
    /// @param clock       ours; called in both threads
    /// @param model       gets every update; outlives this
    /// @param batchTaken  called in the index's thread: the feed may send the next batch
    LiveJobs(JobSchema schema, Clock clock, JobTableModel *model, std::function<void()> batchTaken,
        QObject *parent = nullptr);
    ~LiveJobs() override;

    /// For JobFeed; from any thread.
    [[nodiscard]] std::function<void(FeedBatchPtr)> sink() const;

    [[nodiscard]] const filter::Expression &filter() const { return m_query.filter; }
    [[nodiscard]] JobSorting sorting() const { return m_query.sorting; }
    /// The answer comes with a later update of the model.
    void setFilter(const filter::Expression &filter);
    void setSorting(JobSorting sorting);
    void setPaused(bool isPaused);

Q_SIGNALS:
    void healthChanged(const emberwatch::FeedHealth &health);
    /// Since the last time.
    void statisticsArrived(const emberwatch::FeedStatistics &statistics);
    /// Of all jobs that exist now, filtered or not, also while paused.
    void countsChanged(const emberwatch::JobTable::Counts &counts);
    void serverClockChanged(std::chrono::milliseconds serverMinusOurs);
    /// The first picture since (re)connecting is complete.
    void snapshotCompleted();
    /// The model shows the answer to the newest filter and sorting.
    void answered();

protected:
    void customEvent(QEvent *event) override;

private:
    void ask();
    void tell(const IndexUpdate &update);

    JobTableModel *m_model;
    QThread m_thread;
    JobIndex *m_index; ///< lives in m_thread and dies with it
    JobQuery m_query;
    quint64 m_answered = 0; ///< generation of the last answer
    JobTable::Counts m_counts;
    qint64 m_serverMinusOurs = 0;
};

} // namespace emberwatch
