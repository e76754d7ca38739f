// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/triage/evidenceaxis.h"

#include "core/base/timetext.h"
#include "core/triage/sentence.h"
#include "ui/triage/readinglook.h"

#include <QCoreApplication>

#include <algorithm>

namespace emberwatch {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Triage)
};

constexpr auto shortest = 60s;
constexpr auto longest = std::chrono::hours(7 * 24); ///< what is older stands at the left edge
constexpr int marginPart = 24; ///< of the length, to the right of the judgement

QString clock(Timestamp at)
{
    return utcTime(at).toString(u"HH:mm:ss"_s);
}

Timestamp ofEpoch(qint64 milliseconds)
{
    return Timestamp(std::chrono::milliseconds(milliseconds));
}

void addBar(AxisLane &lane, Timestamp from, Timestamp to, QColor Colors::*color)
{
    if (from < to)
        lane.spans.push_back({from, to, AxisLane::Stroke::Bar, color});
}

AxisLane redisLane(const JudgedJob &job)
{
    const RedisEvidence &redis = job.evidence.redis;
    const ReadingLook look = lookOf(redis);
    const Timestamp end = job.judgement.judgedAt;
    AxisLane lane;
    lane.icon = Icon::Redis;
    lane.title = Words::tr("Redis");
    if (redis.at == Timestamp())
        return lane;
    if (!redis.silence) {
        lane.mark
            = {redis.at, look.icon, look.color, Words::tr("%1 read: %2").arg(clock(redis.at), look.text)};
        return lane;
    }
    const Timestamp written = redis.at - *redis.silence;
    const Timestamp begun = redis.startedAt ? std::min(ofEpoch(*redis.startedAt), written) : written;
    addBar(lane, begun, written, isOpen(redis.reading) ? look.color : &Colors::processing);
    lane.spans.push_back(
        {written, end, isTerminal(redis.reading) ? AxisLane::Stroke::Line : AxisLane::Stroke::Dashed,
            isTerminal(redis.reading) ? look.color : &Colors::outline});
    lane.mark
        = {written, look.icon, look.color, Words::tr("%1 last write: %2").arg(clock(written), look.text)};
    return lane;
}

AxisLane recordLane(const JudgedJob &job)
{
    const RecordEvidence &record = job.evidence.record;
    const ReadingLook look = lookOf(record);
    const Timestamp end = job.judgement.judgedAt;
    AxisLane lane;
    lane.icon = Icon::Database;
    lane.title = Words::tr("Database");
    if (record.at == Timestamp())
        return lane;
    const auto &updated = record.updatedAt;
    const Timestamp created
        = record.createdAt.value_or(record.age ? record.at - *record.age : updated.value_or(record.at));
    const Timestamp changed = std::clamp(updated.value_or(created), std::min(created, end), end);
    const bool isKnown = isOpen(record.reading) || isTerminal(record.reading);
    if (!isKnown || (!updated && !record.age && !record.createdAt)) {
        lane.mark
            = {record.at, look.icon, look.color, Words::tr("%1 read: %2").arg(clock(record.at), look.text)};
        return lane;
    }
    const bool hasEnded = isTerminal(record.reading);
    addBar(lane, created, changed, isOpen(record.reading) ? look.color : &Colors::processing);
    lane.spans.push_back({changed, end, hasEnded ? AxisLane::Stroke::Line : AxisLane::Stroke::Dashed,
        hasEnded ? look.color : &Colors::outline});
    lane.mark = {changed, look.icon, look.color,
        updated ? Words::tr("%1 changed: %2").arg(clock(changed), look.text)
                : Words::tr("%1 created: %2").arg(clock(changed), look.text)};
    return lane;
}

AxisLane comfyLane(const JudgedJob &job)
{
    const ComfyEvidence &comfy = job.evidence.comfy;
    const ReadingLook look = lookOf(comfy, job.judgement.comfy);
    AxisLane lane;
    lane.icon = Icon::Server;
    lane.title = serverName(comfy.serverUrl);
    const ComfyPass *last = comfy.second ? &*comfy.second : comfy.first ? &*comfy.first : nullptr;
    if (!last || last->at == Timestamp())
        return lane;
    const Timestamp first = comfy.first ? comfy.first->at : last->at;
    const ComfyReading reading = job.judgement.comfy.reading;
    const Timestamp end = job.judgement.judgedAt;
    if (isTerminal(reading) && comfy.endedAt && *comfy.endedAt <= end) {
        addBar(lane, comfy.startedAt.value_or(*comfy.endedAt), *comfy.endedAt, &Colors::processing);
        lane.spans.push_back({*comfy.endedAt, end, AxisLane::Stroke::Line, look.color});
        lane.mark = {*comfy.endedAt, look.icon, look.color, u"%1 %2"_s.arg(clock(*comfy.endedAt), look.text)};
        return lane;
    }
    if (isLive(reading))
        addBar(lane, std::min(comfy.startedAt.value_or(first), first), last->at, look.color);
    else // an end stands, an absence is known as far as it was asked for
        lane.spans.push_back(
            {first, isTerminal(reading) ? end : last->at, AxisLane::Stroke::Line, look.color});
    lane.mark = {first, look.icon, look.color, Words::tr("%1 asked: %2").arg(clock(first), look.text)};
    return lane;
}

} // namespace

EvidenceAxis evidenceAxisOf(const JudgedJob &job)
{
    EvidenceAxis axis;
    axis.judgedAt = job.judgement.judgedAt;
    axis.lanes = {redisLane(job), recordLane(job), comfyLane(job)};
    Timestamp from = axis.judgedAt - shortest;
    for (const AxisLane &lane : axis.lanes) {
        for (const AxisLane::Span &span : lane.spans)
            from = std::min(from, span.from);
        if (lane.mark)
            from = std::min(from, lane.mark->at);
    }
    axis.from = std::max(from, axis.judgedAt - longest);
    axis.to = axis.judgedAt + (axis.judgedAt - from) / marginPart;
    return axis;
}

} // namespace emberwatch
