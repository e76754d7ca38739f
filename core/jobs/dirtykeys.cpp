// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/dirtykeys.h"

namespace emberwatch {

namespace {

quint32 folded(DirtyKeys::Ms time)
{
    const auto value = static_cast<quint32>(time.count() & 0x7fff'ffff);
    return value == 0 ? 1 : value;
}

} // namespace

DirtyKeys::Mark &DirtyKeys::markOf(JobSlot slot)
{
    if (slot >= m_marks.size())
        m_marks.resize(std::max<size_t>(slot + 1U, m_marks.size() + m_marks.size() / 4));
    return m_marks[slot];
}

void DirtyKeys::heard(JobSlot slot, Ms now)
{
    markOf(slot).heardAt = folded(now) & 0x7fff'ffffU;
    mark(slot);
}

void DirtyKeys::heard(QByteArrayView unknownId)
{
    const QByteArray borrowed = QByteArray::fromRawData(unknownId.data(), unknownId.size());
    if (!m_unknown.contains(borrowed))
        m_unknown.insert(unknownId.toByteArray());
}

void DirtyKeys::mark(JobSlot slot)
{
    Mark &mark = markOf(slot);
    if (mark.isDirty)
        return;
    mark.isDirty = 1;
    m_slots.push_back(slot);
}

bool DirtyKeys::wasHeard(JobSlot slot, Ms now, Ms window) const
{
    if (slot >= m_marks.size() || m_marks[slot].heardAt == 0)
        return false;
    const quint32 ago = (folded(now) - m_marks[slot].heardAt) & 0x7fff'ffff;
    return ago <= static_cast<quint32>(window.count());
}

bool DirtyKeys::wasHeard(QByteArrayView unknownId) const
{
    const QByteArray borrowed = QByteArray::fromRawData(unknownId.data(), unknownId.size());
    return m_unknown.contains(borrowed) || m_takenUnknown.contains(borrowed);
}

DirtyKeys::Take DirtyKeys::take(size_t most, Ms now, Ms spacing)
{
    Take taken;
    std::vector<JobSlot> later;
    size_t i = 0;
    for (; i < m_slots.size() && taken.slots_.size() < most; ++i) {
        const JobSlot slot = m_slots[i];
        if (spacing > Ms::zero()) {
            if (const auto at = m_takenAt.constFind(slot);
                at != m_takenAt.constEnd() && now - *at < spacing) {
                later.push_back(slot);
                continue;
            }
            m_takenAt[slot] = now;
        }
        m_marks[slot].isDirty = 0;
        taken.slots_.push_back(slot);
    }
    later.insert(later.end(), m_slots.begin() + static_cast<std::ptrdiff_t>(i), m_slots.end());
    m_slots.swap(later);
    if (spacing == Ms::zero())
        m_takenAt.clear();

    for (auto it = m_unknown.begin();
         it != m_unknown.end() && taken.slots_.size() + taken.unknownIds.size() < most;) {
        taken.unknownIds.push_back(*it);
        m_takenUnknown.insert(*it);
        it = m_unknown.erase(it);
    }
    return taken;
}

void DirtyKeys::clear()
{
    *this = DirtyKeys();
}

} // namespace emberwatch
