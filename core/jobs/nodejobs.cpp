// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/nodejobs.h"

namespace emberwatch {

using namespace std::chrono_literals;

namespace {

constexpr auto announcedWithin = 2000ms; // an event this long before the look counts as its announcement

} // namespace

NodeJobs::NodeJobs(QByteArray prefix, LiveSet *set, quint8 node)
    : m_prefix(std::move(prefix))
    , m_set(set)
    , m_node(node)
{
    m_steady.start();
}

qint64 NodeJobs::serverNow() const
{
    return systemNow().time_since_epoch().count() + m_clockOffset;
}

void NodeJobs::heard(QByteArrayView id, EventStream::Hint hint)
{
    if (const auto slot = m_set->find(id)) {
        m_dirty.heard(*slot, steady());
        if (hint != EventStream::Hint::Changed)
            m_hints[*slot] = hint;
    } else {
        m_dirty.heard(id);
    }
    m_unannounced.heard(id);
}

void NodeJobs::take(const JobPageReader::Page &page)
{
    for (const ListedJob &job : page.present)
        observe(job);
    for (const QByteArrayView key : page.absent)
        confirmAbsent(key);
}

void NodeJobs::observe(const ListedJob &job)
{
    m_set->observe(idIn(job.key), job, m_node, serverNow());
}

bool NodeJobs::observeByLooking(const ListedJob &job)
{
    const QByteArrayView id = idIn(job.key);
    const bool announced = wasIdAnnounced(id);
    if (m_set->observe(id, job, m_node, serverNow()) == LiveSet::Effect::Unchanged || announced)
        return false;
    m_unannounced.add(id, steady());
    return true;
}

void NodeJobs::confirmAbsent(QByteArrayView key)
{
    if (const auto slot = m_set->find(idIn(key)))
        m_set->remove(*slot, causeOf(*slot));
}

void NodeJobs::confirmAllAbsent()
{
    m_isFlushSuspected = true;
    for (JobSlot slot = 0; slot < m_set->slotEnd(); ++slot) {
        if (isMine(slot))
            m_set->remove(slot, causeOf(slot));
    }
    m_isFlushSuspected = false;
}

void NodeJobs::forgetEvents()
{
    m_unannounced.clear();
    m_dirty.clear();
}

RemovalCause NodeJobs::causeOf(JobSlot slot)
{
    const auto hint = m_hints.take(slot);
    if (hint == EventStream::Hint::Evicted) {
        ++m_evictions;
        return RemovalCause::Evicted;
    }
    if (hint == EventStream::Hint::Expired || m_set->isPastDeadline(slot, serverNow()))
        return RemovalCause::Expired;
    return m_isFlushSuspected ? RemovalCause::Flushed : RemovalCause::Deleted;
}

bool NodeJobs::wasAnnounced(QByteArrayView key) const
{
    return wasIdAnnounced(idIn(key));
}

bool NodeJobs::wasIdAnnounced(QByteArrayView id) const
{
    const auto slot = m_set->find(id);
    if (!slot)
        return m_dirty.wasHeard(id);
    return m_dirty.isMarked(*slot) || m_dirty.wasHeard(*slot, steady(), announcedWithin);
}

bool NodeJobs::isPastDeadline(QByteArrayView key) const
{
    const auto slot = m_set->find(idIn(key));
    return slot && m_set->isPastDeadline(*slot, serverNow());
}

QByteArray NodeJobs::keyOf(JobSlot slot) const
{
    QByteArray key = m_prefix;
    m_set->appendId(slot, key);
    return key;
}

} // namespace emberwatch
