// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jobs/jobtable.h"

#include <memory>
#include <vector>

namespace emberwatch {

enum class JobColumn : quint8
{
    Status,
    Progress,
    PromptId,
    Type,
    User,
    Server,
    Age,
    Silence,
    Ttl
};
inline constexpr int jobColumnCount = 9;

struct JobSorting
{
    JobColumn column = JobColumn::Silence;
    bool isDescending = true;
    bool operator==(const JobSorting &) const = default;
};

/// Slots in an order that is never changed once it is handed out.
using JobOrderPtr = std::shared_ptr<const std::vector<JobSlot>>;

/// Compares jobs of one table: by a column, and where that is equal by promptId, so the order is total. What
/// is not known comes last in both directions. Does not depend on the time: ages and silences grow all alike.
class JobOrder
{
public:
    /// @param table  outlives the order
    JobOrder(const JobTable &table, JobSorting sorting)
        : m_table(&table)
        , m_sorting(sorting)
    {
    }

    [[nodiscard]] JobSorting sorting() const { return m_sorting; }
    [[nodiscard]] bool isLess(JobSlot a, JobSlot b) const { return isLess(m_table->row(a), m_table->row(b)); }
    [[nodiscard]] bool isLess(const JobRow &a, const JobRow &b) const;
    /// Both sort into the same place. Only for two states of one job.
    [[nodiscard]] bool isSamePlace(const JobRow &a, const JobRow &b) const;
    [[nodiscard]] bool sortsByText() const;
    /// The text that is sorted by. Only where sortsByText().
    [[nodiscard]] StringId textOf(const JobRow &row) const;

    /// Sorts many at once, by keys that are taken out of the rows first: a comparison that goes through the
    /// rows costs two cache misses.
    void sort(std::vector<JobSlot> &slotsToSort) const;
    /// Where a contained job stands in an order that this comparison made; nullopt: it is not in it.
    [[nodiscard]] std::optional<size_t> find(const std::vector<JobSlot> &order, JobSlot slot) const;

private:
    [[nodiscard]] quint64 numberOf(const JobRow &row) const;
    [[nodiscard]] int compareTexts(StringId a, StringId b) const;
    [[nodiscard]] int compareIds(const JobRow &a, const JobRow &b) const;
    [[nodiscard]] quint64 idPrefix(const JobRow &row) const;
    [[nodiscard]] std::vector<quint32> textRanks() const;

    const JobTable *m_table;
    JobSorting m_sorting;
};

} // namespace emberwatch
