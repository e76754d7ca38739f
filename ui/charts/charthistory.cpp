// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/charthistory.h"

#include <algorithm>

namespace emberwatch {

using namespace std::chrono_literals;

namespace {

constexpr qint64 mostStoodForMs = 3000;
constexpr qint64 bucketsOfRing = 1800;

qint64 msOf(Timestamp time)
{
    return time.time_since_epoch().count();
}

Timestamp atMs(qint64 ms)
{
    return Timestamp(std::chrono::milliseconds(ms));
}

/// The time shown while there is only `known` of history.
std::chrono::milliseconds shownLength(ChartSpan span, std::chrono::milliseconds known)
{
    for (const std::chrono::milliseconds step :
        {60'000ms, 120'000ms, 300'000ms, 900'000ms, 3'600'000ms, 21'600'000ms}) {
        if (known <= step)
            return std::min<std::chrono::milliseconds>(step, lengthOf(span));
    }
    return lengthOf(span);
}

void extend(std::vector<BlindWindow> &blind, qint64 fromMs, qint64 toMs)
{
    if (!blind.empty() && blind.back().to == atMs(fromMs))
        blind.back().to = atMs(toMs);
    else
        blind.push_back({atMs(fromMs), atMs(toMs)});
}

} // namespace

ChartHistory::ChartHistory()
    : m_rings{ringOf(ChartSpan::QuarterHour), ringOf(ChartSpan::Hour), ringOf(ChartSpan::SixHours),
        ringOf(ChartSpan::Day)}
{
}

ChartHistory::Ring ChartHistory::ringOf(ChartSpan span)
{
    const qint64 lengthMs = std::chrono::milliseconds(lengthOf(span)).count();
    Ring ring;
    ring.width = std::max<qint64>(1000, lengthMs / bucketsOfRing);
    // Two more than the span: the one that is being filled, and one before its beginning.
    ring.buckets.resize(static_cast<size_t>(lengthMs / ring.width + 2));
    return ring;
}

void ChartHistory::add(const ChartSample &sample)
{
    const qint64 toMs = msOf(sample.time);
    if (m_latest && sample.time <= m_latest->time) {
        for (Ring &ring : m_rings)
            ring.forgetFrom(toMs);
        if (m_first && *m_first >= sample.time)
            m_first.reset();
        m_latest.reset();
    }
    qint64 fromMs = toMs - 1000;
    if (m_latest)
        fromMs = std::max(msOf(m_latest->time), toMs - mostStoodForMs);
    for (Ring &ring : m_rings)
        ring.add(sample, fromMs, toMs);
    if (!m_first)
        m_first = atMs(fromMs);
    m_latest = sample;
}

std::optional<Timestamp> ChartHistory::begin(ChartSpan span) const
{
    if (!m_first)
        return std::nullopt;
    return std::max(*m_first, atMs(ring(span).first * ring(span).width));
}

size_t ChartHistory::capacity() const
{
    size_t buckets = 0;
    for (const Ring &ring : m_rings)
        buckets += ring.buckets.size();
    return buckets;
}

ChartExcerpt ChartHistory::excerpt(ChartSpan span, int columns) const
{
    ChartExcerpt excerpt;
    if (!m_latest)
        return excerpt;
    const Ring &from = ring(span);
    const qint64 nowMs = msOf(m_latest->time);
    const qint64 beginMs = msOf(*begin(span));
    const qint64 startMs = nowMs - shownLength(span, std::chrono::milliseconds(nowMs - beginMs)).count();
    excerpt.from = atMs(startMs);
    excerpt.to = m_latest->time;

    const qint64 shownBuckets = (nowMs - startMs) / from.width + 2;
    const qint64 group = (shownBuckets + columns - 1) / std::max(1, columns);
    const qint64 firstBucket = std::max(from.first, startMs / from.width - group);
    for (qint64 column = firstBucket / group * group; column < from.end; column += group) {
        const Bucket sum = from.sum(column, column + group);
        const qint64 leftMs = std::max(column * from.width, beginMs);
        const qint64 rightMs = std::min((column + group) * from.width, nowMs);
        const qint64 seenMs = std::max<qint64>(0, rightMs - std::max(leftMs, startMs));
        const qint64 unknownMs = std::max<qint64>(0, rightMs - leftMs - sum.liveMs);
        excerpt.blindTime += std::chrono::milliseconds(std::min(seenMs, unknownMs));
        if (sum.liveMs == 0 || unknownMs > sum.liveMs) {
            if (seenMs > 0)
                extend(excerpt.blind, std::max(leftMs, startMs), rightMs);
            continue;
        }
        excerpt.points.push_back(sum.mean(atMs((leftMs + rightMs) / 2)));
    }
    return excerpt;
}

ChartPoint ChartHistory::Bucket::mean(Timestamp time) const
{
    const auto weight = static_cast<double>(liveMs);
    ChartPoint point;
    point.time = time;
    for (size_t i = 0; i < byStatus.size(); ++i)
        point.byStatus[i] = byStatus[i] / weight;
    point.eventsPerSecond = events / weight;
    return point;
}

ChartHistory::Bucket ChartHistory::Ring::sum(qint64 from, qint64 to) const
{
    Bucket sum;
    for (qint64 number = std::max(from, first); number < std::min(to, end); ++number) {
        const Bucket &bucket = at(number);
        for (size_t i = 0; i < sum.byStatus.size(); ++i)
            sum.byStatus[i] += bucket.byStatus[i];
        sum.events += bucket.events;
        sum.liveMs += bucket.liveMs;
    }
    return sum;
}

void ChartHistory::Ring::add(const ChartSample &sample, qint64 fromMs, qint64 toMs)
{
    for (qint64 number = fromMs / width; number * width < toMs; ++number) {
        growTo(number);
        const qint64 ms = std::min(toMs, (number + 1) * width) - std::max(fromMs, number * width);
        if (!sample.isLive)
            continue;
        Bucket &bucket = at(number);
        const auto weight = static_cast<double>(ms);
        for (size_t i = 0; i < bucket.byStatus.size(); ++i)
            bucket.byStatus[i] += static_cast<double>(sample.byStatus[i]) * weight;
        bucket.events += sample.eventsPerSecond * weight;
        bucket.liveMs += ms;
    }
}

void ChartHistory::Ring::growTo(qint64 number)
{
    const auto size = static_cast<qint64>(buckets.size());
    if (first == end)
        first = end = number;
    else if (number - end >= size)
        first = end = number - size + 1;
    while (end <= number) {
        at(end) = Bucket();
        ++end;
    }
    first = std::max(first, end - size);
}

void ChartHistory::Ring::forgetFrom(qint64 ms)
{
    end = std::max(first, std::min(end, ms / width));
}

ChartHistory::Bucket &ChartHistory::Ring::at(qint64 number)
{
    return buckets[static_cast<size_t>(number) % buckets.size()];
}

const ChartHistory::Bucket &ChartHistory::Ring::at(qint64 number) const
{
    return buckets[static_cast<size_t>(number) % buckets.size()];
}

} // namespace emberwatch
