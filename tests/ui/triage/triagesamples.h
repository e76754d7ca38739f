// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/triage/reconcileplan.h"
#include "tests/ui/recovery/recoverysamples.h"
#include "ui/triage/triageboard.h"

namespace emberwatch::test {

/// A proposal as a reconciliation makes it of this evidence.
inline RecoveryProposal reconcileProposal(const std::vector<Evidence> &all)
{
    RecoveryProposal proposal;
    proposal.wish.policy = defaultPolicy();
    proposal.wish.scope = PlanScope::Reconcile;
    std::vector<JudgedJob> jobs;
    jobs.reserve(all.size());
    for (const Evidence &evidence : all) {
        jobs.push_back({evidence, judge(evidence, proposal.wish.policy, sampleNow)});
        proposal.judged.insert(evidence.promptId, jobs.back());
    }
    const CleaningMeans means{true, true, true, true, true};
    proposal.plan = planReconciliation(jobs, proposal.wish.policy, means, std::nullopt, sampleNow);
    return proposal;
}

inline TriageBoard boardOf(const std::vector<Evidence> &all)
{
    return triageBoardOf(reconcileProposal(all));
}

/// Redis absent.
inline Evidence withoutKey(Evidence evidence)
{
    evidence.redis.reading = RedisReading::Absent;
    evidence.redis.hasValue = false;
    evidence.redis.value.clear();
    evidence.redis.expiresAt.reset();
    evidence.redis.status.reset();
    evidence.redis.progress.reset();
    evidence.redis.silence.reset();
    evidence.redis.age.reset();
    return evidence;
}

inline Evidence withRecord(Evidence evidence, RecordReading reading, const QString &word)
{
    evidence.record.reading = reading;
    if (evidence.record.row)
        evidence.record.row->status = word;
    return evidence;
}

/// One job in each of some kinds.
inline std::vector<Evidence> mixedEvidence()
{
    using namespace std::chrono_literals;
    Evidence conflict
        = withRecord(sampleEvidence("conflict", ComfyReading::Absent), RecordReading::Failed, u"failed"_s);
    conflict.redis.reading = RedisReading::Completed;
    conflict.redis.status = JobStatus::Completed;
    Evidence settling = sampleEvidence("settling", ComfyReading::Running);
    settling.redis.age = settling.record.age = 2s;
    return {sampleEvidence("unclaimed-1", ComfyReading::DoneOk),
        sampleEvidence("unclaimed-2", ComfyReading::DoneOk), sampleEvidence("orphan", ComfyReading::Absent),
        withoutKey(sampleEvidence("lost", ComfyReading::Absent)),
        sampleEvidence("unverifiable", ComfyReading::Unknown), conflict, settling,
        sampleEvidence("live", ComfyReading::Running)};
}

} // namespace emberwatch::test
