// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/scrollanchor.h"

#include "ui/jobs/jobtablemodel.h"

#include <algorithm>
#include <cstdlib>

namespace emberwatch {

void ScrollAnchor::remember(
    const JobTableModel &model, const Position &position, std::optional<JobSlot> current)
{
    m_position = position;
    m_visible.clear();
    m_isCurrentVisible = false;
    const int first = position.value / position.rowHeight;
    const int end = std::min(model.rowCount(),
        (position.value + position.viewHeight + position.rowHeight - 1) / position.rowHeight);
    for (int row = first; row < end; ++row) {
        const Place place{model.slotAt(row), row};
        const bool isCurrent = place.slot == current;
        m_isCurrentVisible |= isCurrent;
        m_visible.insert(isCurrent ? m_visible.begin() : m_visible.end(), place);
    }
}

int ScrollAnchor::value(const JobTableModel &model, bool isNewQuestion) const
{
    if (isNewQuestion) {
        const auto kept = m_isCurrentVisible ? model.rowOf(m_visible.front().slot) : std::nullopt;
        return kept ? m_position.value + (*kept - m_visible.front().row) * m_position.rowHeight : 0;
    }
    if (m_position.value == 0 && !m_isCurrentVisible)
        return 0;
    for (const bool mayMove : {false, true}) {
        for (const Place &place : m_visible) {
            if (const auto found = valueFor(model, place, mayMove))
                return *found;
        }
    }
    return m_position.value;
}

std::optional<int> ScrollAnchor::valueFor(const JobTableModel &model, const Place &place, bool mayMove) const
{
    if (model.isRemoved(place.slot) || (!mayMove && model.isChanged(place.slot)))
        return std::nullopt;
    const auto row = model.rowOf(place.slot);
    if (!row)
        return std::nullopt;
    const int moved = (*row - place.row) * m_position.rowHeight;
    if (mayMove && std::abs(moved) > m_position.viewHeight)
        return std::nullopt;
    return m_position.value + moved;
}

} // namespace emberwatch
