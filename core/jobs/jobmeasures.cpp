// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/jobmeasures.h"

#include <algorithm>

namespace emberwatch {

namespace {

using std::chrono::milliseconds;

/// Our idea of the server's clock lags by up to a round trip, so a fresh TTL can look a little longer than
/// full.
constexpr milliseconds fullTtlTolerance{2000};

} // namespace

std::optional<milliseconds> ageOf(const JobRow &row, qint64 serverNow)
{
    const bool isInFuture = (row.doubts & static_cast<quint8>(JobDoubt::StartedInFuture)) != 0;
    if (!row.has(JobRow::HasStartedAt) || (isInFuture && row.startedAt > serverNow))
        return std::nullopt;
    return milliseconds(std::max<qint64>(0, serverNow - row.startedAt));
}

std::optional<milliseconds> ttlOf(const JobRow &row, qint64 serverNow)
{
    if (!row.has(JobRow::HasTtl))
        return std::nullopt;
    return milliseconds(std::max<qint64>(0, row.expiresAt - serverNow));
}

std::optional<milliseconds> silenceOf(const JobRow &row, milliseconds fullTtl, qint64 serverNow)
{
    if (!row.has(JobRow::HasTtl))
        return std::nullopt;
    const milliseconds remaining(row.expiresAt - serverNow);
    if (remaining > fullTtl + fullTtlTolerance)
        return std::nullopt;
    return std::max(fullTtl - remaining, milliseconds(0));
}

std::optional<float> progressOf(const JobRow &row)
{
    if (!row.isReadable() || row.status == JobStatus::Queued)
        return std::nullopt;
    return row.progress;
}

} // namespace emberwatch
