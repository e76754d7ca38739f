// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/triage/cleaningcheck.h"

#include "core/triage/durationwords.h"

namespace emberwatch {

using namespace Qt::StringLiterals;
using Condition = CleaningCondition;

namespace {

/// In an hour (correctness.md 2).
constexpr int deletionsAtMost = 3;

bool isLongerThan(const std::optional<std::chrono::milliseconds> &silence, std::chrono::milliseconds limit)
{
    return silence && *silence >= limit;
}

QString silenceReason(
    const std::optional<std::chrono::milliseconds> &silence, const QString &what, const Limit &limit)
{
    if (!silence)
        return u"how long ago it was written cannot be judged"_s;
    return u"written %1 ago (%2 %3)"_s.arg(durationInWords(*silence), what, durationInWords(limit.value));
}

/// Collects what does not hold.
struct Check
{
    QList<UnmetCondition> unmet;
    void require(bool holds, Condition condition, const QString &reason)
    {
        if (!holds)
            unmet.append({condition, reason});
    }
};

void checkSources(Check &check, const Evidence &evidence, const Judgement &judgement, bool canWriteRecords)
{
    const ComfyReading comfy = judgement.comfy.reading;
    const bool hasEnded = !judgement.comfy.isSettling && (comfy == ComfyReading::Absent || isTerminal(comfy));
    check.require(hasEnded, Condition::ServerEnded,
        isLive(comfy)                        ? u"ComfyUI still has it"_s
            : comfy == ComfyReading::Unknown ? u"ComfyUI gave no answer"_s
                                             : u"ComfyUI has not said so twice yet"_s);

    const RecordReading record = evidence.record.reading;
    const bool isEnded = isTerminal(record) || record == RecordReading::Absent;
    const bool isEndedByPlan = isOpen(record) && canWriteRecords;
    check.require(isEnded || isEndedByPlan, Condition::RecordEnded,
        isOpen(record) ? u"the record is open and cannot be written"_s : u"the record is not known"_s);

    check.require(comfy != ComfyReading::DoneOk || evidence.comfy.outputs.has_value(),
        Condition::OutputsSaved, u"there is a result, and its list of outputs is not known"_s);
}

void checkMeans(Check &check, const Evidence &evidence, const CleaningMeans &means)
{
    check.require(evidence.redis.hasValue && means.canJournal, Condition::SnapshotKept,
        evidence.redis.hasValue ? u"the journal cannot be written"_s : u"its exact bytes are not known"_s);
    check.require(means.canCompareAndDelete && evidence.redis.isActionable, Condition::DeleteIsConditional,
        u"this user may not run the script that compares before it deletes"_s);
    check.require(means.canReadBack, Condition::EffectIsChecked, u"the key cannot be read back"_s);
    check.require(evidence.redis.expiresAt.has_value() && means.canRestoreExpiry, Condition::UndoKeepsExpiry,
        evidence.redis.expiresAt ? u"this server cannot put it back with its expiry (Redis 6.2 can)"_s
                                 : u"it has no expiry to put back"_s);
}

void checkTimes(Check &check, const Evidence &evidence, const Judgement &judgement, const Policy &policy)
{
    const auto &silence = evidence.redis.silence;
    const Limit &silenceLimit = policy.of(evidence.type).silenceLimit;
    const bool needsSilence
        = judgement.comfy.reading == ComfyReading::Absent && isOpen(evidence.redis.reading);
    check.require(!needsSilence || isLongerThan(silence, silenceLimit.value), Condition::SilentLongEnough,
        silenceReason(silence, u"limit"_s, silenceLimit));
    const auto &claimed = evidence.redis.sinceOurClaim;
    const bool isClaimOld = !claimed || *claimed >= policy.retention.value;
    check.require(isClaimOld && isLongerThan(silence, policy.retention.value), Condition::RetentionOver,
        silenceReason(isClaimOld ? silence : claimed, u"kept for"_s, policy.retention));
    check.require(evidence.redis.deletedLately < deletionsAtMost, Condition::StaysDeleted,
        u"deleted %1 times within an hour, and it came back each time"_s.arg(evidence.redis.deletedLately));
    check.require(!evidence.redis.isTakenBack, Condition::NotTakenBack,
        u"somebody has taken back what was done to it"_s);
}

} // namespace

QList<UnmetCondition> unmetConditions(const Evidence &evidence, const Judgement &judgement,
    const Policy &policy, const CleaningMeans &means, const std::optional<Hold> &hold, Timestamp now)
{
    Check check;
    checkSources(check, evidence, judgement, means.canWriteRecords);
    checkMeans(check, evidence, means);
    checkTimes(check, evidence, judgement, policy);
    const bool isHeld = hold && hold->until > now;
    check.require(!isHeld, Condition::NoHold,
        isHeld ? u"nothing is deleted for %1 more: %2"_s.arg(durationInWords(hold->until - now), hold->detail)
               : QString());
    return check.unmet;
}

} // namespace emberwatch
