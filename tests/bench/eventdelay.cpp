// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/eventdelay.h"

#include <QCoreApplication>
#include <QEvent>
#include <QThread>

#include <ctime>

#include <chrono>
#include <mutex>

namespace emberwatch::bench {

using Instant = std::chrono::steady_clock::time_point;

namespace {

class Beat : public QEvent
{
public:
    Beat()
        : QEvent(QEvent::User)
        , posted(std::chrono::steady_clock::now())
    {
    }
    const Instant posted;
};

} // namespace

class EventDelay::Receiver : public QObject
{
public:
    [[nodiscard]] std::vector<double> delays() const
    {
        const std::lock_guard lock(m_mutex);
        return m_delays;
    }
    void restart()
    {
        const std::lock_guard lock(m_mutex);
        m_delays.clear();
    }

protected:
    void customEvent(QEvent *event) override
    {
        const auto waited = std::chrono::steady_clock::now() - static_cast<Beat *>(event)->posted;
        const std::lock_guard lock(m_mutex);
        m_delays.push_back(std::chrono::duration<double, std::milli>(waited).count());
    }

private:
    mutable std::mutex m_mutex;
    std::vector<double> m_delays;
};

EventDelay::EventDelay()
    : m_here(std::make_unique<Receiver>())
    , m_idle(std::make_unique<QThread>())
    , m_there(new Receiver)
{
    m_there->moveToThread(m_idle.get());
    QObject::connect(m_idle.get(), &QThread::finished, m_there, &QObject::deleteLater);
    m_idle->start();
    m_heart = std::thread([this] {
        Instant next = std::chrono::steady_clock::now();
        while (!m_isOver) {
            QCoreApplication::postEvent(m_here.get(), new Beat);
            QCoreApplication::postEvent(m_there, new Beat);
            next += std::chrono::milliseconds(1);
            std::this_thread::sleep_until(next);
        }
    });
}

EventDelay::~EventDelay()
{
    m_isOver = true;
    m_heart.join();
    m_idle->quit();
    m_idle->wait();
}

void EventDelay::restart()
{
    m_here->restart();
    m_there->restart();
}

std::vector<double> EventDelay::measured() const
{
    return m_here->delays();
}

std::vector<double> EventDelay::control() const
{
    return m_there->delays();
}

double threadCpuSeconds()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

} // namespace emberwatch::bench
