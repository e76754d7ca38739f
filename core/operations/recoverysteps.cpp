// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/recoverysteps.h"

#include "core/operations/evidencejson.h"

namespace emberwatch {

using namespace Qt::StringLiterals;
using Outcome = RecoveryOutcome;

namespace {

SettlementReason reasonOf(
    const PlannedAction &action, Action asWhat, const JudgedJob &job, const Policy &policy)
{
    SettlementReason reason;
    reason.rule = wordOf(action.rule).toByteArray();
    reason.action = QString::fromLatin1(wordOf(asWhat));
    reason.verdict = QString::fromLatin1(wordOf(action.verdict));
    reason.sentence = action.sentence;
    reason.evidence = evidenceJson(job, policy);
    return reason;
}

JudgedState judgedOf(const PlannedAction &action)
{
    return {action.judgedValue, action.judgedExpiry, action.startedAt, action.epoch, !action.hasJudgedValue};
}

/// What is cleaned and has an open record is settled first, as a recovery would: the same effect has the same
/// name.
Action settlingActionOf(const PlannedAction &action, const JudgedJob &job)
{
    if (action.action != Action::Clean)
        return action.action;
    if (isTerminal(job.evidence.redis.reading))
        return Action::TakeRedisEnd;
    return job.judgement.comfy.reading == ComfyReading::Interrupted ? Action::SettleCancelled
                                                                    : Action::SettleFailed;
}

RecordStatus recordStatusOf(Action action, const Evidence &evidence)
{
    switch (action) {
    case Action::SettleCompleted:
        return RecordStatus::Completed;
    case Action::SettleCancelled:
        return RecordStatus::Cancelled;
    case Action::TakeRedisEnd:
        return evidence.redis.reading == RedisReading::Completed ? RecordStatus::Completed
                                                                 : RecordStatus::Failed;
    default:
        return RecordStatus::Failed;
    }
}

/// What the user will read who asks why.
QString errorFor(const PlannedAction &action, RecordStatus status)
{
    if (status == RecordStatus::Completed)
        return {};
    return action.errorText.isEmpty() ? action.sentence : action.errorText;
}

RecoveredJob plainJob(const PlannedAction &action, Outcome outcome, const QString &reason)
{
    return {action.promptId, action.verdict, action.action, outcome, action.sentence + u' ' + reason,
        action.nextLook};
}

QString joined(const QString &reason, const QString &text)
{
    return text.isEmpty() ? reason : reason + u' ' + text;
}

RecoveredJob judgedAgainLater(
    const PlannedAction &action, const QString &text, Timestamp now, std::chrono::milliseconds grace)
{
    RecoveredJob job = plainJob(action, Outcome::LeftAlone, u"Left alone: "_s + text);
    job.nextLook = now + grace;
    return job;
}

} // namespace

Settlement settlementOf(const PlannedAction &action, const JudgedJob &job, const Policy &policy)
{
    Settlement settlement;
    settlement.promptId = action.promptId;
    settlement.judged = judgedOf(action);
    const Action settling = settlingActionOf(action, job);
    settlement.status = settling == Action::SettleCompleted ? JobStatus::Completed : JobStatus::Failed;
    settlement.outputs = action.outputs;
    settlement.reason = reasonOf(action, settling, job, policy);
    if (action.steps.contains(Step::WriteRecord) && action.judgedRow) {
        RecordEnd end;
        end.row = *action.judgedRow;
        end.status = recordStatusOf(settling, job.evidence);
        end.correctsFailed = job.evidence.record.reading == RecordReading::Failed;
        end.error = errorFor(action, end.status);
        settlement.record = end;
    }
    return settlement;
}

Cleaning cleaningOf(const PlannedAction &action, const JudgedJob &job, const Policy &policy)
{
    return {action.promptId, judgedOf(action), reasonOf(action, action.action, job, policy), action.outputs};
}

TrackingRequest trackingOf(
    const PlannedAction &action, const JudgedJob &job, const std::optional<JobState> &forgotten)
{
    TrackingRequest request;
    request.promptId = action.promptId;
    request.serverUrl = action.serverUrl;
    request.clientId = action.clientId;
    request.judgedValue = action.judgedValue;
    request.expiresAt = action.judgedExpiry;
    request.silence = job.evidence.redis.silence;
    if (action.action == Action::RecreateState)
        request.forgotten = forgotten;
    return request;
}

RecoveredJob recoveredFrom(
    const PlannedAction &action, const SettledJob &settled, Timestamp now, std::chrono::milliseconds grace)
{
    const Outcome expected = action.expected.value_or(
        action.action == Action::SettleCompleted ? Outcome::SettledCompleted : Outcome::SettledFailed);
    switch (settled.kind) {
    case SettledJob::Kind::Done:
    case SettledJob::Kind::RecordDecided:
        return plainJob(action, expected, joined(action.reason, settled.text));
    case SettledJob::Kind::AlreadyDone:
        return plainJob(action, expected, joined(action.reason, u"Somebody else has done it already."_s));
    case SettledJob::Kind::Changed:
    case SettledJob::Kind::Touched:
    case SettledJob::Kind::Gone:
        return judgedAgainLater(action, settled.text, now, grace);
    case SettledJob::Kind::Unknown:
    case SettledJob::Kind::Failed:
        break;
    }
    return failedJob(action, settled.text);
}

RecoveredJob recoveredFrom(
    const PlannedAction &action, const CleanedKey &cleaned, Timestamp now, std::chrono::milliseconds grace)
{
    const Outcome expected = action.expected.value_or(Outcome::SettledFailed);
    switch (cleaned.kind) {
    case CleanedKey::Kind::Done:
        return plainJob(action, expected, joined(action.reason, cleaned.text));
    case CleanedKey::Kind::Gone:
        return plainJob(action, expected, joined(action.reason, u"Somebody else has done it already."_s));
    case CleanedKey::Kind::Changed:
    case CleanedKey::Kind::Touched:
    case CleanedKey::Kind::CameBack:
        return judgedAgainLater(action, cleaned.text, now, grace);
    case CleanedKey::Kind::Unknown:
    case CleanedKey::Kind::Failed:
        break;
    }
    return failedJob(action, cleaned.text);
}

RecoveredJob recoveredFrom(const PlannedAction &action, const Result<TrackingTaken> &taken)
{
    if (!taken)
        return failedJob(action, u"Nobody tracks it: %1."_s.arg(taken.error().message));
    QString text = taken->text;
    if (text.isEmpty() && taken->holder)
        text = u"Tracked by %1."_s.arg(holderText(*taken->holder));
    return plainJob(action, Outcome::Resumed, joined(action.reason, text));
}

RecoveredJob recoveredFrom(const PlannedAction &action, const Result<ServerCancel> &cancelled)
{
    if (!cancelled)
        return failedJob(
            action, u"Whether it was cancelled is not known: %1."_s.arg(cancelled.error().message));
    if (!cancelled->isGone)
        return failedJob(action, cancelled->text);
    return plainJob(action, Outcome::Cancelled, joined(action.reason, cancelled->text));
}

RecoveredJob leftAlone(const PlannedAction &action, const QString &why)
{
    return plainJob(action, Outcome::LeftAlone, u"Left alone: "_s + why);
}

RecoveredJob failedJob(const PlannedAction &action, const QString &why)
{
    return plainJob(action, Outcome::Failed, why);
}

} // namespace emberwatch
