// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jobs/jobtable.h"

#include <optional>
#include <unordered_map>
#include <vector>

namespace emberwatch {

/// Batches that are kept back while the picture is paused, merged: as large as the set of jobs that changed,
/// however long the pause.
class HeldChanges
{
public:
    /// @param frozen  the table before the first batch that is kept back; outlives this, and does not change
    explicit HeldChanges(const JobTable &frozen);

    void add(const FeedBatch &batch);

    /// Jobs that are not as they were, those that came and those that are gone included.
    [[nodiscard]] qint64 changedJobs() const { return m_changed; }
    /// What a table that applied everything would count.
    [[nodiscard]] const JobTable::Counts &counts() const { return m_counts; }
    /// Slots of the frozen table whose job is gone, since the last call. A slot may be another job's by now:
    /// also then.
    [[nodiscard]] std::vector<JobSlot> takeVanished();

    /// The chain that brings the frozen table up to date. First what is gone, then what is there, so that
    /// here too a slot changes its job only by a removal in an earlier batch.
    [[nodiscard]] std::vector<FeedBatchPtr> release();

private:
    struct Entry
    {
        bool wasThere = false; ///< in the frozen table
        std::optional<RemovalCause> vanished; ///< that job has been removed
        std::optional<JobRow> now;
    };
    Entry &entryOf(JobSlot slot);
    void remove(const Removal &removal);
    void put(const JobRow &row);

    const JobTable *m_frozen;
    std::unordered_map<JobSlot, Entry> m_entries;
    std::unordered_map<StringId, QByteArray> m_strings;
    std::vector<JobSlot> m_newlyVanished;
    JobTable::Counts m_counts;
    qint64 m_changed = 0;
};

} // namespace emberwatch
