// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QThread>

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>

namespace emberwatch::sql {

/// A thread that carries out one blocking task after the other, in the order given.
class TaskThread
{
public:
    struct Task
    {
        std::function<void()> run;
        std::function<void()> drop; ///< instead of run(), where the thread ends before
    };

    explicit TaskThread(const QString &name);
    ~TaskThread();
    Q_DISABLE_COPY_MOVE(TaskThread)

    void post(Task task);
    /// Drops what has not begun, then calls `hurry`, which makes what has begun end soon, waits for that, and
    /// runs `last` in the thread. Once. Both may be empty.
    void stop(const std::function<void()> &hurry, const std::function<void()> &last);

private:
    void loop();

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Task> m_tasks;
    std::function<void()> m_last;
    bool m_isStopping = false;
    /// The thread does nothing more. The thread sanitizer does not see what QThread::wait() waits for.
    bool m_isOver = false;
    std::unique_ptr<QThread> m_thread;
};

} // namespace emberwatch::sql
