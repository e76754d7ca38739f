// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comfyui/absence.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace emberwatch::comfyui {

namespace {

/// Numbers that a producer chose may be anything; the server's own count up from 0.
bool isAutomatic(double number)
{
    return number >= 0 && number == std::floor(number);
}

/// The server's count starts anew with it: a later job with a lower number was submitted after a restart.
bool isNumberedAnew(const QueueItem &item, const JobQuestion &question)
{
    return question.number && question.createdAt && item.createdAt && *item.createdAt > *question.createdAt
        && isAutomatic(item.number) && isAutomatic(*question.number) && item.number < *question.number;
}

bool hasRestarted(const JobQuestion &question, const ServerMemory &memory)
{
    if (memory.hasCanary && !*memory.hasCanary)
        return true;
    const auto isAnew = [&question](const QueueItem &item) { return isNumberedAnew(item, question); };
    const QList<QueueItem> &running = memory.queue.running;
    const QList<QueueItem> &pending = memory.queue.pending;
    return std::any_of(running.begin(), running.end(), isAnew)
        || std::any_of(pending.begin(), pending.end(), isAnew);
}

} // namespace

AbsenceReason absenceReason(const JobQuestion &question, const ServerMemory &memory)
{
    if (!question.wasAccepted)
        return AbsenceReason::NeverSeen;
    if (hasRestarted(question, memory))
        return AbsenceReason::ServerRestarted;
    if (!memory.hasCanary.value_or(false))
        return AbsenceReason::Unexplained;
    if (question.lastSeen == Presence::Pending)
        return AbsenceReason::RemovedFromQueue;
    if (question.lastSeen == Presence::Running)
        return AbsenceReason::HistoryEvicted;
    return AbsenceReason::Unexplained;
}

QString sentenceOf(AbsenceReason reason)
{
    switch (reason) {
    case AbsenceReason::ServerRestarted:
        return u"the server was restarted, or its history cleared, since the job was submitted"_s;
    case AbsenceReason::RemovedFromQueue:
        return u"it was waiting when last seen: somebody removed it from the queue"_s;
    case AbsenceReason::HistoryEvicted:
        return u"it was running when last seen and has ended; its history entry was deleted or pushed out"_s;
    case AbsenceReason::NeverSeen:
        return u"the server never confirmed it"_s;
    case AbsenceReason::Unexplained:
        return u"the server answers and has never heard of it"_s;
    case AbsenceReason::None:
        break;
    }
    return {};
}

} // namespace emberwatch::comfyui
