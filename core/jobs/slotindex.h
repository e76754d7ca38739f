// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <optional>
#include <vector>

namespace emberwatch {

/// Finds the slot of a job by the hash of its id: open addressing over 4-byte slots, because at a million
/// jobs the nodes of a QHash alone would cost more than the rows.
class SlotIndex
{
public:
    template <typename Match> [[nodiscard]] std::optional<quint32> find(size_t hash, Match matches) const
    {
        if (m_cells.empty())
            return std::nullopt;
        for (size_t i = hash & mask(); m_cells[i] != 0; i = (i + 1) & mask()) {
            if (matches(m_cells[i] - 1))
                return m_cells[i] - 1;
        }
        return std::nullopt;
    }

    /// @param hashOf  the hash of the id in a slot, for growing
    template <typename HashOf> void insert(size_t hash, quint32 slot, HashOf hashOf)
    {
        if ((m_count + 1) * 3 > m_cells.size() * 2)
            grow(hashOf);
        place(hash, slot);
        ++m_count;
    }

    /// Takes the slot out and closes the gap, so that no chain is broken.
    template <typename HashOf> void remove(size_t hash, quint32 slot, HashOf hashOf)
    {
        size_t gap = hash & mask();
        while (m_cells[gap] != slot + 1)
            gap = (gap + 1) & mask();
        for (size_t i = (gap + 1) & mask(); m_cells[i] != 0; i = (i + 1) & mask()) {
            const size_t home = hashOf(m_cells[i] - 1) & mask();
            if (((i - home) & mask()) >= ((i - gap) & mask())) {
                m_cells[gap] = m_cells[i];
                gap = i;
            }
        }
        m_cells[gap] = 0;
        --m_count;
    }

private:
    [[nodiscard]] size_t mask() const { return m_cells.size() - 1; }

    void place(size_t hash, quint32 slot)
    {
        size_t i = hash & mask();
        while (m_cells[i] != 0)
            i = (i + 1) & mask();
        m_cells[i] = slot + 1;
    }

    template <typename HashOf> void grow(HashOf hashOf)
    {
        std::vector<quint32> old(m_cells.empty() ? 64 : m_cells.size() * 2);
        old.swap(m_cells);
        for (const quint32 cell : old) {
            if (cell != 0)
                place(hashOf(cell - 1), cell - 1);
        }
    }

    std::vector<quint32> m_cells; ///< slot + 1; 0: empty. Size a power of two.
    size_t m_count = 0;
};

} // namespace emberwatch
