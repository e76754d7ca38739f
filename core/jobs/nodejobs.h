// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jobs/dirtykeys.h"
#include "core/jobs/eventstream.h"
#include "core/jobs/jobpagereader.h"
#include "core/jobs/liveset.h"
#include "core/jobs/unannouncedchanges.h"

#include <QElapsedTimer>
#include <QHash>

namespace emberwatch {

/// What is found out about the jobs of one node, and how it enters the LiveSet: events, readings, absences,
/// and whether an event had announced them. No I/O, no timers.
class NodeJobs
{
public:
    using Ms = DirtyKeys::Ms;

    /// @param set   shared by all nodes; outlives this
    /// @param node  number of this node in the set
    NodeJobs(QByteArray prefix, LiveSet *set, quint8 node);

    /// Of the clock that the dirty keys are marked by; above zero.
    [[nodiscard]] Ms steady() const { return Ms(m_steady.elapsed() + 1); }
    /// Milliseconds since the epoch by the server's clock.
    [[nodiscard]] qint64 serverNow() const;
    [[nodiscard]] qint64 serverMinusOurClock() const { return m_clockOffset; }
    void setServerMinusOurClock(qint64 ms) { m_clockOffset = ms; }

    void heard(QByteArrayView id, EventStream::Hint hint);
    /// To be read, for a reason of our own.
    void mark(JobSlot slot) { m_dirty.mark(slot); }
    void take(const JobPageReader::Page &page);
    void observe(const ListedJob &job);
    /// An observation that was not made because of an event.
    /// @return whether it was a change that no event had announced
    bool observeByLooking(const ListedJob &job);
    void confirmAbsent(QByteArrayView key);
    /// The key's change, found by looking, had no event yet.
    void addUnannounced(QByteArrayView key) { m_unannounced.add(idIn(key), steady()); }
    /// Whether changes were found whose events are overdue since the last call.
    [[nodiscard]] bool takeOverdue() { return m_unannounced.takeOverdue(steady()); }
    void forgetUnannounced() { m_unannounced.clear(); }
    /// There is no key at all on the node.
    void confirmAllAbsent();
    void forgetEvents();

    /// From here on absence without another cause is one of a flush.
    void setFlushSuspected(bool suspected) { m_isFlushSuspected = suspected; }
    /// Jobs found to have been evicted since the last call.
    [[nodiscard]] qint64 takeEvictions() { return std::exchange(m_evictions, 0); }

    [[nodiscard]] bool isMine(JobSlot slot) const
    {
        return m_set->isUsed(slot) && m_set->nodeOf(slot) == m_node;
    }
    /// Whether an event about the key came lately, or it is going to be read because of one.
    [[nodiscard]] bool wasAnnounced(QByteArrayView key) const;
    /// Whether the key may be gone by itself, its deadline having passed. False for one that is not known.
    [[nodiscard]] bool isPastDeadline(QByteArrayView key) const;
    [[nodiscard]] bool isKnown(QByteArrayView key) const { return m_set->find(idIn(key)).has_value(); }
    [[nodiscard]] QByteArray keyOf(JobSlot slot) const;
    [[nodiscard]] QByteArray keyOf(const QByteArray &id) const { return m_prefix + id; }

    [[nodiscard]] LiveSet &set() { return *m_set; }
    [[nodiscard]] const LiveSet &set() const { return *m_set; }
    [[nodiscard]] DirtyKeys &dirty() { return m_dirty; }
    [[nodiscard]] const DirtyKeys &dirty() const { return m_dirty; }
    [[nodiscard]] quint8 node() const { return m_node; }

private:
    [[nodiscard]] QByteArrayView idIn(QByteArrayView key) const { return key.sliced(m_prefix.size()); }
    [[nodiscard]] bool wasIdAnnounced(QByteArrayView id) const;
    [[nodiscard]] RemovalCause causeOf(JobSlot slot);

    QByteArray m_prefix;
    LiveSet *m_set;
    quint8 m_node;
    DirtyKeys m_dirty;
    UnannouncedChanges m_unannounced;
    QHash<JobSlot, EventStream::Hint> m_hints; ///< expired or evicted, until the look that confirms
    QElapsedTimer m_steady;
    qint64 m_clockOffset = 0; ///< server minus ours, ms
    qint64 m_evictions = 0;
    bool m_isFlushSuspected = false;
};

} // namespace emberwatch
