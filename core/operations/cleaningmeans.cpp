// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/cleaningmeans.h"

#include <QCoroFuture>
#include <QVersionNumber>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

/// SET ... PXAT, by which an undo puts a key back with its expiry.
bool knowsAbsoluteExpiry(const redis::ServerFacts &facts)
{
    return facts.product != "Redis"_L1 || QVersionNumber::fromString(facts.version) >= QVersionNumber(6, 2);
}

} // namespace

QCoro::Task<CleaningMeans> meansFor(JobStore *jobs, RecordStore *records)
{
    CleaningMeans means{true, true, true, false, false};
    const std::optional<JobServer> server = jobs->serverOf(PromptId());
    means.canRestoreExpiry = server && knowsAbsoluteExpiry(server->facts);
    if (records == nullptr)
        co_return means;
    const QFuture<Result<RecordsCheck>> checking = records->check();
    const Result<RecordsCheck> check = co_await checking;
    means.canWriteRecords = check && check->canUpdate();
    co_return means;
}

} // namespace emberwatch
