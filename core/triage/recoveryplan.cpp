// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/triage/recoveryplan.h"

#include "core/triage/durationwords.h"
#include "core/triage/planrules.h"

namespace emberwatch {

using namespace Qt::StringLiterals;
using Outcome = RecoveryOutcome;

namespace {

bool isOpenKey(const RedisEvidence &redis)
{
    const bool isOpenInside = redis.status && emberwatch::isOpen(*redis.status);
    return isOpen(redis.reading) || (redis.reading == RedisReading::Corrupt && isOpenInside);
}

/// Without an open key there is nothing to recover, but nothing may disappear from sight either; and
/// "terminal in Redis, open in the database" is finished by whoever sees it (correctness.md 4).
bool isShownBeside(const Evidence &evidence)
{
    return evidence.redis.reading == RedisReading::Corrupt || isOpen(evidence.record.reading);
}

/// The rules of a recovery for one job after the other.
class RecoveryRules : public PlanRules
{
public:
    using PlanRules::PlanRules;

    [[nodiscard]] Decision decide(const Evidence &evidence, const Judgement &judgement) const;
    [[nodiscard]] Decision decideBeside(const Evidence &evidence, const Judgement &judgement) const;

private:
    [[nodiscard]] Decision cleanBehind(const Evidence &evidence, const Judgement &judgement) const;
};

Decision RecoveryRules::cleanBehind(const Evidence &evidence, const Judgement &judgement) const
{
    if (judgement.comfy.reading == ComfyReading::Absent) {
        if (const auto early = absentTooEarly(evidence))
            return *early;
    }
    if (const auto held = heldDecision())
        return *held;
    const auto &silence = evidence.redis.silence;
    const std::chrono::milliseconds retention = policy().retention.value;
    if (!silence || *silence < retention)
        return waitFor(silence ? retention - *silence : retention,
            u"Left alone: written a moment ago, its producer may still delete it itself."_s);
    const bool isCompleted = evidence.record.reading == RecordReading::Completed;
    return {Action::Clean, isCompleted ? Outcome::SettledCompleted : Outcome::SettledFailed,
        u"The record says how it ended; the state is out of date."_s};
}

Decision RecoveryRules::decide(const Evidence &evidence, const Judgement &judgement) const
{
    const bool goesByAge = !policy().of(evidence.type).isLong;
    if (goesByAge && !evidence.redis.age && !evidence.redis.ageAtFirstSight)
        return byHand(u"Left alone: its age cannot be judged."_s);
    switch (judgement.row) {
    case TableRow::Settling:
        return tooEarly(evidence);
    case TableRow::NoAnswer:
        if (isLive(judgement.comfy.reading))
            return {Action::Resume, Outcome::Resumed, u"Its server has it; only resuming is allowed."_s};
        return unverifiable(evidence);
    case TableRow::OpenUnknown:
        return unverifiable(evidence);
    case TableRow::LiveNotMoving:
        return {Action::Resume, Outcome::Resumed,
            u"Tracking is taken up again; it does not move, a person may interrupt it."_s};
    case TableRow::LiveOpen:
        return {Action::Resume, Outcome::Resumed, u"Tracking is taken up again."_s};
    case TableRow::ResultWhileOpen:
        return completed(u"The result exists."_s);
    case TableRow::ResultWhileFailed:
        return completedAfterFailed(evidence);
    case TableRow::ErrorWhileOpen:
        return settle(settlingBy(judgement.comfy.reading), u"Its server says how it ended."_s);
    case TableRow::StateBehindServer:
        return settle(
            settlingBy(judgement.comfy.reading), u"Its server says how it ended; there is no record."_s);
    case TableRow::ResultAfterCancel:
    case TableRow::StateBehindRecord:
        return cleanBehind(evidence, judgement);
    case TableRow::AbsentBothOpen:
    case TableRow::AbsentUntracked:
        return absent(evidence);
    case TableRow::EndedButLive:
        return byHand(u"Left alone: its record has ended and it still runs; reconcile cancels it."_s);
    case TableRow::CorruptState:
        return byHand(u"Left alone: a corrupt value is never touched automatically."_s);
    case TableRow::SeveralRecords:
        return byHand(u"Left alone: several records for one job, a person decides."_s);
    default:
        return byHand(u"Left alone: a person decides."_s);
    }
}

Decision RecoveryRules::decideBeside(const Evidence &evidence, const Judgement &judgement) const
{
    const bool isFinishable = judgement.row == TableRow::ResultWhileOpen
        || judgement.row == TableRow::ErrorWhileOpen || judgement.row == TableRow::RecordBehindState;
    if (isTerminal(evidence.redis.reading) && isFinishable)
        return finishRecord(evidence, judgement);
    if (judgement.row == TableRow::LiveOpen)
        return {Action::RecreateState, Outcome::Resumed, u"Redis forgot it while its server has it."_s};
    if (judgement.verdict == Verdict::Corrupt)
        return byHand(u"A corrupt value is never touched automatically."_s);
    return {Action::None, Outcome::LeftAlone,
        isTerminal(evidence.redis.reading) ? u"Its key is not open; reconcile judges the record."_s
                                           : u"There is no key to recover; reconcile judges the record."_s};
}

PlannedAction planned(const JudgedJob &job, const Policy &policy, const RecoveryRules &rules)
{
    const bool isCounted = isOpenKey(job.evidence.redis);
    const auto tooOld
        = isCounted ? tooOldReason(job.evidence.redis, job.evidence.type, policy) : std::nullopt;
    const Decision decision = tooOld ? Decision{Action::SkipTooOld, Outcome::Skipped, *tooOld}
        : isCounted                  ? rules.decide(job.evidence, job.judgement)
                                     : rules.decideBeside(job.evidence, job.judgement);
    PlannedAction action = plannedFrom(job.evidence, job.judgement, policy);
    action.action = decision.action;
    action.reason = decision.reason;
    action.nextLook = decision.nextLook;
    action.steps = stepsOf(decision.action, job.evidence, job.judgement, rules.isHeld());
    action.isTicked = isChange(decision.action);
    if (isCounted)
        action.expected = decision.outcome;
    return action;
}

} // namespace

std::optional<QString> tooOldReason(const RedisEvidence &redis, const QString &type, const Policy &policy)
{
    const TypePolicy &limits = policy.of(type);
    const auto held = limits.isLong ? redis.silence
        : redis.ageAtFirstSight     ? redis.ageAtFirstSight
                                    : redis.age;
    if (!held || *held <= limits.ageLimit.value)
        return std::nullopt;
    const QString what = limits.isLong ? u"silent for"_s : u"started"_s;
    const QString since = limits.isLong ? QString() : u" ago"_s;
    return u"Skipped: %1 %2%3 (limit %4, %5); it can be recovered by hand."_s.arg(what,
        durationInWords(*held), since, durationInWords(limits.ageLimit.value), originText(limits.ageLimit));
}

bool isLeftToRecovery(
    const RedisEvidence &redis, RecordReading record, const QString &type, const Policy &policy)
{
    if (isOpenKey(redis))
        return !tooOldReason(redis, type, policy);
    return isTerminal(redis.reading) && isOpen(record);
}

Plan planRecovery(
    std::span<const JudgedJob> jobs, const Policy &policy, const std::optional<Hold> &hold, Timestamp now)
{
    const RecoveryRules rules(policy, hold, now);
    Plan plan{PlanScope::Recover, {}, now, {}};
    plan.actions.reserve(static_cast<qsizetype>(jobs.size()));
    for (const JudgedJob &job : jobs) {
        if (isOpenKey(job.evidence.redis) || isShownBeside(job.evidence))
            plan.actions.append(planned(job, policy, rules));
    }
    return plan;
}

} // namespace emberwatch
