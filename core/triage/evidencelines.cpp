// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/triage/evidencelines.h"

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

template <typename Reading> QString word(Reading reading)
{
    return QString::fromLatin1(wordOf(reading));
}

EvidenceLine lineOf(const ComfyEvidence &comfy, const ComfyPass &pass)
{
    const QString detail = pass.reading == ComfyReading::DoneError ? comfy.errorText : pass.trouble;
    return {EvidenceSource::ComfyUi, pass.at, word(pass.reading), pass.request, detail};
}

std::optional<std::chrono::milliseconds> stillness(const ComfyEvidence &comfy)
{
    if (!comfy.first || !comfy.second)
        return comfy.stillFor;
    const std::chrono::milliseconds gap = comfy.second->at - comfy.first->at;
    return std::max(gap, comfy.stillFor.value_or(gap));
}

std::optional<std::chrono::milliseconds> youngest(const Evidence &evidence)
{
    if (evidence.redis.age && evidence.record.age)
        return std::min(*evidence.redis.age, *evidence.record.age);
    return evidence.redis.age ? evidence.redis.age : evidence.record.age;
}

} // namespace

QByteArrayView wordOf(EvidenceSource source)
{
    switch (source) {
    case EvidenceSource::Redis:
        return "redis";
    case EvidenceSource::Database:
        return "database";
    case EvidenceSource::ComfyUi:
        return "comfyui";
    }
    return {};
}

QList<EvidenceLine> evidenceLinesOf(const Evidence &evidence)
{
    QList<EvidenceLine> lines{
        {EvidenceSource::Redis, evidence.redis.at, word(evidence.redis.reading), evidence.redis.request,
            evidence.redis.trouble},
        {EvidenceSource::Database, evidence.record.at, word(evidence.record.reading), evidence.record.request,
            evidence.record.trouble},
    };
    for (const auto &pass : {evidence.comfy.first, evidence.comfy.second}) {
        if (pass)
            lines.append(lineOf(evidence.comfy, *pass));
    }
    return lines;
}

QList<AppliedLimit> limitsOf(const Evidence &evidence, const Judgement &judgement, const Policy &policy)
{
    const TypePolicy &limits = policy.of(evidence.type);
    QList<AppliedLimit> applied;
    if (judgement.verdict == Verdict::Settling)
        applied.append({u"grace"_s, limits.grace, youngest(evidence)});
    if (judgement.verdict == Verdict::Stalled)
        applied.append({u"stall"_s, limits.stallLimit, stillness(evidence.comfy)});
    if (judgement.verdict == Verdict::Live)
        applied.append({u"quiet"_s, limits.quietLimit, evidence.redis.silence});
    const bool isByAbsence = judgement.comfy.reading == ComfyReading::Absent && !judgement.comfy.isSettling;
    if (isByAbsence && isOpen(evidence.redis.reading)) {
        applied.append({u"silence"_s, limits.silenceLimit, evidence.redis.silence});
        applied.append({u"grace"_s, limits.grace, evidence.comfy.second->at - evidence.comfy.first->at});
    }
    return applied;
}

} // namespace emberwatch
