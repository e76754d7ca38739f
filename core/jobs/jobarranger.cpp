// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/jobarranger.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace emberwatch {

namespace {

/// From here on taking keys out of the rows pays.
constexpr size_t manyToSort = 4096;
/// From this share of all rows on sorting all of them is cheaper than looking for each one's place.
constexpr size_t sortingShare = 8;

} // namespace

JobArranger::JobArranger(std::chrono::milliseconds fullTtl)
    : m_order(m_table, JobSorting())
    , m_subject(m_table, fullTtl)
    , m_all(std::make_shared<const std::vector<JobSlot>>())
    , m_shown(m_all)
{
}

void JobArranger::Change::mark(JobSlot slot)
{
    if (leaves[slot])
        return;
    leaves[slot] = true;
    marked.push_back(slot);
}

void JobArranger::Change::clear()
{
    for (const JobSlot slot : marked)
        leaves[slot] = false;
    marked.clear();
    comes.clear();
}

template <typename Stays> void JobArranger::Change::settle(Stays stays)
{
    std::sort(comes.begin(), comes.end());
    comes.erase(std::unique(comes.begin(), comes.end()), comes.end());
    std::erase_if(comes, [&stays](JobSlot slot) { return !stays(slot); });
}

void JobArranger::apply(const FeedBatch &batch, qint64 serverNow)
{
    accept(batch, serverNow);
    arrange();
}

void JobArranger::accept(const FeedBatch &batch, qint64 serverNow)
{
    noteLeaving(batch);
    m_table.apply(batch);
    m_subject.forget(batch.strings);
    noteComing(batch, serverNow);
    ++m_accepted;
}

/// By slot, which is the order of the memory: the rows are read one after the other.
template <typename Belongs> JobOrderPtr JobArranger::sortedAnew(Belongs belongs) const
{
    std::vector<JobSlot> order;
    for (JobSlot slot = 0; slot < m_table.slotEnd(); ++slot) {
        if (belongs(slot))
            order.push_back(slot);
    }
    m_order.sort(order);
    return std::make_shared<const std::vector<JobSlot>>(std::move(order));
}

void JobArranger::arrange()
{
    const auto exists = [this](JobSlot slot) { return m_table.contains(slot); };
    const auto isMatch = [this](JobSlot slot) { return m_matches[slot]; };
    if (std::exchange(m_accepted, 0) > 1) {
        m_allChange.settle(exists);
        m_shownChange.settle(isMatch);
    }
    m_all = isMuch(m_allChange, *m_all) ? sortedAnew(exists) : rearranged(m_all, m_allChange);
    if (m_filter.isEmpty())
        m_shown = m_all;
    else
        m_shown = isMuch(m_shownChange, *m_shown) ? sortedAnew(isMatch) : rearranged(m_shown, m_shownChange);
    m_allChange.clear();
    m_shownChange.clear();
}

bool JobArranger::isMuch(const Change &change, const std::vector<JobSlot> &before)
{
    return change.comes.size() > manyToSort && change.comes.size() > before.size() / sortingShare;
}

/// Before the batch is applied: needs the rows as they were.
void JobArranger::noteLeaving(const FeedBatch &batch)
{
    JobSlot end = m_table.slotEnd();
    for (const JobRow &row : batch.upserts)
        end = std::max(end, row.slot + 1);
    for (std::vector<bool> *bits : {&m_matches, &m_allChange.leaves, &m_shownChange.leaves})
        bits->resize(end);

    for (const Removal &removal : batch.removals) {
        if (!m_table.contains(removal.slot))
            continue;
        m_allChange.mark(removal.slot);
        if (m_matches[removal.slot])
            m_shownChange.mark(removal.slot);
        m_matches[removal.slot] = false;
    }
    noteChangedTexts(batch);
    m_moves.assign(batch.upserts.size(), false);
    for (size_t i = 0; i < batch.upserts.size(); ++i) {
        const JobRow &row = batch.upserts[i];
        m_moves[i] = !m_table.contains(row.slot) || !keepsPlace(m_table.row(row.slot), row);
    }
}

/// The number of a text may mean another text after the batch.
void JobArranger::noteChangedTexts(const FeedBatch &batch)
{
    m_changedTexts.clear();
    if (!m_order.sortsByText())
        return;
    for (const StringUpdate &update : batch.strings)
        m_changedTexts.push_back(update.id);
    std::sort(m_changedTexts.begin(), m_changedTexts.end());
}

