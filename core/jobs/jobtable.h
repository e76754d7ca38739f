// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jobs/feedbatch.h"

#include <QByteArrayView>
#include <QString>

#include <array>
#include <functional>
#include <memory>
#include <vector>

namespace emberwatch {

/// Texts by number, as the feed numbers them. A table of its own in each thread; the bytes are shared.
class StringTable
{
public:
    void set(StringId id, const QByteArray &text);
    /// Empty for 0 and for numbers never set.
    [[nodiscard]] const QByteArray &text(StringId id) const
    {
        return id < m_texts.size() ? m_texts[id] : m_texts.front();
    }
    [[nodiscard]] quint32 size() const { return static_cast<quint32>(m_texts.size()); }

private:
    std::vector<QByteArray> m_texts{QByteArray()};
};

/// The jobs known to one thread, by slot: what a chain of batches adds up to. No signals, no order, no
/// filter. Rows lie in chunks, so growing neither copies nor doubles the memory.
class JobTable
{
public:
    struct Counts
    {
        qint64 total = 0;
        std::array<qint64, 4> byStatus{}; ///< index: JobStatus; readable jobs only
        qint64 unreadable = 0;
        /// Jobs that are processing, by whole percent of their progress.
        std::array<qint64, 101> processingByPercent{};
        /// @param by  1 for a job that comes, -1 for one that goes
        void add(const JobRow &row, int by);
        bool operator==(const Counts &) const = default;
    };

    JobTable() = default;
    JobTable(JobTable &&) noexcept = default;
    JobTable &operator=(JobTable &&) noexcept = default;
    JobTable(const JobTable &) = delete;
    JobTable &operator=(const JobTable &) = delete;

    void apply(const FeedBatch &batch);

    [[nodiscard]] bool contains(JobSlot slot) const
    {
        return slot < m_slotEnd && m_chunks[slot / chunkRows]->used[slot % chunkRows];
    }
    /// The row in a slot below slotEnd(); of a job that is gone its last values, until the slot is given
    /// again.
    [[nodiscard]] const JobRow &row(JobSlot slot) const
    {
        return m_chunks[slot / chunkRows]->rows[slot % chunkRows];
    }
    /// One more than the highest slot ever used.
    [[nodiscard]] JobSlot slotEnd() const { return m_slotEnd; }
    [[nodiscard]] const StringTable &strings() const { return m_strings; }
    [[nodiscard]] const Counts &counts() const { return m_counts; }
    /// The promptId's own bytes.
    [[nodiscard]] QByteArray idOf(const JobRow &row) const;
    [[nodiscard]] std::optional<JobSlot> find(
        const PromptId &id) const; ///< linear: for a click, not for a loop

private:
    static constexpr JobSlot chunkRows = 4096;
    struct Chunk
    {
        std::array<JobRow, chunkRows> rows;
        std::array<bool, chunkRows> used{};
    };
    void remove(JobSlot slot);
    void put(const JobRow &row);
    void growTo(JobSlot end);

    std::vector<std::unique_ptr<Chunk>> m_chunks;
    StringTable m_strings;
    Counts m_counts;
    JobSlot m_slotEnd = 0;
};

} // namespace emberwatch
