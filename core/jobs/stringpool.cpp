// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/stringpool.h"

namespace emberwatch {

namespace {

/// A key for a look-up that does not copy the bytes; must not outlive them.
QByteArray borrowed(QByteArrayView text)
{
    return QByteArray::fromRawData(text.data(), text.size());
}

} // namespace

StringId StringPool::acquire(QByteArrayView text)
{
    if (text.isEmpty())
        return 0;
    if (const auto it = m_ids.constFind(borrowed(text)); it != m_ids.constEnd()) {
        ++m_entries[*it].uses;
        return *it;
    }
    StringId id = 0;
    if (m_free.empty()) {
        id = static_cast<StringId>(m_entries.size());
        m_entries.emplace_back();
    } else {
        id = m_free.back();
        m_free.pop_back();
    }
    m_entries[id] = {text.toByteArray(), 1};
    m_ids.insert(m_entries[id].text, id);
    m_updated.push_back(id);
    return id;
}

void StringPool::release(StringId id)
{
    if (id == 0)
        return;
    Entry &entry = m_entries[id];
    Q_ASSERT(entry.uses > 0);
    if (--entry.uses > 0)
        return;
    m_ids.remove(entry.text);
    entry.text.clear();
    m_free.push_back(id);
}

std::optional<StringId> StringPool::find(QByteArrayView text) const
{
    if (text.isEmpty())
        return 0;
    const auto it = m_ids.constFind(borrowed(text));
    return it == m_ids.constEnd() ? std::nullopt : std::optional(*it);
}

std::vector<StringUpdate> StringPool::takeUpdates()
{
    std::vector<StringUpdate> updates;
    updates.reserve(m_updated.size());
    for (const StringId id : m_updated) {
        // Given back meanwhile, or given twice: only what it stands for now matters, and that once.
        if (m_entries[id].uses > 0)
            updates.push_back({id, m_entries[id].text});
    }
    m_updated.clear();
    return updates;
}

} // namespace emberwatch
