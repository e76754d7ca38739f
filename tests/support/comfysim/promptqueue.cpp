// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfysim/promptqueue.h"

#include <algorithm>
#include <tuple>

namespace emberwatch::comfysim {

namespace {

/// std's heaps have the greatest in front, Python's the least.
bool runsLater(const JobRef &a, const JobRef &b)
{
    return std::tie(a->number, a->id) > std::tie(b->number, b->id);
}

} // namespace

bool PromptQueue::push(const JobRef &job)
{
    const auto isSame
        = [&job](const JobRef &other) { return other->id == job->id && other->number == job->number; };
    if (isPending(job->id) && std::ranges::any_of(m_pending, isSame))
        return false;
    m_pending.push_back(job);
    std::ranges::push_heap(m_pending, runsLater);
    ++m_pendingIds[job->id];
    return true;
}

JobRef PromptQueue::take()
{
    if (m_pending.empty())
        return {};
    std::ranges::pop_heap(m_pending, runsLater);
    JobRef job = m_pending.back();
    m_pending.pop_back();
    forgetId(job->id);
    m_running << job;
    return job;
}

JobRef PromptQueue::removePending(const QByteArray &id)
{
    if (!isPending(id))
        return {};
    const auto found = std::ranges::find(m_pending, id, [](const JobRef &job) { return job->id; });
    JobRef job = *found;
    m_pending.erase(found);
    std::ranges::make_heap(m_pending, runsLater);
    forgetId(id);
    return job;
}

void PromptQueue::clearPending()
{
    m_pending.clear();
    m_pendingIds.clear();
}

JobRef PromptQueue::find(const QByteArray &id) const
{
    const auto hasId = [&id](const JobRef &job) { return job->id == id; };
    const auto running = std::ranges::find_if(m_running, hasId);
    if (running != m_running.end())
        return *running;
    if (!isPending(id))
        return {};
    return *std::ranges::find_if(m_pending, hasId);
}

void PromptQueue::forgetId(const QByteArray &id)
{
    const auto found = m_pendingIds.find(id);
    if (--found.value() == 0)
        m_pendingIds.erase(found);
}

} // namespace emberwatch::comfysim
