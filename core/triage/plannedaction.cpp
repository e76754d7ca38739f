// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/triage/plannedaction.h"

#include "core/triage/sentence.h"

namespace emberwatch {

PlannedAction plannedFrom(const Evidence &evidence, const Judgement &judgement, const Policy &policy)
{
    PlannedAction planned;
    planned.promptId = evidence.promptId;
    planned.type = evidence.type;
    planned.userId = evidence.userId;
    planned.clientId = evidence.clientId;
    planned.serverUrl = evidence.comfy.serverUrl;
    planned.verdict = judgement.verdict;
    planned.flags = judgement.flags;
    planned.rule = judgement.row;
    planned.sentence = sentenceOf(evidence, judgement, policy);
    planned.hasJudgedValue = evidence.redis.hasValue;
    planned.judgedValue = evidence.redis.value;
    planned.judgedExpiry = evidence.redis.expiresAt;
    planned.startedAt = evidence.redis.startedAt;
    planned.judgedRow = evidence.record.row;
    planned.epoch = evidence.redis.epoch;
    planned.judgedAt = judgement.judgedAt;
    planned.outputs = evidence.comfy.outputs;
    planned.errorText = evidence.comfy.errorText;
    return planned;
}

} // namespace emberwatch
