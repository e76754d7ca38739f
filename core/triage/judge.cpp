// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/triage/judge.h"

namespace emberwatch {

namespace {

bool isYoungerThan(const std::optional<std::chrono::milliseconds> &age, std::chrono::milliseconds limit)
{
    return age && *age < limit;
}

bool isSettling(const Evidence &evidence, const ComfyWitness &comfy, const TypePolicy &limits)
{
    const std::chrono::milliseconds grace = limits.grace.value;
    return comfy.isSettling || evidence.redis.hasChanged || evidence.record.hasChanged
        || isYoungerThan(evidence.redis.age, grace) || isYoungerThan(evidence.record.age, grace);
}

/// The row for a reading of Redis that is not always the one in the evidence ("with R absent").
TableEntry entryFor(RedisReading redis, const Evidence &evidence, const ComfyWitness &comfy)
{
    const RecordReading record = evidence.record.reading;
    if (record == RecordReading::SeveralRows)
        return {TableRow::SeveralRecords, Verdict::Corrupt};
    if (redis == RedisReading::Corrupt)
        return {TableRow::CorruptState, Verdict::Corrupt};
    if (redis == RedisReading::Unknown || record == RecordReading::Unknown)
        return {TableRow::NoAnswer, Verdict::Unverifiable};
    return lookUp(redis, record, comfy.reading, comfy.isStalled, evidence.isKnownToJournal);
}

/// Who writes `completed` into the database is not always us.
Action completionBy(const Policy &policy)
{
    return policy.completion == CompletionPolicy::Write ? Action::SettleCompleted : Action::None;
}

Action actionFor(
    const TableEntry &entry, const Evidence &evidence, const ComfyWitness &comfy, const Policy &policy)
{
    const bool isStateOpen = isOpen(evidence.redis.reading);
    switch (entry.row) {
    case TableRow::Settling:
    case TableRow::OpenUnknown:
        return Action::Wait;
    case TableRow::NoAnswer:
        return isLive(comfy.reading) ? Action::Resume : Action::Wait;
    case TableRow::SeveralRecords:
    case TableRow::CorruptState:
    case TableRow::ErrorWhileCompleted:
    case TableRow::EndsDiffer:
        return Action::ByHand;
    case TableRow::EndedButLive:
        return Action::CancelOnServer;
    case TableRow::NobodysButLive:
        return entry.verdict == Verdict::Zombie ? Action::CancelOnServer : Action::None;
    case TableRow::LiveNotMoving:
        return Action::Watch;
    case TableRow::LiveOpen:
        return evidence.redis.reading == RedisReading::Absent ? Action::RecreateState : Action::Resume;
    case TableRow::ResultWhileOpen:
        return completionBy(policy);
    case TableRow::ResultWhileFailed:
        return evidence.record.isFailedByUs ? completionBy(policy) : Action::ByHand;
    case TableRow::ResultAfterCancel:
        return isStateOpen ? Action::Clean : Action::None;
    case TableRow::ErrorWhileOpen:
        return comfy.reading == ComfyReading::Interrupted ? Action::SettleCancelled : Action::SettleFailed;
    case TableRow::StateBehindRecord:
    case TableRow::StateBehindServer:
    case TableRow::AbsentUntracked:
        return Action::Clean;
    case TableRow::AbsentBothOpen:
    case TableRow::OnlyRecordOpen:
        return Action::SettleFailed;
    case TableRow::RecordBehindState:
        return Action::TakeRedisEnd;
    case TableRow::FailedForCancelled:
    case TableRow::EndedTwice:
    case TableRow::NothingOpen:
        return Action::None;
    }
    return Action::None;
}

VerdictFlags flagsFor(
    Verdict verdict, const Evidence &evidence, const ComfyWitness &comfy, const TypePolicy &limits)
{
    VerdictFlags flags;
    flags.isQuiet = verdict == Verdict::Live && evidence.redis.silence
        && *evidence.redis.silence > limits.quietLimit.value;
    flags.isUntracked = evidence.record.reading == RecordReading::Absent
        && evidence.redis.reading != RedisReading::Absent && evidence.redis.reading != RedisReading::Unknown;
    flags.isUnchecked = verdict == Verdict::Consistent && comfy.reading == ComfyReading::Unknown;
    return flags;
}

} // namespace

Judgement judge(const Evidence &evidence, const Policy &policy, Timestamp now)
{
    const TypePolicy &limits = policy.of(evidence.type);
    Judgement judgement;
    judgement.judgedAt = now;
    judgement.comfy = witnessOf(evidence.comfy, limits);
    const TableEntry entry = isSettling(evidence, judgement.comfy, limits)
        ? TableEntry{TableRow::Settling, Verdict::Settling}
        : entryFor(evidence.redis.reading, evidence, judgement.comfy);
    judgement.row = entry.row;
    judgement.verdict = entry.verdict;
    judgement.proposed = actionFor(entry, evidence, judgement.comfy, policy);
    judgement.flags = flagsFor(entry.verdict, evidence, judgement.comfy, limits);
    if (entry.row == TableRow::CorruptState)
        judgement.beside = entryFor(RedisReading::Absent, evidence, judgement.comfy).verdict;
    return judgement;
}

} // namespace emberwatch
