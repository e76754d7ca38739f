// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/triage/reconcileplan.h"

#include "core/triage/planrules.h"

#include <QStringList>

namespace emberwatch {

using namespace Qt::StringLiterals;
using Outcome = RecoveryOutcome;

namespace {

Decision nothing(const QString &reason)
{
    return {Action::None, Outcome::Nothing, reason};
}

/// One job after the other.
class ReconcileRules : public PlanRules
{
public:
    ReconcileRules(
        const Policy &policy, const CleaningMeans &means, const std::optional<Hold> &hold, Timestamp now)
        : PlanRules(policy, hold, now)
        , m_means(means)
    {
    }

    [[nodiscard]] Decision decide(const JudgedJob &job) const;
    [[nodiscard]] QList<UnmetCondition> unmet(const JudgedJob &job) const
    {
        return unmetConditions(job.evidence, job.judgement, policy(), m_means, hold(), now());
    }

private:
    [[nodiscard]] Decision live(const JudgedJob &job) const;
    [[nodiscard]] Decision zombie(const JudgedJob &job) const;
    [[nodiscard]] Decision ended(const JudgedJob &job) const;
    [[nodiscard]] Decision endedByRedis(const JudgedJob &job) const;
    [[nodiscard]] Decision lost() const;
    [[nodiscard]] Decision clean(const JudgedJob &job, const QString &reason) const;

