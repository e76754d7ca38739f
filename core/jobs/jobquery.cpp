// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/jobquery.h"

#include "core/jobs/joblisting.h"
#include "core/jobs/jobscripts.h"
#include "core/jobs/plainread.h"

#include <QCoroFuture>
#include <QPromise>

namespace emberwatch {

using redis::Commands;
using redis::Connection;
using redis::Reply;

namespace {

bool isSelected(const JobSelection &selection, const JobFields &job)
{
    const auto differs = [](const std::optional<QString> &wanted, QByteArrayView text) {
        return wanted && wanted->toUtf8() != text;
    };
    if (job.unreadable != Unreadable::No)
        return selection.withUnreadable;
    if (selection.onlyOpen && !isOpen(job.status))
        return false;
    return !differs(selection.userId, job.userId) && !differs(selection.type, job.type)
        && !differs(selection.serverUrl, job.serverUrl)
        && (!selection.status || *selection.status == job.status);
}

JobReading readingFrom(const ListedJob &job, QByteArrayView id)
{
    JobReading reading;
    reading.promptId = PromptId(id.toByteArray());
    reading.exists = true;
    reading.redisType = job.redisType.isEmpty() ? QByteArray("string") : job.redisType.toByteArray();
    reading.size = job.size;
    reading.value = job.value.toByteArray();
    reading.hasValue = job.hasValue;
    reading.ttl = ttlFrom(job.pttl);
    return reading;
}

/// Collects a listing and tells a promise when it has ended.
struct Collection
{
    QList<JobReading> readings;
    QPromise<Result<void>> ended;
    JobParser parser;
};

} // namespace

QCoro::Task<Result<QList<JobReading>>> listSelected(
    Connection *connection, QByteArray prefix, qsizetype limit, JobSelection selection)
{
    const auto collection = std::make_shared<Collection>();
    const Commands ask{"TIME"};
    const Result<Reply> time = co_await connection->call(ask);
    if (!time)
        co_return tl::make_unexpected(time.error());
    const Timestamp serverTime = timeFrom(time->root());

    collection->ended.start();
    JobListing listing(connection, prefix, limit, JobListing::Repeats::Skip);
    const qsizetype prefixSize = prefix.size();
    listing.setPageHandler(
        [collection, selection, prefixSize, serverTime](const std::vector<ListedJob> &page) {
            for (const ListedJob &job : page) {
                const bool isWanted = job.hasValue
                    ? isSelected(selection, collection->parser.parsePadded(job.value))
                    : selection.withUnreadable;
                if (!isWanted)
                    continue;
                collection->readings.append(readingFrom(job, job.key.sliced(prefixSize)));
                collection->readings.last().serverTime = serverTime;
            }
        });
    QObject::connect(&listing, &JobListing::finished, &listing, [collection] {
        collection->ended.addResult(Result<void>());
        collection->ended.finish();
    });
    QObject::connect(&listing, &JobListing::failed, &listing, [collection](const Error &why) {
        collection->ended.addResult(Result<void>(tl::make_unexpected(why)));
        collection->ended.finish();
    });
    const QFuture<Result<void>> future = collection->ended.future();
    listing.start();
    const Result<void> result = co_await future;
    if (!result)
        co_return tl::make_unexpected(result.error());
    co_return collection->readings;
}

} // namespace emberwatch
