// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/triage/planrules.h"

#include "core/base/timetext.h"
#include "core/triage/durationwords.h"

namespace emberwatch {

using namespace Qt::StringLiterals;
using Outcome = RecoveryOutcome;

namespace {

Outcome outcomeOf(Action action)
{
    return action == Action::SettleCompleted ? Outcome::SettledCompleted : Outcome::SettledFailed;
}

QList<Step> settlingSteps(const Evidence &evidence, const Judgement &judgement, bool isHeld)
{
    QList<Step> steps;
    if (judgement.comfy.reading == ComfyReading::DoneOk)
        steps += Step::SaveOutputs;
    if (isOpen(evidence.redis.reading))
        steps += Step::ClaimState;
    const bool hasRecord = isOpen(evidence.record.reading)
        || (evidence.record.reading == RecordReading::Failed && evidence.record.isFailedByUs);
    if (hasRecord)
        steps += Step::WriteRecord;
    if (!isHeld && evidence.redis.reading != RedisReading::Absent)
        steps += Step::CleanState;
    return steps;
}

} // namespace

Decision byHand(const QString &reason)
{
    return {Action::ByHand, Outcome::LeftAlone, reason};
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

PlanRules::PlanRules(const Policy &policy, const std::optional<Hold> &hold, Timestamp now)
    : m_policy(policy)
    , m_hold(hold && hold->until > now ? hold : std::nullopt)
    , m_now(now)
{
}

Decision PlanRules::waitFor(std::chrono::milliseconds delay, const QString &reason) const
{
    return {Action::Wait, Outcome::LeftAlone, reason, m_now + delay};
}

Decision PlanRules::unverifiable(const Evidence &evidence) const
{
    const std::chrono::milliseconds grace = m_policy.of(evidence.type).grace.value;
    return {Action::Wait, Outcome::Unverifiable, u"Left alone: no answer is no absence; asked again."_s,
        m_now + grace};
}

Decision PlanRules::settle(Action action, const QString &reason) const
{
    return {action, outcomeOf(action), reason};
}

Decision PlanRules::completed(const QString &reason) const
{
    if (m_policy.completion == CompletionPolicy::Write)
        return settle(Action::SettleCompleted, reason);
    return {Action::None, Outcome::LeftAlone,
        u"Left alone: by policy the application server writes completed itself."_s};
}

std::optional<Decision> PlanRules::heldDecision() const
{
    if (!m_hold)
        return std::nullopt;
    return Decision{Action::Wait, Outcome::LeftAlone,
        u"Left alone: a hold lasts until %1 (%2)."_s.arg(momentText(m_hold->until, m_now), m_hold->detail),
        m_hold->until};
}

std::optional<Decision> PlanRules::absentTooEarly(const Evidence &evidence) const
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

Decision PlanRules::absent(const Evidence &evidence) const
{
    if (const auto early = absentTooEarly(evidence))
        return *early;
    return settle(Action::SettleFailed, u"Nobody will ever finish it."_s);
}

Decision PlanRules::tooEarly(const Evidence &evidence) const
{
    return waitFor(m_policy.of(evidence.type).grace.value, u"Left alone: too early to judge."_s);
}

Decision PlanRules::completedAfterFailed(const Evidence &evidence) const
{
    if (!evidence.record.isFailedByUs)
        return byHand(u"Left alone: the user was told that it failed, a person decides."_s);
    return completed(u"The result exists; the failed of ours is taken back."_s);
}

Decision PlanRules::finishRecord(const Evidence &evidence, const Judgement &judgement) const
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

} // namespace emberwatch
