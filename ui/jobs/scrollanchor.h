// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jobs/jobrow.h"

#include <optional>
#include <vector>

namespace emberwatch {

class JobTableModel;

/// Remembers which jobs stand where on screen, and finds the scroll position at which they stand there again:
/// what one looks at stays, whatever comes and goes above it.
class ScrollAnchor
{
public:
    struct Position
    {
        int value = 0; ///< scrolled down by, in pixels
        int rowHeight = 1;
        int viewHeight = 0;
    };
    /// Before an update.
    /// @param current  the current job, wherever it is
    void remember(const JobTableModel &model, const Position &position, std::optional<JobSlot> current);
    /// After it. The old position where nothing of what was visible is there any more.
    /// @param isNewQuestion  another filter or sorting: without a visible current job the answer is read from
    /// the top
    [[nodiscard]] int value(const JobTableModel &model, bool isNewQuestion) const;

private:
    struct Place
    {
        JobSlot slot = 0;
        int row = 0;
    };
    /// The position at which a job is where it was; nullopt: it is not in the table, or went so far that to
    /// follow it would lose the rest.
    [[nodiscard]] std::optional<int> valueFor(
        const JobTableModel &model, const Place &place, bool mayMove) const;

    Position m_position;
    std::vector<Place> m_visible; ///< the current job first, if it is visible
    bool m_isCurrentVisible = false;
};

} // namespace emberwatch
