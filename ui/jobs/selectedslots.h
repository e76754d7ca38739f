// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jobs/jobrow.h"

#include <bit>
#include <vector>

namespace emberwatch {

/// Chosen jobs, by slot: one bit each. A QItemSelectionModel keeps ranges of rows, and takes them apart into
/// an index a row whenever rows change places; with a hundred thousand jobs chosen that is a tenth of a
/// second, each time.
class SelectedSlots
{
public:
    [[nodiscard]] bool contains(JobSlot slot) const
    {
        return slot / wordBits < m_words.size() && (m_words[slot / wordBits] >> (slot % wordBits) & 1) != 0;
    }
    /// Returns whether that changed anything; so does remove().
    bool insert(JobSlot slot);
    bool remove(JobSlot slot);
    void clear();
    [[nodiscard]] qint64 count() const { return m_count; }
    [[nodiscard]] bool isEmpty() const { return m_count == 0; }
    /// In the order of the slots.
    [[nodiscard]] std::vector<JobSlot> jobs() const;
    /// Lets go of all jobs that are not in the list. Returns whether there were any.
    bool keepOnly(const std::vector<JobSlot> &shown);

private:
    static constexpr JobSlot wordBits = 64;
    std::vector<quint64> m_words;
    qint64 m_count = 0;
};

} // namespace emberwatch