bool JobArranger::keepsPlace(const JobRow &before, const JobRow &now) const
{
    if (!m_order.isSamePlace(before, now))
        return false;
    return !m_order.sortsByText()
        || !std::binary_search(m_changedTexts.begin(), m_changedTexts.end(), m_order.textOf(now));
}

void JobArranger::noteComing(const FeedBatch &batch, qint64 serverNow)
{
    m_subject.setNow(serverNow);
    for (size_t i = 0; i < batch.upserts.size(); ++i) {
        const JobSlot slot = batch.upserts[i].slot;
        if (m_moves[i]) {
            m_allChange.mark(slot);
            m_allChange.comes.push_back(slot);
        }
        if (m_filter.isEmpty())
            continue;
        const bool matched = m_matches[slot];
        const bool isMatch = matches(slot);
        m_matches[slot] = isMatch;
        if (matched && (m_moves[i] || !isMatch))
            m_shownChange.mark(slot);
        if (isMatch && (m_moves[i] || !matched))
            m_shownChange.comes.push_back(slot);
    }
}

/// The order without what leaves and with what comes: two passes of copying and one binary search a comer.
JobOrderPtr JobArranger::rearranged(const JobOrderPtr &before, Change &change) const
{
    if (change.marked.empty() && change.comes.empty())
        return before;
    const auto isLess = [this](JobSlot a, JobSlot b) { return m_order.isLess(a, b); };
    std::vector<JobSlot> &comes = change.comes;
    if (comes.size() > manyToSort)
        m_order.sort(comes);
    else
        std::sort(comes.begin(), comes.end(), isLess);

    std::vector<JobSlot> order(before->size() + comes.size());
    auto end = order.begin();
    for (const JobSlot slot : *before) {
        *end = slot;
        end += change.leaves[slot] ? 0 : 1;
    }
    order.resize(static_cast<size_t>(end - order.begin()) + comes.size());
    end = order.end() - static_cast<std::ptrdiff_t>(comes.size());
    auto to = order.end();
    for (auto comer = comes.rbegin(); comer != comes.rend(); ++comer) {
        const auto at = std::upper_bound(order.begin(), end, *comer, isLess);
        to = std::move_backward(at, end, to);
        end = at;
        *--to = *comer;
    }
    if (order == *before)
        return before;
    return std::make_shared<const std::vector<JobSlot>>(std::move(order));
}

void JobArranger::setFilter(const filter::Expression &filter, qint64 serverNow)
{
    m_filter = filter;
    m_subject.setTermCount(filter.termCount());
    if (filter.isEmpty()) {
        m_shown = m_all;
        return;
    }
    matchAll(serverNow);
    if (JobOrderPtr order = matching(); *order != *m_shown)
        m_shown = std::move(order);
}

void JobArranger::setSorting(JobSorting sorting)
{
    if (sorting == m_order.sorting())
        return;
    m_order = JobOrder(m_table, sorting);
    std::vector<JobSlot> order = *m_all;
    m_order.sort(order);
    m_all = std::make_shared<const std::vector<JobSlot>>(std::move(order));
    m_shown = m_filter.isEmpty() ? m_all : matching();
}

void JobArranger::review(qint64 serverNow)
{
    if (m_filter.isEmpty())
        return;
    if (matchAll(serverNow))
        m_shown = matching();
}

bool JobArranger::matches(JobSlot slot)
{
    m_subject.setRow(m_table.row(slot));
    return m_filter.matches(m_subject);
}

/// In the order of the slots, which is that of the memory. Returns whether any answer changed.
bool JobArranger::matchAll(qint64 serverNow)
{
    m_subject.setNow(serverNow);
    bool isChanged = false;
    for (JobSlot slot = 0; slot < m_table.slotEnd(); ++slot) {
        const bool isMatch = m_table.contains(slot) && matches(slot);
        isChanged |= isMatch != m_matches[slot];
        m_matches[slot] = isMatch;
    }
    return isChanged;
}

JobOrderPtr JobArranger::matching() const
{
    std::vector<JobSlot> order;
    for (const JobSlot slot : *m_all) {
        if (m_matches[slot])
            order.push_back(slot);
    }
    return std::make_shared<const std::vector<JobSlot>>(std::move(order));
}

} // namespace emberwatch
