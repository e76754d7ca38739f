// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/watchprinter.h"
#include "core/filter/expression.h"
#include "core/jobs/jobrowsubject.h"
#include "core/jobs/jobtable.h"

#include <vector>

namespace emberwatch::cli {

/// Which jobs a watch has shown, and what has to be printed when they, or the time, change. No I/O.
class WatchedJobs
{
public:
    WatchedJobs(filter::Expression filter, JobSchema schema);
    Q_DISABLE_COPY_MOVE(WatchedJobs)

    /// @param batch  with the documents of its upserts
    void apply(const FeedBatch &batch, Timestamp serverNow, WatchPrinter &printer);
    /// The filter may ask for ages: jobs come and go without anybody changing them.
    void passTime(Timestamp serverNow, WatchPrinter &printer);

    [[nodiscard]] bool dependsOnTime() const { return m_filter.dependsOnTime(); }
    [[nodiscard]] qint64 shownCount() const { return m_shownCount; }

private:
    void printRemovals(const FeedBatch &batch, Timestamp serverNow, WatchPrinter &printer);
    void keepDocuments(const FeedBatch &batch);
    [[nodiscard]] bool matches(const JobRow &row, Timestamp serverNow);
    void show(const JobRow &row, const QByteArray &document, Timestamp serverNow, WatchPrinter &printer);
    void hide(const JobRow &row, QByteArrayView cause, Timestamp serverNow, WatchPrinter &printer);

    filter::Expression m_filter;
    JobSchema m_schema;
    JobTable m_table;
    JobRowSubject m_subject; ///< looks into m_table
    JobParser m_parser;
    std::vector<bool> m_isShown; ///< by slot
    std::vector<QByteArray> m_documents; ///< by slot; only where the time alone can make a job appear
    qint64 m_shownCount = 0;
};

} // namespace emberwatch::cli
