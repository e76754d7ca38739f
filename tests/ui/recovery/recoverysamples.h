// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/recoveryproposal.h"
#include "core/triage/judge.h"
#include "core/triage/recoveryplan.h"

#include <array>

namespace emberwatch::test {

using namespace Qt::StringLiterals;

inline constexpr Timestamp sampleNow{std::chrono::milliseconds(1'764'072'000'000)};

/// A job that Redis calls processing, and what its server answered in both passes.
inline Evidence sampleEvidence(const QByteArray &id, ComfyReading comfy)
{
    using namespace std::chrono_literals;
    Evidence evidence;
    evidence.promptId = PromptId(id);
    evidence.type = u"image_generation"_s;
    evidence.userId = u"usr_"_s + QString::fromLatin1(id.right(2));
    RedisEvidence &redis = evidence.redis;
    redis.reading = RedisReading::Processing;
    redis.at = sampleNow;
    redis.request = u"peek comfyui:job:"_s + QString::fromLatin1(id);
    redis.value = "{\"status\":\"processing\"}";
    redis.hasValue = redis.isActionable = true;
    redis.expiresAt = sampleNow + 100min;
    redis.status = JobStatus::Processing;
    redis.startedAt = (sampleNow - 5min).time_since_epoch().count();
    redis.age = redis.ageAtFirstSight = 5min;
    redis.silence = 4min;
    evidence.record.reading = RecordReading::Processing;
    evidence.record.at = sampleNow;
    evidence.record.request = u"SELECT ... WHERE prompt_id = $1"_s;
    evidence.record.row = JudgedRow{u"7"_s, u"processing"_s, u"2025-11-25 11:59:00"_s};
    evidence.record.rows = 1;
    evidence.record.age = 5min;
    evidence.comfy.serverUrl = u"http://gpu-2:8188"_s;
    const auto pass = [comfy](Timestamp at) {
        ComfyPass pass;
        pass.reading = comfy;
        pass.at = at;
        pass.request = u"GET http://gpu-2:8188/queue"_s;
        if (comfy == ComfyReading::Unknown) {
            pass.trouble = u"connection refused"_s;
            pass.serversAnswered = 0;
        }
        return pass;
    };
    evidence.comfy.first = pass(sampleNow - 12s);
    evidence.comfy.second = pass(sampleNow);
    evidence.comfy.hasMoved = comfy == ComfyReading::Running;
    evidence.comfy.absence = AbsenceReason::NeverSeen;
    if (comfy == ComfyReading::DoneOk) {
        evidence.comfy.outputs = QByteArray("[{\"filename\":\"a.png\"}]");
        evidence.comfy.outputCount = 1;
    }
    return evidence;
}

/// So many jobs of each kind, judged and planned as a recovery does it.
struct SampleCounts
{
    int finished = 0;
    int absent = 0;
    int running = 0;
    int unverifiable = 0;
};

inline RecoveryProposal sampleProposal(SampleCounts counts)
{
    RecoveryProposal proposal;
    const Policy policy = defaultPolicy();
    proposal.wish.policy = policy;
    std::vector<JudgedJob> jobs;
    const std::array kinds{std::pair(counts.finished, ComfyReading::DoneOk),
        std::pair(counts.absent, ComfyReading::Absent), std::pair(counts.running, ComfyReading::Running),
        std::pair(counts.unverifiable, ComfyReading::Unknown)};
    for (const auto &[count, comfy] : kinds) {
        for (int i = 0; i < count; ++i) {
            const QByteArray id = "d2b1ac84-77f0-4a3e-"
                + QByteArray::number(0xa000 + static_cast<int>(comfy), 16) + "-"
                + QByteArray::number(i).rightJustified(12, '0');
            const Evidence evidence = sampleEvidence(id, comfy);
            jobs.push_back({evidence, judge(evidence, policy, sampleNow)});
            proposal.judged.insert(evidence.promptId, jobs.back());
        }
    }
    proposal.plan = planRecovery(jobs, policy, std::nullopt, sampleNow);
    return proposal;
}

} // namespace emberwatch::test
