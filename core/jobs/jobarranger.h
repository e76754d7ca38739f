// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/filter/expression.h"
#include "core/jobs/joborder.h"
#include "core/jobs/jobrowsubject.h"
#include "core/jobs/jobtable.h"

#include <vector>

namespace emberwatch {

/// Keeps the matching jobs of a table in order while batches come in: no threads, no clock.
///
/// The order of all jobs is kept beside that of the matching ones, so that a new filter sorts nothing. An
/// arrangement costs a sort of what changed and a linear pass of copying; rows that did not change are not
/// compared. Times are the server's, milliseconds since the epoch.
class JobArranger
{
public:
    explicit JobArranger(std::chrono::milliseconds fullTtl);
    JobArranger(const JobArranger &) = delete;
    JobArranger &operator=(const JobArranger &) = delete;

    /// accept() and arrange().
    void apply(const FeedBatch &batch, qint64 serverNow);
    /// Takes a batch over; shown() stays as it was until arrange(). Many batches are arranged at once for
    /// little more than one.
    void accept(const FeedBatch &batch, qint64 serverNow);
    void arrange();
    void setFilter(const filter::Expression &filter, qint64 serverNow);
    void setSorting(JobSorting sorting);
    /// Judges all jobs anew, for a filter that depends on the time.
    void review(qint64 serverNow);

    [[nodiscard]] const JobTable &table() const { return m_table; }
    [[nodiscard]] const filter::Expression &filter() const { return m_filter; }
    [[nodiscard]] JobSorting sorting() const { return m_order.sorting(); }
    /// Never null. The same object as before where nothing in it changed.
    [[nodiscard]] const JobOrderPtr &shown() const { return m_shown; }

private:
    /// What a batch does to the two orders: the marked slots leave, the listed ones come in.
    struct Change
    {
        std::vector<bool> leaves; ///< by slot
        std::vector<JobSlot> marked;
        std::vector<JobSlot> comes;
        void mark(JobSlot slot);
        /// What came in one batch may come again, or be gone, in the next.
        template <typename Stays> void settle(Stays stays);
        void clear();
    };

    void noteChangedTexts(const FeedBatch &batch);
    [[nodiscard]] bool keepsPlace(const JobRow &before, const JobRow &now) const;
    void noteLeaving(const FeedBatch &batch);
    void noteComing(const FeedBatch &batch, qint64 serverNow);
    [[nodiscard]] bool matches(JobSlot slot);
    bool matchAll(qint64 serverNow);
    [[nodiscard]] JobOrderPtr rearranged(const JobOrderPtr &before, Change &change) const;
    template <typename Belongs> [[nodiscard]] JobOrderPtr sortedAnew(Belongs belongs) const;
    [[nodiscard]] static bool isMuch(const Change &change, const std::vector<JobSlot> &before);
    [[nodiscard]] JobOrderPtr matching() const;

    JobTable m_table;
    JobOrder m_order;
    filter::Expression m_filter;
    JobRowSubject m_subject;
    std::vector<bool> m_matches; ///< by slot; kept only while there is a filter
    std::vector<bool> m_moves; ///< by upsert of the batch at hand
    std::vector<StringId> m_changedTexts; ///< by the batch at hand, sorted; only where that can move a row
    Change m_allChange;
    Change m_shownChange;
    int m_accepted = 0; ///< batches since the last arrangement
    JobOrderPtr m_all;
    JobOrderPtr m_shown;
};

} // namespace emberwatch
