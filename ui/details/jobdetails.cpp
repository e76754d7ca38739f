// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/jobdetails.h"

#include "core/jobs/jobmeasures.h"
#include "core/jobs/jobtable.h"

namespace emberwatch {

namespace {

Timestamp atMs(qint64 ms)
{
    return Timestamp(std::chrono::milliseconds(ms));
}

} // namespace

JobDetails jobDetailsOf(const JobRow &row, const JobTable &table)
{
    JobDetails job;
    job.id = PromptId(table.idOf(row));
    job.unreadable = row.unreadable;
    job.doubts = row.doubts;
    job.reason = QString::fromUtf8(table.strings().text(row.reason));
    if (row.has(JobRow::HasTtl))
        job.expiresAt = atMs(row.expiresAt);
    if (!row.isReadable())
        return job;
    job.type = table.strings().text(row.type);
    job.user = table.strings().text(row.user);
    job.server = table.strings().text(row.server);
    job.status = row.status;
    job.progress = progressOf(row);
    if (row.has(JobRow::HasStartedAt))
        job.startedAt = atMs(row.startedAt);
    return job;
}

} // namespace emberwatch