    const CleaningMeans &m_means;
};

Decision ReconcileRules::live(const JudgedJob &job) const
{
    if (isOpen(job.evidence.redis.reading))
        return nothing(u"It lives; nothing about it is changed."_s);
    if (job.evidence.redis.reading != RedisReading::Absent)
        return byHand(u"Left alone: Redis says that it has ended while its server has it."_s);
    return {Action::RecreateState, Outcome::Resumed, u"Redis forgot it while its server has it."_s};
}

Decision ReconcileRules::zombie(const JudgedJob &job) const
{
    if (job.judgement.verdict == Verdict::Foreign)
        return nothing(u"It is not ours: shown, never cancelled."_s);
    return {Action::CancelOnServer, Outcome::Cancelled, u"Nobody will collect it."_s};
}

/// Its server says how it ended, the record does not yet.
Decision ReconcileRules::ended(const JudgedJob &job) const
{
    const Evidence &evidence = job.evidence;
    if (isTerminal(evidence.redis.reading))
        return finishRecord(evidence, job.judgement);
    if (job.judgement.row == TableRow::ResultWhileOpen)
        return completed(u"The result exists."_s);
    return settle(settlingBy(job.judgement.comfy.reading), u"Its server says how it ended."_s);
}

Decision ReconcileRules::endedByRedis(const JudgedJob &job) const
{
    Decision decision = finishRecord(job.evidence, job.judgement);
    if (decision.action == Action::TakeRedisEnd)
        decision.outcome = job.evidence.redis.reading == RedisReading::Completed ? Outcome::SettledCompleted
                                                                                 : Outcome::SettledFailed;
    return decision;
}

/// There is no key whose silence could be judged: what the grace period and a hold do not stop stands.
Decision ReconcileRules::lost() const
{
    if (const auto held = heldDecision())
        return *held;
    return settle(Action::SettleFailed, u"Nobody will ever finish it."_s);
}

Decision ReconcileRules::clean(const JudgedJob &job, const QString &reason) const
{
    const QList<UnmetCondition> missing = unmet(job);
    if (missing.isEmpty())
        return {Action::Clean, Outcome::Cleaned, reason};
    QStringList reasons;
    for (const UnmetCondition &condition : missing)
        reasons += condition.reason;
    return {Action::None, Outcome::LeftAlone, u"Left alone: "_s + reasons.join(u"; "_s) + u'.'};
}

Decision ReconcileRules::decide(const JudgedJob &job) const
{
    const Evidence &evidence = job.evidence;
    switch (job.judgement.row) {
    case TableRow::Settling:
        return tooEarly(evidence);
    case TableRow::NoAnswer:
    case TableRow::OpenUnknown:
        return unverifiable(evidence);
    case TableRow::SeveralRecords:
        return byHand(u"Left alone: several records for one job, a person decides."_s);
    case TableRow::CorruptState:
        return byHand(u"Left alone: a corrupt value is never touched automatically."_s);
    case TableRow::ErrorWhileCompleted:
    case TableRow::EndsDiffer:
        return byHand(u"Left alone: two ends contradict each other, a person decides."_s);
    case TableRow::EndedButLive:
    case TableRow::NobodysButLive:
        return zombie(job);
    case TableRow::LiveNotMoving:
        return {
            Action::Watch, Outcome::LeftAlone, u"Left alone: it does not move, a person may interrupt it."_s};
    case TableRow::LiveOpen:
        return live(job);
    case TableRow::ResultWhileOpen:
    case TableRow::ErrorWhileOpen:
        return ended(job);
    case TableRow::ResultWhileFailed:
        return completedAfterFailed(evidence);
    case TableRow::ResultAfterCancel:
        return isOpen(evidence.redis.reading)
            ? clean(job, u"The record says cancelled; the state is out of date."_s)
            : nothing(u"The result came after the cancel; nothing is changed."_s);
    case TableRow::StateBehindRecord:
        return clean(job, u"The record says how it ended; the state is out of date."_s);
    case TableRow::StateBehindServer:
        return clean(job, u"Its server says how it ended, and there is no record of it."_s);
    case TableRow::AbsentUntracked:
        return clean(job, u"Nobody will ever finish it, and there is no record of it."_s);
    case TableRow::AbsentBothOpen:
        return absent(evidence);
    case TableRow::RecordBehindState:
        return endedByRedis(job);
    case TableRow::OnlyRecordOpen:
        return lost();
    case TableRow::FailedForCancelled:
    case TableRow::EndedTwice:
        return nothing(u"It has ended; the key expires by itself."_s);
    case TableRow::NothingOpen:
        return nothing(u"Nothing is open."_s);
    }
    return byHand(u"Left alone: a person decides."_s);
}

/// What is settled without a claim has been an end for its whole retention already, where that allows it: a
/// state that contradicts its record now goes with it.
QList<Step> stepsFor(const Decision &decision, const JudgedJob &job, const ReconcileRules &rules)
{
    if (decision.action == Action::CancelOnServer)
        return {Step::CancelOnServer, Step::VerifyCancelled};
    QList<Step> steps = stepsOf(decision.action, job.evidence, job.judgement, rules.isHeld());
    const bool isCleanedLater = steps.contains(Step::CleanState) && decision.action != Action::Clean
        && !steps.contains(Step::ClaimState);
    if (!isCleanedLater)
        return steps;
    QList<UnmetCondition> missing = rules.unmet(job);
    // By then this same plan has ended it.
    missing.removeIf(
        [](const UnmetCondition &one) { return one.condition == CleaningCondition::RecordEnded; });
    if (!missing.isEmpty())
        steps.removeAll(Step::CleanState);
    return steps;
}

} // namespace

Plan planReconciliation(std::span<const JudgedJob> jobs, const Policy &policy, const CleaningMeans &means,
    const std::optional<Hold> &hold, Timestamp now)
{
    const ReconcileRules rules(policy, means, hold, now);
    Plan plan{PlanScope::Reconcile, {}, now, {}};
    plan.actions.reserve(static_cast<qsizetype>(jobs.size()));
    for (const JudgedJob &job : jobs) {
        const Decision decision = rules.decide(job);
        PlannedAction action = plannedFrom(job.evidence, job.judgement, policy);
        action.action = decision.action;
        action.reason = decision.reason;
        action.nextLook = decision.nextLook;
        action.expected = decision.outcome;
        action.steps = stepsFor(decision, job, rules);
        action.isTicked = action.canBeTicked();
        plan.actions.append(action);
    }
    return plan;
}

} // namespace emberwatch
