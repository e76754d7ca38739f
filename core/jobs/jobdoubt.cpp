// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/jobdoubt.h"

#include <QByteArrayList>

namespace emberwatch {

namespace {

constexpr qint64 futureToleranceMs = 60'000; // correctness.md 1.7

bool has(quint8 doubts, JobDoubt doubt)
{
    return (doubts & static_cast<quint8>(doubt)) != 0;
}

} // namespace

quint8 doubtsOf(const JobFields &fields, QByteArrayView id, qint64 pttl, qint64 serverNow)
{
    int doubts = 0;
    if (fields.promptId != id)
        doubts |= static_cast<int>(JobDoubt::IdDiffers);
    if (!fields.startedAt)
        doubts |= static_cast<int>(JobDoubt::StartedAtUnusable);
    else if (*fields.startedAt > serverNow + futureToleranceMs)
        doubts |= static_cast<int>(JobDoubt::StartedInFuture);
    if (pttl == -1)
        doubts |= static_cast<int>(JobDoubt::NoTtl);
    return static_cast<quint8>(doubts);
}

QByteArray doubtText(quint8 doubts, const JobFields &fields)
{
    QByteArrayList parts;
    if (has(doubts, JobDoubt::IdDiffers))
        parts += "promptId inside is \"" + fields.promptId.toByteArray() + "\"";
    if (has(doubts, JobDoubt::StartedAtUnusable))
        parts += "startedAt is not in milliseconds, the age cannot be judged";
    if (has(doubts, JobDoubt::StartedInFuture))
        parts += "startedAt is in the future, the age cannot be judged";
    if (has(doubts, JobDoubt::NoTtl))
        parts += "no TTL, the key never expires";
    return parts.join("; ");
}

} // namespace emberwatch
