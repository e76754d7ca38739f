// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/taskthread.h"

#include <utility>

namespace emberwatch::sql {

TaskThread::TaskThread(const QString &name)
    : m_thread(QThread::create([this] { loop(); }))
{
    m_thread->setObjectName(name);
    m_thread->start();
}

TaskThread::~TaskThread()
{
    stop({}, {});
}

void TaskThread::post(Task task)
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_isStopping) {
            m_tasks.push_back(std::move(task));
            m_changed.notify_one();
            return;
        }
    }
    task.drop();
}

void TaskThread::stop(const std::function<void()> &hurry, const std::function<void()> &last)
{
    std::deque<Task> dropped;
    {
        const std::lock_guard lock(m_mutex);
        if (m_isStopping)
            return;
        m_isStopping = true;
        m_last = last;
        dropped.swap(m_tasks);
    }
    m_changed.notify_one();
    for (const Task &task : dropped)
        task.drop();
    if (hurry)
        hurry();
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_isOver; });
    }
    m_thread->wait();
}

void TaskThread::loop()
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_changed.wait(lock, [this] { return m_isStopping || !m_tasks.empty(); });
        if (m_isStopping)
            break;
        const Task task = std::move(m_tasks.front());
        m_tasks.pop_front();
        lock.unlock();
        task.run();
        lock.lock();
    }
    std::function<void()> last = std::exchange(m_last, {});
    lock.unlock();
    if (last)
        last();
    last = {};
    lock.lock();
    m_isOver = true;
    m_changed.notify_one(); // while locked: whoever waits destroys it next
}

} // namespace emberwatch::sql
