// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/jobtable.h"

#include <algorithm>

namespace emberwatch {

void StringTable::set(StringId id, const QByteArray &text)
{
    if (id >= m_texts.size())
        m_texts.resize(id + 1U);
    m_texts[id] = text;
}

void JobTable::Counts::add(const JobRow &row, int by)
{
    total += by;
    if (!row.isReadable()) {
        unreadable += by;
        return;
    }
    byStatus[static_cast<size_t>(row.status)] += by;
    if (row.status == JobStatus::Processing)
        processingByPercent[static_cast<size_t>(std::clamp(row.progress, 0.0F, 100.0F))] += by;
}

void JobTable::apply(const FeedBatch &batch)
{
    for (const StringUpdate &update : batch.strings)
        m_strings.set(update.id, update.text);
    for (const Removal &removal : batch.removals)
        remove(removal.slot);
    for (const JobRow &row : batch.upserts)
        put(row);
}

void JobTable::remove(JobSlot slot)
{
    if (!contains(slot))
        return;
    m_counts.add(row(slot), -1);
    m_chunks[slot / chunkRows]->used[slot % chunkRows] = false;
}

void JobTable::put(const JobRow &row)
{
    if (row.slot >= m_slotEnd)
        growTo(row.slot + 1);
    Chunk &chunk = *m_chunks[row.slot / chunkRows];
    const JobSlot at = row.slot % chunkRows;
    if (chunk.used[at])
        m_counts.add(chunk.rows[at], -1);
    chunk.rows[at] = row;
    chunk.used[at] = true;
    m_counts.add(row, 1);
}

void JobTable::growTo(JobSlot end)
{
    while (m_chunks.size() * chunkRows < end)
        m_chunks.push_back(std::make_unique<Chunk>());
    m_slotEnd = end;
}

QByteArray JobTable::idOf(const JobRow &row) const
{
    if (row.has(JobRow::IdIsPooled))
        return m_strings.text(static_cast<StringId>(row.id.low));
    QByteArray text(36, Qt::Uninitialized);
    row.id.writeUuid(text.data());
    return text;
}

std::optional<JobSlot> JobTable::find(const PromptId &id) const
{
    const auto packed = PackedId::fromUuid(id.value());
    for (JobSlot slot = 0; slot < m_slotEnd; ++slot) {
        if (!contains(slot))
            continue;
        const JobRow &candidate = row(slot);
        const bool isPooled = candidate.has(JobRow::IdIsPooled);
        if (packed ? !isPooled && candidate.id == *packed : isPooled && idOf(candidate) == id.value())
            return slot;
    }
    return std::nullopt;
}

} // namespace emberwatch
