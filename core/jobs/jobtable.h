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
    [[nodiscard]] const QByteArray &text(StringId id) const;
    [[nodiscard]] quint32 size() const { return static_cast<quint32>(m_texts.size()); }

private:
    std::vector<QByteArray> m_texts{QByteArray()};
};

/// The jobs known to one thread, by slot: what a chain of batches adds up to. No signals, no order, no filter.
/// Rows lie in chunks, so growing neither copies nor doubles the memory.
class JobTable
{
public:
    struct Counts
    {
        qint64 total = 0;
        std::array<qint64, 4> byStatus{}; ///< index: JobStatus; readable jobs only
        qint64 unreadable = 0;
        bool operator==(const Counts &) const = default;
    };

    void apply(const FeedBatch &batch);

    [[nodiscard]] bool contains(JobSlot slot) const;
    /// The row in a slot that is contained.
    [[nodiscard]] const JobRow &row(JobSlot slot) const;
    /// One more than the highest slot ever used.
    [[nodiscard]] JobSlot slotEnd() const { return m_slotEnd; }
    [[nodiscard]] const StringTable &strings() const { return m_strings; }
    [[nodiscard]] const Counts &counts() const { return m_counts; }
    /// The promptId's own bytes.
    [[nodiscard]] QByteArray idOf(const JobRow &row) const;
    [[nodiscard]] std::optional<JobSlot> find(const PromptId &id) const; ///< linear: for a click, not for a loop

private:
    static constexpr JobSlot chunkRows = 4096;
    struct Chunk
    {
        std::array<JobRow, chunkRows> rows;
        std::array<bool, chunkRows> used{};
    };
    void count(const JobRow &row, int by);
    std::vector<std::shared_ptr<Chunk>> m_chunks;
    StringTable m_strings;
    Counts m_counts;
    JobSlot m_slotEnd = 0;
};

} // namespace emberwatch
