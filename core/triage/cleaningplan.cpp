// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/triage/cleaningplan.h"

#include "core/triage/cleaningcheck.h"
#include "core/triage/durationwords.h"

#include <QStringList>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

bool isInScope(const JudgedJob &job, bool withResidue)
{
    const RedisReading redis = job.evidence.redis.reading;
    if (!isOpen(redis) && !isTerminal(redis))
        return false;
    const Verdict verdict = job.judgement.verdict;
    return verdict == Verdict::Orphaned || verdict == Verdict::Stale
        || (withResidue && verdict == Verdict::Residue);
}

/// The record is settled before its state goes: after a crash in between the state still says what to do.
QList<Step> stepsFor(const JudgedJob &job)
{
    QList<Step> steps;
    const bool isRecordOpen = isOpen(job.evidence.record.reading);
    if (job.judgement.comfy.reading == ComfyReading::DoneOk)
        steps += Step::SaveOutputs;
    if (isRecordOpen && isOpen(job.evidence.redis.reading))
        steps += Step::ClaimState;
    if (isRecordOpen)
        steps += Step::WriteRecord;
    steps += Step::CleanState;
    return steps;
}

QString reasonFor(const QList<UnmetCondition> &unmet, bool isClaimed, const Policy &policy)
{
    if (unmet.isEmpty() && isClaimed)
        return u"Its record is settled; the state is deleted once it has been kept for %1."_s.arg(
            durationInWords(policy.retention.value));
    if (unmet.isEmpty())
        return u"Nobody needs the state any more."_s;
    QStringList reasons;
    for (const UnmetCondition &condition : unmet)
        reasons += condition.reason;
    return u"Left alone: "_s + reasons.join(u"; "_s) + u'.';
}

} // namespace

Plan planCleaning(std::span<const JudgedJob> jobs, const Policy &policy, const CleaningMeans &means,
    const std::optional<Hold> &hold, bool withResidue, Timestamp now)
{
    Plan plan{PlanScope::Clean, {}, now, {}};
    for (const JudgedJob &job : jobs) {
        if (!isInScope(job, withResidue))
            continue;
        PlannedAction action = plannedFrom(job.evidence, job.judgement, policy);
        action.unmet = unmetConditions(job.evidence, job.judgement, policy, means, hold, now);
        action.action = action.unmet.isEmpty() ? Action::Clean : Action::None;
        if (action.unmet.isEmpty())
            action.steps = stepsFor(job);
        action.reason = reasonFor(action.unmet, action.steps.contains(Step::ClaimState), policy);
        action.isTicked = action.canBeTicked();
        action.expected = !action.isTicked             ? RecoveryOutcome::LeftAlone
            : action.steps.contains(Step::WriteRecord) ? RecoveryOutcome::SettledFailed
                                                       : RecoveryOutcome::Cleaned;
        plan.actions.append(action);
    }
    return plan;
}

} // namespace emberwatch
