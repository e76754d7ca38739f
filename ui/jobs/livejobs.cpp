// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/livejobs.h"

#include "ui/jobs/jobtablemodel.h"

#include <QCoreApplication>
#include <QEvent>

#include <utility>

namespace emberwatch {

using namespace Qt::StringLiterals;

LiveJobs::LiveJobs(
    JobSchema schema, Clock clock, JobTableModel *model, std::function<void()> batchTaken, QObject *parent)
    : QObject(parent)
    , m_model(model)
    , m_index(new JobIndex(
          std::move(schema), std::move(clock),
          [this] { QCoreApplication::postEvent(this, new QEvent(QEvent::User)); }, std::move(batchTaken)))
{
    m_query.sorting = model->sorting();
    connect(model, &JobTableModel::sortingRequested, this, &LiveJobs::setSorting);
    m_index->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_index, &QObject::deleteLater);
    m_thread.setObjectName(u"jobs index"_s);
    m_thread.start();
}

LiveJobs::~LiveJobs()
{
    m_thread.quit();
    m_thread.wait();
}

std::function<void(FeedBatchPtr)> LiveJobs::sink() const
{
    return m_index->sink();
}

void LiveJobs::setFilter(const filter::Expression &filter)
{
    m_query.filter = filter;
    ask();
}

void LiveJobs::setSorting(JobSorting sorting)
{
    m_query.sorting = sorting;
    ask();
}

void LiveJobs::ask()
{
    ++m_query.generation;
    m_index->setQuery(m_query);
}

void LiveJobs::setPaused(bool isPaused)
{
    m_index->setPaused(isPaused);
}

/// The only event that is posted to us.
void LiveJobs::customEvent(QEvent *)
{
    const IndexUpdate update = m_index->take();
    m_model->apply(update);
    tell(update);
}

void LiveJobs::tell(const IndexUpdate &update)
{
    if (update.health)
        Q_EMIT healthChanged(*update.health);
    if (std::exchange(m_serverMinusOurs, update.serverMinusOurClock) != update.serverMinusOurClock)
        Q_EMIT serverClockChanged(std::chrono::milliseconds(update.serverMinusOurClock));
    Q_EMIT statisticsArrived(update.statistics);
    if (std::exchange(m_counts, update.counts) != update.counts)
        Q_EMIT countsChanged(m_counts);
    if (update.snapshotComplete)
        Q_EMIT snapshotCompleted();
    if (update.order && std::exchange(m_answered, update.generation) != m_query.generation
        && update.generation == m_query.generation)
        Q_EMIT answered();
}

} // namespace emberwatch
