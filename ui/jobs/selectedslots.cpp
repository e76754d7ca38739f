// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/selectedslots.h"

namespace emberwatch {

bool SelectedSlots::insert(JobSlot slot)
{
    if (contains(slot))
        return false;
    if (slot / wordBits >= m_words.size())
        m_words.resize(slot / wordBits + 1U);
    m_words[slot / wordBits] |= quint64(1) << (slot % wordBits);
    ++m_count;
    return true;
}

bool SelectedSlots::remove(JobSlot slot)
{
    if (!contains(slot))
        return false;
    m_words[slot / wordBits] &= ~(quint64(1) << (slot % wordBits));
    --m_count;
    return true;
}

void SelectedSlots::clear()
{
    m_words.clear();
    m_count = 0;
}

std::vector<JobSlot> SelectedSlots::jobs() const
{
    std::vector<JobSlot> found;
    found.reserve(static_cast<size_t>(m_count));
    for (size_t i = 0; i < m_words.size(); ++i) {
        for (quint64 rest = m_words[i]; rest != 0; rest &= rest - 1)
            found.push_back(
                static_cast<JobSlot>(i * wordBits) + static_cast<JobSlot>(std::countr_zero(rest)));
    }
    return found;
}

bool SelectedSlots::keepOnly(const std::vector<JobSlot> &shown)
{
    SelectedSlots kept;
    for (const JobSlot slot : shown) {
        if (contains(slot))
            kept.insert(slot);
    }
    const bool isLess = kept.count() < m_count;
    if (isLess)
        *this = std::move(kept);
    return isLess;
}

} // namespace emberwatch
