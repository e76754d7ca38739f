// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chartsample.h"
#include "ui/charts/chartspan.h"

#include <array>
#include <chrono>
#include <optional>
#include <vector>

namespace emberwatch {

/// Means over one pixel column.
struct ChartPoint
{
    Timestamp time;
    std::array<double, 4> byStatus{}; ///< index: JobStatus
    double eventsPerSecond = 0;
    bool operator==(const ChartPoint &) const = default;
};

/// A time of which nothing is known: the feed was not live, or nobody was looking.
struct BlindWindow
{
    Timestamp from;
    Timestamp to;
    bool operator==(const BlindWindow &) const = default;
};

/// What a chart draws. Between two points that a blind window lies between there is no line.
struct ChartExcerpt
{
    Timestamp from;
    Timestamp to;
    std::vector<ChartPoint>
        points; ///< oldest first; the first may lie before `from`, so that the line begins at it
    std::vector<BlindWindow> blind; ///< oldest first, apart from each other, within from..to
    std::chrono::milliseconds blindTime{
        0}; ///< within from..to; counts also what is too short to be one of `blind`
    bool operator==(const ChartExcerpt &) const = default;
};

/// The samples of the last day, in memory that does not grow: one ring of at most 1,800 buckets a span, each
/// of them filled by the time that a sample stands for. Buckets lie at multiples of their width, so that a
/// curve does not change its shape as it moves.
class ChartHistory
{
public:
    ChartHistory();

    /// The sample stands for the time since the one before, for at most 3 s: what is longer was looked at by
    /// nobody. Where the clock was set back, what lies after the sample is forgotten.
    void add(const ChartSample &sample);

    [[nodiscard]] const std::optional<ChartSample> &latest() const { return m_latest; }
    /// The time of the first sample, or of the oldest bucket that is still kept.
    [[nodiscard]] std::optional<Timestamp> begin(ChartSpan span) const;
    /// The span up to the latest sample, while there is less history a shorter time: at least a minute, and
    /// in few steps, so that young charts are not empty.
    /// @param columns  at most this many points, at least 1
    [[nodiscard]] ChartExcerpt excerpt(ChartSpan span, int columns) const;
    /// Buckets of all rings.
    [[nodiscard]] size_t capacity() const;

private:
    struct Bucket
    {
        std::array<double, 4> byStatus{}; ///< value times milliseconds
        double events = 0; ///< the same
        qint64 liveMs = 0; ///< the rest is blind
        [[nodiscard]] ChartPoint mean(Timestamp time) const;
    };
    struct Ring
    {
        qint64 width = 0; ///< ms of a bucket
        std::vector<Bucket> buckets;
        qint64 first = 0; ///< number of the oldest bucket that counts: its start is number * width
        qint64 end = 0; ///< one more than the number of the newest; equal to first: empty

        void add(const ChartSample &sample, qint64 fromMs, qint64 toMs);
        void forgetFrom(qint64 ms);
        [[nodiscard]] Bucket &at(qint64 number);
        [[nodiscard]] const Bucket &at(qint64 number) const;
        [[nodiscard]] Bucket sum(qint64 from, qint64 to) const;

    private:
        void growTo(qint64 number);
    };
    [[nodiscard]] static Ring ringOf(ChartSpan span);
    [[nodiscard]] const Ring &ring(ChartSpan span) const { return m_rings[static_cast<size_t>(span)]; }

    std::array<Ring, 4> m_rings; ///< index: ChartSpan
    std::optional<ChartSample> m_latest;
    std::optional<Timestamp> m_first;
};

} // namespace emberwatch
