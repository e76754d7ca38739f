// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/triage/recoveryplan.h"

#include "core/base/timetext.h"
#include "core/triage/durationwords.h"

namespace emberwatch {

using namespace Qt::StringLiterals;
using Outcome = RecoveryOutcome;

namespace {

/// What is decided about one job.
struct Decision
{
    Action action = Action::None;
    Outcome outcome = Outcome::LeftAlone;
    QString reason = {};
    std::optional<Timestamp> nextLook = {};
};

Decision byHand(const QString &reason)
{
    return {Action::ByHand, Outcome::LeftAlone, reason};
}

Outcome outcomeOf(Action action)
{
    return action == Action::SettleCompleted ? Outcome::SettledCompleted : Outcome::SettledFailed;
}

Action settlingBy(ComfyReading comfy)
{
    switch (comfy) {
    case ComfyReading::DoneOk:
        return Action::SettleCompleted;
    case ComfyReading::Interrupted:
        return Action::SettleCancelled;
    default:
        return Action::SettleFailed;
    }
}

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
class Rules
{
public:
    Rules(const Policy &policy, const std::optional<Hold> &hold, Timestamp now)
        : m_policy(policy)
        , m_hold(hold && hold->until > now ? hold : std::nullopt)
        , m_now(now)
    {
    }

    [[nodiscard]] bool isHeld() const { return m_hold.has_value(); }
    [[nodiscard]] Decision decide(const Evidence &evidence, const Judgement &judgement) const;
    [[nodiscard]] Decision decideBeside(const Evidence &evidence, const Judgement &judgement) const;

private:
    [[nodiscard]] Decision waitFor(std::chrono::milliseconds delay, const QString &reason) const;
    [[nodiscard]] Decision unverifiable(const Evidence &evidence) const;
    [[nodiscard]] Decision settle(Action action, const QString &reason) const;
    [[nodiscard]] Decision completed(const QString &reason) const;
    [[nodiscard]] std::optional<Decision> absentTooEarly(const Evidence &evidence) const;
    [[nodiscard]] Decision absent(const Evidence &evidence) const;
    [[nodiscard]] Decision finishRecord(const Evidence &evidence, const Judgement &judgement) const;
    [[nodiscard]] Decision cleanBehind(const Evidence &evidence, const Judgement &judgement) const;
    [[nodiscard]] std::optional<Decision> heldDecision() const;

