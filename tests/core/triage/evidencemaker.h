// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/triage/judge.h"
#include "core/triage/plan.h"

namespace emberwatch::test {

constexpr Timestamp noon{std::chrono::milliseconds(1'795'600'800'000)};

inline ComfyPass passOf(ComfyReading reading, Timestamp at)
{
    ComfyPass pass;
    pass.reading = reading;
    pass.at = at;
    pass.request = QStringLiteral("GET /queue, /history/a");
    return pass;
}

/// A job of five minutes, silent for two and a half, with two passes over gpu-2 11 s apart: nothing about it
/// is too young, too old or too lively for a verdict.
inline Evidence evidenceOf(RedisReading redis, RecordReading record, ComfyReading comfy)
{
    using namespace std::chrono_literals;
    Evidence evidence;
    evidence.promptId = PromptId("a");
    evidence.type = QStringLiteral("image_generation");
    evidence.userId = QStringLiteral("usr_7");
    evidence.redis.reading = redis;
    evidence.redis.at = noon;
    evidence.redis.request = QStringLiteral("peek comfyui:job:a");
    const bool hasKey = redis != RedisReading::Absent && redis != RedisReading::Unknown;
    if (hasKey) {
        evidence.redis.value = "{}";
        evidence.redis.hasValue = true;
        evidence.redis.expiresAt = noon + 7050s;
        evidence.redis.isActionable = true;
        evidence.redis.age = 300s;
        evidence.redis.silence = 150s;
    }
    evidence.record.reading = record;
    evidence.record.at = noon;
    evidence.record.request = QStringLiteral("SELECT by external_job_id");
    if (record != RecordReading::Absent && record != RecordReading::Unknown)
        evidence.record.row
            = JudgedRow{QStringLiteral("17"), QStringLiteral("processing"), QStringLiteral("2026-11-25")};
    evidence.comfy.serverUrl = QStringLiteral("http://gpu-2:8188");
    evidence.comfy.first = passOf(comfy, noon - 11s);
    evidence.comfy.second = passOf(comfy, noon);
    return evidence;
}

inline JudgedJob judgedOf(const Evidence &evidence, const Policy &policy = defaultPolicy())
{
    return {evidence, judge(evidence, policy, noon)};
}

} // namespace emberwatch::test
