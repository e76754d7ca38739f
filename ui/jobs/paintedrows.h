// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jobs/jobrow.h"

#include <optional>
#include <vector>

namespace emberwatch {

/// The rows that stand on screen, as they were painted: what is the same as before need not be painted again.
class PaintedRows
{
public:
    struct Painted
    {
        JobRow job;
        bool isVanished = false;
        bool operator==(const Painted &) const = default;
    };
    using Row = std::optional<Painted>; ///< nullopt: nothing is known to stand there

    /// @param offset  pixels that the table is scrolled by
    /// @param places  rows on screen, the one at the top first; what stood in them before is kept
    void begin(int offset, int places)
    {
        m_offset = offset;
        m_rows.resize(static_cast<size_t>(places > 0 ? places : 0));
    }
    void set(int place, Row row) { m_rows[static_cast<size_t>(place)] = row; }

    [[nodiscard]] int offset() const { return m_offset; }
    [[nodiscard]] Row row(int place) const
    {
        return static_cast<size_t>(place) < m_rows.size() ? m_rows[static_cast<size_t>(place)] : std::nullopt;
    }

private:
    std::vector<Row> m_rows;
    int m_offset = 0;
};

} // namespace emberwatch
