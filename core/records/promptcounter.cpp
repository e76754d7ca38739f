// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/records/promptcounter.h"

#include <QHashSeed>

#include <algorithm>
#include <bit>

namespace emberwatch {

PromptCounter::PromptCounter(qsizetype expected)
    : m_once(std::bit_ceil(static_cast<size_t>(expected) / 8 + 1)) // 8 bits for each at least
    , m_again(m_once.size())
{
    m_hashes.reserve(static_cast<size_t>(expected));
}

PromptCounter::Bit PromptCounter::bitOf(size_t hash) const
{
    return {(hash >> 6) & (m_once.size() - 1), quint64(1) << (hash & 63)};
}

void PromptCounter::addLast(QList<JobRecord> &records)
{
    JobRecord &record = records.back();
    record.rowCount = 1;
    m_hashes.push_back(qHash(record.promptId, QHashSeed::globalSeed()));
    const Bit bit = bitOf(m_hashes.back());
    m_again[bit.word] |= m_once[bit.word] & bit.mask;
    m_once[bit.word] |= bit.mask;
}

void PromptCounter::finish(QList<JobRecord> &records) const
{
    struct Entry
    {
        size_t hash = 0;
        JobRecord *record = nullptr;
    };
    std::vector<Entry> entries;
    for (size_t i = 0; i < m_hashes.size(); ++i) {
        const Bit bit = bitOf(m_hashes[i]);
        if ((m_again[bit.word] & bit.mask) != 0)
            entries.push_back({m_hashes[i], &records[static_cast<qsizetype>(i)]});
    }
    std::sort(entries.begin(), entries.end(), [](const Entry &a, const Entry &b) {
        return a.hash != b.hash ? a.hash < b.hash : a.record->promptId.value() < b.record->promptId.value();
    });
    auto from = entries.begin();
    while (from != entries.end()) {
        const auto to = std::find_if(from, entries.end(), [from](const Entry &entry) {
            return entry.hash != from->hash || entry.record->promptId != from->record->promptId;
        });
        for (auto it = from; it != to; ++it)
            it->record->rowCount = static_cast<int>(to - from);
        from = to;
    }
}

} // namespace emberwatch
