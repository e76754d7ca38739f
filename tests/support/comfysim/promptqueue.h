// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/comfysim/job.h"

#include <QHash>

#include <vector>

namespace emberwatch::comfysim {

/// Waiting and running prompts. The waiting ones lie in heap order, which is how GET /queue shows them.
class PromptQueue
{
public:
    /// Also takes an id that is already there. False: the same id and the same number wait already, which
    /// Python cannot order.
    bool push(const JobRef &job);
    /// Moves the first waiting job to the running ones; null: nothing waits.
    JobRef take();
    /// Puts a job among the running ones that never waited.
    void addRunning(const JobRef &job) { m_running << job; }
    /// A running job has ended.
    void release(const JobRef &job) { m_running.removeOne(job); }

    /// Removes the first waiting job of that id.
    JobRef removePending(const QByteArray &id);
    void clearPending();

    [[nodiscard]] const std::vector<JobRef> &pending() const { return m_pending; }
    [[nodiscard]] const QList<JobRef> &running() const { return m_running; }
    [[nodiscard]] bool isPending(const QByteArray &id) const { return m_pendingIds.contains(id); }
    [[nodiscard]] JobRef find(const QByteArray &id) const;
    /// queue_remaining
    [[nodiscard]] qsizetype remaining() const { return std::ssize(m_pending) + m_running.size(); }

private:
    void forgetId(const QByteArray &id);

    std::vector<JobRef> m_pending;
    QHash<QByteArray, int> m_pendingIds; ///< how often each id waits
    QList<JobRef> m_running;
};

} // namespace emberwatch::comfysim
