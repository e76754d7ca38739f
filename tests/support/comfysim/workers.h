// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/comfysim/execution.h"
#include "tests/support/comfysim/promptqueue.h"
#include "tests/support/comfysim/serverlog.h"

#include <memory>
#include <vector>

namespace emberwatch::comfysim {

/// Takes waiting jobs, runs them, and moves them into history a moment after their terminal message.
class Workers : public QObject
{
    Q_OBJECT

public:
    Workers(const Workplace &workplace, PromptQueue &queue, History &history, ServerLog &log);
    ~Workers() override;

    /// Something waits: an idle worker takes it soon.
    void wake();
    /// Nothing is taken while held.
    void setHeld(bool isHeld);
    /// Starts a job that did not wait, beyond the number of workers if need be.
    Execution *begin(const JobRef &job);

    /// The first execution of that id; nullptr: does not run.
    [[nodiscard]] Execution *find(const QByteArray &id) const;
    [[nodiscard]] QList<Execution *> executions() const;
    /// The display node that a job of this client is inside of; null: none.
    [[nodiscard]] QByteArray displayNodeOf(const QByteArray &clientId) const;

    /// POST /interrupt: whatever runs, or what has the id.
    void interrupt(const std::optional<QByteArray> &id);

Q_SIGNALS:
    /// A job was taken, or has left for history.
    void queueChanged();
    void processDied();

private:
    void takeJobs();
    void retire(Execution *execution);
    [[nodiscard]] bool hasFreeWorker() const;

    Workplace m_place;
    PromptQueue &m_queue;
    History &m_history;
    ServerLog &m_log;
    QTimer m_takeTimer;
    std::vector<std::unique_ptr<Execution>> m_executions;
    bool m_isHeld = false;
};

} // namespace emberwatch::comfysim
