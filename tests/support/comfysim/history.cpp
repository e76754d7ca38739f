// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfysim/history.h"

#include <algorithm>
#include <iterator>

namespace emberwatch::comfysim {

QByteArray HistoryEntry::text() const
{
    return json::object({{"prompt", job->tuple()}, {"outputs", outputs}, {"status", status}, {"meta", meta}});
}

void History::add(const HistoryEntry &entry)
{
    // The check comes before the addition: one more than the limit can be there.
    if (size() > m_limit)
        evict(m_limit);
    const QByteArray id = entry.job->id;
    if (!m_places.contains(id))
        m_places.insert(id, m_nextPlace++);
    m_kept.insert_or_assign(m_places.value(id), Kept{entry, entry.text()});
}

void History::remove(const QByteArray &id)
{
    const auto place = m_places.constFind(id);
    if (place == m_places.cend())
        return;
    m_kept.erase(*place);
    m_places.erase(place);
}

void History::clear()
{
    m_kept.clear();
    m_places.clear();
}

void History::evict(qsizetype keep)
{
    while (size() > keep)
        remove(m_kept.begin()->second.entry.job->id);
}

const HistoryEntry *History::find(const QByteArray &id) const
{
    const auto place = m_places.constFind(id);
    return place == m_places.cend() ? nullptr : &m_kept.at(*place).entry;
}

QByteArray History::textOf(const QByteArray &id) const
{
    const auto place = m_places.constFind(id);
    if (place == m_places.cend())
        return "{}";
    return "{" + json::quoted(id) + ": " + m_kept.at(*place).text + "}";
}

QByteArray History::textOf(qsizetype first, qsizetype count) const
{
    first = std::clamp(first, qsizetype(0), size());
    count = std::clamp(count, qsizetype(0), size() - first);
    QList<QByteArray> members;
    for (auto kept = std::next(m_kept.begin(), first); std::ssize(members) < count; ++kept)
        members << json::quoted(kept->second.entry.job->id) + ": " + kept->second.text;
    return '{' + members.join(", ") + '}';
}

QList<const HistoryEntry *> History::entries() const
{
    QList<const HistoryEntry *> all;
    all.reserve(size());
    for (const auto &[place, kept] : m_kept)
        all << &kept.entry;
    return all;
}

} // namespace emberwatch::comfysim
