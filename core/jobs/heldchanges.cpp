// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/heldchanges.h"

#include <utility>

namespace emberwatch {

HeldChanges::HeldChanges(const JobTable &frozen)
    : m_frozen(&frozen)
    , m_counts(frozen.counts())
{
}

void HeldChanges::add(const FeedBatch &batch)
{
    for (const StringUpdate &update : batch.strings)
        m_strings[update.id] = update.text;
    for (const Removal &removal : batch.removals)
        remove(removal);
    for (const JobRow &row : batch.upserts)
        put(row);
}

HeldChanges::Entry &HeldChanges::entryOf(JobSlot slot)
{
    const auto [at, isNew] = m_entries.try_emplace(slot);
    Entry &entry = at->second;
    if (isNew && m_frozen->contains(slot)) {
        entry.wasThere = true;
        entry.now = m_frozen->row(slot);
        ++m_changed;
    }
    return entry;
}

void HeldChanges::remove(const Removal &removal)
{
    Entry &entry = entryOf(removal.slot);
    if (!entry.now)
        return;
    m_counts.add(*entry.now, -1);
    entry.now.reset();
    if (!entry.wasThere) {
        --m_changed;
    } else if (!entry.vanished) {
        entry.vanished = removal.cause;
        m_newlyVanished.push_back(removal.slot);
    }
}

void HeldChanges::put(const JobRow &row)
{
    Entry &entry = entryOf(row.slot);
    if (entry.now)
        m_counts.add(*entry.now, -1);
    else if (!entry.wasThere)
        ++m_changed;
    entry.now = row;
    m_counts.add(row, 1);
}

std::vector<JobSlot> HeldChanges::takeVanished()
{
    return std::exchange(m_newlyVanished, {});
}

std::vector<FeedBatchPtr> HeldChanges::release()
{
    FeedBatch gone;
    FeedBatch there;
    for (const auto &[slot, entry] : m_entries) {
        if (entry.vanished)
            gone.removals.push_back({slot, *entry.vanished});
        if (entry.now)
            there.upserts.push_back(*entry.now);
    }
    for (const auto &[id, text] : m_strings)
        there.strings.push_back({id, text});
    m_entries.clear();
    m_strings.clear();
    m_newlyVanished.clear();
    m_changed = 0;

    std::vector<FeedBatchPtr> chain;
    if (!gone.removals.empty())
        chain.push_back(std::make_shared<FeedBatch>(std::move(gone)));
    if (!there.upserts.empty() || !there.strings.empty())
        chain.push_back(std::make_shared<FeedBatch>(std::move(there)));
    return chain;
}

} // namespace emberwatch