    const Policy &m_policy;
    std::optional<Hold> m_hold;
    Timestamp m_now;
};

Decision Rules::waitFor(std::chrono::milliseconds delay, const QString &reason) const
{
    return {Action::Wait, Outcome::LeftAlone, reason, m_now + delay};
}

Decision Rules::unverifiable(const Evidence &evidence) const
{
    const std::chrono::milliseconds grace = m_policy.of(evidence.type).grace.value;
    return {Action::Wait, Outcome::Unverifiable, u"Left alone: no answer is no absence; asked again."_s,
        m_now + grace};
}

Decision Rules::settle(Action action, const QString &reason) const
{
    return {action, outcomeOf(action), reason};
}

Decision Rules::completed(const QString &reason) const
{
    if (m_policy.completion == CompletionPolicy::Write)
        return settle(Action::SettleCompleted, reason);
    return {Action::None, Outcome::LeftAlone,
        u"Left alone: by policy the application server writes completed itself."_s};
}

std::optional<Decision> Rules::heldDecision() const
{
    if (!m_hold)
        return std::nullopt;
    return Decision{Action::Wait, Outcome::LeftAlone,
        u"Left alone: a hold lasts until %1 (%2)."_s.arg(momentText(m_hold->until, m_now), m_hold->detail),
        m_hold->until};
}

std::optional<Decision> Rules::absentTooEarly(const Evidence &evidence) const
{
    const std::chrono::milliseconds limit = m_policy.of(evidence.type).silenceLimit.value;
    const auto &silence = evidence.redis.silence;
    if (!silence)
        return waitFor(limit, u"Left alone: how long it has been silent cannot be judged."_s);
    if (*silence < limit)
        return waitFor(limit - *silence,
            u"Left alone: silent for only %1 (limit %2), its producer may be alive."_s.arg(
                durationInWords(*silence), durationInWords(limit)));
    return heldDecision();
}

Decision Rules::absent(const Evidence &evidence) const
{
    if (const auto early = absentTooEarly(evidence))
        return *early;
    return settle(Action::SettleFailed, u"Nobody will ever finish it."_s);
}

Decision Rules::cleanBehind(const Evidence &evidence, const Judgement &judgement) const
{
    if (judgement.comfy.reading == ComfyReading::Absent) {
        if (const auto early = absentTooEarly(evidence))
            return *early;
    }
    if (const auto held = heldDecision())
        return *held;
    const auto &silence = evidence.redis.silence;
    const std::chrono::milliseconds retention = m_policy.retention.value;
    if (!silence || *silence < retention)
        return waitFor(silence ? retention - *silence : retention,
            u"Left alone: written a moment ago, its producer may still delete it itself."_s);
    const bool isCompleted = evidence.record.reading == RecordReading::Completed;
    return {Action::Clean, isCompleted ? Outcome::SettledCompleted : Outcome::SettledFailed,
        u"The record says how it ended; the state is out of date."_s};
}

Decision Rules::decide(const Evidence &evidence, const Judgement &judgement) const
{
    const bool goesByAge = !m_policy.of(evidence.type).isLong;
    if (goesByAge && !evidence.redis.age && !evidence.redis.ageAtFirstSight)
        return byHand(u"Left alone: its age cannot be judged."_s);
    switch (judgement.row) {
    case TableRow::Settling:
        return waitFor(m_policy.of(evidence.type).grace.value, u"Left alone: too early to judge."_s);
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
        if (!evidence.record.isFailedByUs)
            return byHand(u"Left alone: the user was told that it failed, a person decides."_s);
        return completed(u"The result exists; the failed of ours is taken back."_s);
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

/// Redis says the end, the record does not yet.
Decision Rules::finishRecord(const Evidence &evidence, const Judgement &judgement) const
{
    const auto &silence = evidence.redis.silence;
    const std::chrono::milliseconds retention = m_policy.retention.value;
    const bool isOver = evidence.redis.isClaimOfOurs || (silence && *silence >= retention);
    if (!isOver)
        return waitFor(silence ? retention - *silence : retention,
            u"Left alone: ended a moment ago, its application may be writing the record."_s);
    switch (judgement.row) {
    case TableRow::ResultWhileOpen:
        return completed(u"The result exists; only the record is behind."_s);
    case TableRow::ErrorWhileOpen:
        return settle(settlingBy(judgement.comfy.reading), u"Only the record is behind."_s);
    default:
        break;
    }
    if (evidence.redis.reading == RedisReading::Completed && m_policy.completion == CompletionPolicy::Report)
        return completed({});
    if (const auto held = heldDecision())
        return *held;
    return {Action::TakeRedisEnd, Outcome::LeftAlone,
        evidence.redis.reading == RedisReading::Completed
            ? u"The record takes the end that Redis names; the result is unproven."_s
            : u"The record takes the end that Redis names."_s};
}

Decision Rules::decideBeside(const Evidence &evidence, const Judgement &judgement) const
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

QList<Step> settlingSteps(const Evidence &evidence, const Judgement &judgement, bool isHeld)
{
    QList<Step> steps;
    if (judgement.comfy.reading == ComfyReading::DoneOk)
        steps += Step::SaveOutputs;
    if (!isTerminal(evidence.redis.reading))
        steps += Step::ClaimState;
    const bool hasRecord = isOpen(evidence.record.reading)
        || (evidence.record.reading == RecordReading::Failed && evidence.record.isFailedByUs);
    if (hasRecord)
        steps += Step::WriteRecord;
    if (!isHeld)
        steps += Step::CleanState;
    return steps;
}

QList<Step> stepsOf(Action action, const Evidence &evidence, const Judgement &judgement, bool isHeld)
{
    switch (action) {
    case Action::Resume:
        return {Step::TakeTracking};
    case Action::RecreateState:
        return {Step::CreateState, Step::TakeTracking};
    case Action::SettleCompleted:
    case Action::SettleFailed:
    case Action::SettleCancelled:
        return settlingSteps(evidence, judgement, isHeld);
    case Action::TakeRedisEnd:
        return {Step::WriteRecord};
    case Action::Clean:
        return judgement.comfy.reading == ComfyReading::DoneOk
            ? QList<Step>{Step::SaveOutputs, Step::CleanState}
            : QList<Step>{Step::CleanState};
    default:
        return {};
    }
}

PlannedAction planned(const JudgedJob &job, const Policy &policy, const Rules &rules)
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
    const Rules rules(policy, hold, now);
    Plan plan{PlanScope::Recover, now, {}};
    plan.actions.reserve(static_cast<qsizetype>(jobs.size()));
    for (const JudgedJob &job : jobs) {
        if (isOpenKey(job.evidence.redis) || isShownBeside(job.evidence))
            plan.actions.append(planned(job, policy, rules));
    }
    return plan;
}

} // namespace emberwatch
