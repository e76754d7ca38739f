// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/triage/plan.h"
#include "ui/theme/colors.h"
#include "ui/theme/icons.h"

#include <QString>

#include <array>
#include <optional>
#include <vector>

namespace emberwatch {

/// What one source says when, on the axis that it shares with the other two.
struct AxisLane
{
    enum class Stroke : quint8
    {
        Bar, ///< work that was written down
        Line, ///< an end that stands
        Dashed, ///< nothing was heard
    };
    struct Span
    {
        Timestamp from;
        Timestamp to;
        Stroke stroke = Stroke::Dashed;
        QColor Colors::*color = &Colors::outline;
        bool operator==(const Span &) const = default;
    };
    struct Mark
    {
        Timestamp at;
        Icon icon = Icon::Minus;
        QColor Colors::*color = &Colors::second;
        QString text; ///< "13:52:40 last write: processing 40 %"
        bool operator==(const Mark &) const = default;
    };
    Icon icon = Icon::Redis;
    QString title;
    std::vector<Span> spans;
    std::optional<Mark> mark; ///< nullopt: it says nothing with a time
    bool operator==(const AxisLane &) const = default;
};

/// One time axis for the three sources. Each is shown by its own clock: they are not measured against each
/// other.
struct EvidenceAxis
{
    Timestamp from;
    Timestamp to;
    Timestamp judgedAt;
    std::array<AxisLane, 3> lanes; ///< Redis, the database, ComfyUI
    bool operator==(const EvidenceAxis &) const = default;
};
[[nodiscard]] EvidenceAxis evidenceAxisOf(const JudgedJob &job);

} // namespace emberwatch
