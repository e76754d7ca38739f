// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comfyui/combinepasses.h"

#include <QHash>

using namespace Qt::StringLiterals;

namespace emberwatch::comfyui {

namespace {

JobEvidence weakened(JobEvidence evidence, const QString &why)
{
    evidence.presence = Presence::Unknown;
    evidence.absence = AbsenceReason::None;
    evidence.detail = why;
    return evidence;
}

/// An absence that is not backed by a second one.
JobEvidence single(JobEvidence evidence)
{
    if (evidence.presence != Presence::Absent)
        return evidence;
    return weakened(std::move(evidence), u"absent in one pass only; a second one is needed"_s);
}

} // namespace

CombinedEvidence combinePasses(
    const JobEvidence &first, const JobEvidence *second, std::chrono::milliseconds grace)
{
    if (second == nullptr)
        return {single(first), false};
    const bool isAbsentTwice = first.presence == Presence::Absent && second->presence == Presence::Absent;
    if (isAbsentTwice && second->at - first.at < grace)
        return {weakened(*second, u"absent twice, but not a grace period apart"_s), false};
    if (isAbsentTwice)
        return {*second, false};
    // No answer is no change: an unknown says nothing about the job.
    const bool hasChanged = first.presence != second->presence && first.presence != Presence::Unknown
        && second->presence != Presence::Unknown;
    return {single(*second), hasChanged};
}

QList<CombinedEvidence> combinePasses(
    const QList<JobEvidence> &first, const QList<JobEvidence> &second, std::chrono::milliseconds grace)
{
    QHash<PromptId, const JobEvidence *> later;
    later.reserve(second.size());
    for (const JobEvidence &evidence : second)
        later.insert(evidence.promptId, &evidence);
    QList<CombinedEvidence> combined;
    combined.reserve(first.size());
    for (const JobEvidence &evidence : first)
        combined.append(combinePasses(evidence, later.value(evidence.promptId), grace));
    return combined;
}

} // namespace emberwatch::comfyui
