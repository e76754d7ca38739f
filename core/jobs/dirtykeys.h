// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jobs/jobrow.h"

#include <QByteArray>
#include <QHash>
#include <QSet>

#include <chrono>
#include <vector>

namespace emberwatch {

/// Which jobs have changed since they were last read. An event only marks: its content, order and number mean
/// nothing. A job marked again while its reading is under way stays marked and is read again.
class DirtyKeys
{
public:
    using Ms = std::chrono::milliseconds; ///< of any steady clock

    /// An event about a job that is known, or one that is not.
    void heard(JobSlot slot, Ms now);
    void heard(QByteArrayView unknownId);
    /// To be looked at for a reason of our own; not an event.
    void mark(JobSlot slot);

    [[nodiscard]] bool isMarked(JobSlot slot) const { return slot < m_marks.size() && m_marks[slot].isDirty; }
    /// Whether an event about the job came within `window` before now.
    [[nodiscard]] bool wasHeard(JobSlot slot, Ms now, Ms window) const;
    [[nodiscard]] bool wasHeard(QByteArrayView unknownId) const;
    [[nodiscard]] bool isEmpty() const { return m_slots.empty() && m_unknown.isEmpty(); }

    struct Take
    {
        std::vector<JobSlot> slots_;
        std::vector<QByteArray> unknownIds;
    };
    /// Up to `most` of them, no longer marked. With `spacing` above zero a job that was taken less than that
    /// ago is left for later.
    [[nodiscard]] Take take(size_t most, Ms now, Ms spacing);
    /// The reading of these ids is complete: wasHeard() may forget them.
    void forgetTaken() { m_takenUnknown.clear(); }
    void clear();

private:
    struct Mark
    {
        quint32 heardAt : 31 = 0; ///< ms, modulo 2^31; 0: never
        quint32 isDirty : 1 = 0;
    };
    Mark &markOf(JobSlot slot);

    std::vector<Mark> m_marks; ///< by slot
    std::vector<JobSlot> m_slots;
    QSet<QByteArray> m_unknown;
    QSet<QByteArray> m_takenUnknown;
    QHash<JobSlot, Ms> m_takenAt; ///< kept only while a spacing is asked for
};

} // namespace emberwatch
