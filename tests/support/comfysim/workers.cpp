// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfysim/workers.h"

#include "tests/support/comfysim/messages.h"

#include <algorithm>

namespace emberwatch::comfysim {

Workers::Workers(const Workplace &workplace, PromptQueue &queue, History &history, ServerLog &log)
    : m_place(workplace)
    , m_queue(queue)
    , m_history(history)
    , m_log(log)
{
    m_takeTimer.setSingleShot(true);
    m_takeTimer.setTimerType(Qt::PreciseTimer);
    connect(&m_takeTimer, &QTimer::timeout, this, &Workers::takeJobs);
}

Workers::~Workers() = default;

void Workers::wake()
{
    if (!m_isHeld && !m_takeTimer.isActive() && hasFreeWorker())
        m_takeTimer.start(m_place.settings.takeDelay);
}

void Workers::setHeld(bool isHeld)
{
    m_isHeld = isHeld;
    if (isHeld)
        m_takeTimer.stop();
    else
        wake();
}

bool Workers::hasFreeWorker() const
{
    return std::ssize(m_executions) < m_place.settings.workers;
}

void Workers::takeJobs()
{
    while (hasFreeWorker()) {
        const JobRef job = m_queue.take();
        if (!job)
            return;
        begin(job);
    }
}

Execution *Workers::begin(const JobRef &job)
{
    auto owned = std::make_unique<Execution>(job, m_place);
    Execution *execution = owned.get();
    m_executions.push_back(std::move(owned));
    connect(execution, &Execution::ended, this, [this, execution] {
        QTimer::singleShot(
            m_place.settings.historyDelay, execution, [this, execution] { retire(execution); });
    });
    connect(execution, &Execution::processDied, this, &Workers::processDied);
    connect(execution, &Execution::workerDied, this, [this] {
        m_log.add("Exception in thread Thread-1 (prompt_worker):\nTraceback (most recent call last):\n");
    });
    Q_EMIT queueChanged();
    execution->start();
    return execution;
}

void Workers::retire(Execution *execution)
{
    const JobRef job = execution->job();
    m_queue.release(job);
    m_history.add(execution->historyEntry());
    Q_EMIT queueChanged();
    if (job->clientId) {
        const QByteArray data = json::object({{"node", "null"}, {"prompt_id", json::quoted(job->id)}});
        m_place.publisher.send(job->clientId, {messages::message("executing", data)});
    }
    const auto found = std::ranges::find_if(
        m_executions, [execution](const auto &owned) { return owned.get() == execution; });
    found->release()->deleteLater();
    m_executions.erase(found);
    wake();
}

Execution *Workers::find(const QByteArray &id) const
{
    const auto found = std::ranges::find_if(
        m_executions, [&id](const auto &execution) { return execution->job()->id == id; });
    return found == m_executions.end() ? nullptr : found->get();
}

QList<Execution *> Workers::executions() const
{
    QList<Execution *> all;
    for (const auto &execution : m_executions)
        all << execution.get();
    return all;
}

QByteArray Workers::displayNodeOf(const QByteArray &clientId) const
{
    for (const auto &execution : m_executions) {
        if (execution->job()->clientId == clientId && !execution->displayNode().isNull())
            return execution->displayNode();
    }
    return {};
}

void Workers::interrupt(const std::optional<QByteArray> &id)
{
    for (const auto &execution : m_executions) {
        if (!id || execution->job()->id == *id)
            execution->interrupt();
    }
}

} // namespace emberwatch::comfysim
