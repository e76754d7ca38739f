// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jobs/heldchanges.h"
#include "core/jobs/jobarranger.h"
#include "core/jobs/jobindex.h"
#include "tests/support/feedsimulator.h"

#include <optional>

namespace emberwatch {

/// What an index would hand the UI for the batches of a simulated feed, without its thread.
class UpdateMaker
{
public:
    explicit UpdateMaker(quint32 seed)
        : feed(seed)
        , arranger(std::chrono::milliseconds(FeedSimulator::fullTtl))
    {
    }

    FeedSimulator feed;
    JobArranger arranger;

    [[nodiscard]] IndexUpdate next(int added, int changed, int removed, int batches = 1)
    {
        IndexUpdate update;
        for (int i = 0; i < batches; ++i) {
            const FeedBatchPtr batch = feed.next(added, changed, removed);
            if (m_held) {
                m_held->add(*batch);
            } else {
                arranger.apply(*batch, feed.now);
                update.batches.push_back(batch);
            }
        }
        return finished(std::move(update), false);
    }

    [[nodiscard]] IndexUpdate apply(const FeedBatchPtr &batch)
    {
        IndexUpdate update;
        arranger.apply(*batch, feed.now);
        update.batches.push_back(batch);
        return finished(std::move(update), false);
    }

    [[nodiscard]] IndexUpdate sort(JobSorting sorting)
    {
        arranger.setSorting(sorting);
        ++m_generation;
        return finished({}, true);
    }

    [[nodiscard]] IndexUpdate filter(const filter::Expression &filter)
    {
        arranger.setFilter(filter, feed.now);
        ++m_generation;
        return finished({}, true);
    }

    [[nodiscard]] IndexUpdate pause()
    {
        m_held.emplace(arranger.table());
        return finished({}, false);
    }

    [[nodiscard]] IndexUpdate resume()
    {
        IndexUpdate update;
        update.batches = m_held->release();
        m_held.reset();
        for (const FeedBatchPtr &batch : update.batches)
            arranger.apply(*batch, feed.now);
        return finished(std::move(update), false);
    }

private:
    [[nodiscard]] IndexUpdate finished(IndexUpdate update, bool isAnswer)
    {
        if (isAnswer || arranger.shown() != m_delivered)
            update.order = m_delivered = arranger.shown();
        update.generation = m_generation;
        update.sorting = arranger.sorting();
        update.isFiltered = !arranger.filter().isEmpty();
        if (m_held) {
            update.isPaused = true;
            update.heldChanges = m_held->changedJobs();
            update.vanished = m_held->takeVanished();
        }
        update.counts = m_held ? m_held->counts() : arranger.table().counts();
        return update;
    }

    std::optional<HeldChanges> m_held;
    JobOrderPtr m_delivered;
    quint64 m_generation = 0;
};

} // namespace emberwatch
