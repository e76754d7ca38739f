// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/cleaningmeans.h"

#include <QCoroFuture>

namespace emberwatch {

QCoro::Task<CleaningMeans> meansFor(JobStore *jobs, RecordStore *records)
{
    CleaningMeans means{true, true, true, false, false};
    const std::optional<JobServer> server = jobs->serverOf(PromptId());
    means.canRestoreExpiry = server && server->facts.knowsAbsoluteExpiry();
    if (records == nullptr)
        co_return means;
    const QFuture<Result<RecordsCheck>> checking = records->check();
    const Result<RecordsCheck> check = co_await checking;
    means.canWriteRecords = check && check->canUpdate();
    co_return means;
}

} // namespace emberwatch
