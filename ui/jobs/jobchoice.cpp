// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/jobchoice.h"

#include "ui/jobs/jobtablemodel.h"

#include <algorithm>

namespace emberwatch {

namespace {

/// Above it a selection is compared with the whole order instead of being looked up job by job.
constexpr qint64 fewSelected = 256;

} // namespace

void JobChoice::setModel(const JobTableModel *model)
{
    m_model = model;
    m_selection.clear();
    m_current.reset();
    m_pivot.reset();
    m_wasCurrentSelected = false;
}

std::optional<PromptId> JobChoice::currentJob() const
{
    return m_current ? std::optional<PromptId>(m_currentId) : std::nullopt;
}

std::optional<int> JobChoice::currentRow() const
{
    return m_current && m_model ? m_model->rowOf(*m_current) : std::nullopt;
}

void JobChoice::choose(int row, How how)
{
    const JobSlot slot = m_model->slotAt(row);
    const auto pivotRow = m_pivot ? m_model->rowOf(*m_pivot) : std::nullopt;
    switch (how) {
    case How::Only:
        m_selection.clear();
        m_selection.insert(slot);
        m_pivot = slot;
        break;
    case How::Toggle:
        if (!m_selection.remove(slot))
            m_selection.insert(slot);
        m_pivot = slot;
        break;
    case How::Extend:
        m_selection.clear();
        selectBetween(pivotRow.value_or(row), row);
        break;
    case How::MoveOnly:
        break;
    }
    setCurrent(slot);
    if (how != How::MoveOnly)
        Q_EMIT selectionChanged(m_selection.count());
}

void JobChoice::selectBetween(int from, int to)
{
    m_pivot = m_model->slotAt(from);
    for (int row = std::min(from, to); row <= std::max(from, to); ++row)
        m_selection.insert(m_model->slotAt(row));
}

void JobChoice::chooseAll()
{
    for (const JobSlot slot : m_model->order())
        m_selection.insert(slot);
    Q_EMIT selectionChanged(m_selection.count());
}

void JobChoice::clear()
{
    m_selection.clear();
    m_pivot.reset();
    setCurrent(std::nullopt);
    Q_EMIT selectionChanged(0);
}

void JobChoice::setCurrent(std::optional<JobSlot> slot)
{
    if (slot == m_current)
        return;
    m_current = slot;
    m_currentId = slot ? m_model->idAt(*slot) : PromptId();
    m_wasCurrentSelected = false;
    Q_EMIT currentJobChanged(currentJob());
}

void JobChoice::follow(const JobTableChange &change)
{
    if (m_pivot && m_model->isRemoved(*m_pivot))
        m_pivot.reset();
    if (!m_selection.isEmpty())
        dropLost(change);
    if (m_current)
        followCurrent(change);
}

void JobChoice::dropLost(const JobTableChange &change)
{
    const bool wasCurrentSelected = m_current && m_selection.contains(*m_current);
    bool isLess = false;
    for (const Removal &removal : change.removed)
        isLess |= m_selection.remove(removal.slot);
    if (change.isReordered)
        isLess |= dropHidden();
    if (!isLess)
        return;
    m_wasCurrentSelected = wasCurrentSelected && !m_selection.contains(*m_current);
    Q_EMIT selectionChanged(m_selection.count());
}

bool JobChoice::dropHidden()
{
    if (m_selection.count() > fewSelected)
        return m_selection.keepOnly(m_model->order());
    bool isLess = false;
    for (const JobSlot slot : m_selection.jobs()) {
        if (!m_model->rowOf(slot))
            isLess |= m_selection.remove(slot);
    }
    return isLess;
}

void JobChoice::followCurrent(const JobTableChange &change)
{
    if (m_model->isRemoved(*m_current)) {
        const auto removal = std::find_if(change.removed.begin(), change.removed.end(),
            [this](const Removal &each) { return each.slot == *m_current; });
        m_current.reset();
        Q_EMIT currentJobRemoved(m_currentId, removal->cause);
        return;
    }
    if (m_wasCurrentSelected && currentRow())
        selectCurrentAgain();
    if (m_model->isChanged(*m_current))
        Q_EMIT currentJobUpdated();
}

/// A filter had hidden it, and shows it again.
void JobChoice::selectCurrentAgain()
{
    m_wasCurrentSelected = false;
    if (!m_selection.isEmpty())
        return;
    m_selection.insert(*m_current);
    Q_EMIT selectionChanged(1);
}

} // namespace emberwatch
