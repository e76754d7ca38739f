// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/agentmetrics.h"
#include "core/operations/statecleaner.h"
#include "core/telemetry/alerts.h"
#include "core/triage/cleaningpolicy.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace emberwatch::cli {

struct AgentCleaningParts
{
    std::shared_ptr<PlanWalk> walk; ///< the recovery's
    AgentMetrics *metrics = nullptr;
    Alerts *alerts = nullptr;
    StopRequestPtr stop;
};

struct AgentCleaningOptions
{
    CleaningPolicy policy;
    ObserverWish wish;
    CleanerOptions cleaner;
    bool mayWrite = true; ///< false: apply only reports
};

/// The agent's scheduled cleaning: when, what it logs, what it counts. Runs when it is told to, so that it
/// never meets a recovery.
class AgentCleaning : public QObject
{
    Q_OBJECT
public:
    AgentCleaning(AgentCleaningParts parts, AgentCleaningOptions options, QObject *parent = nullptr);

    /// What is going to be done, for the log.
    void start();
    /// If its time has come, and it is switched on.
    void beginIfDue();
    [[nodiscard]] bool isAtIt() const { return m_isAtIt; }
    void stop() { m_timer.stop(); }

Q_SIGNALS:
    void due();
    void finished();

private:
    [[nodiscard]] bool changesAnything() const;
    void take(const Result<CleaningReport> &report);
    void tell(const CleaningReport &report);
    void takeFailure(const Error &why);

    AgentCleaningParts m_parts;
    AgentCleaningOptions m_options;
    StateCleaner m_cleaner;
    QTimer m_timer;
    bool m_isAtIt = false;
    QObject m_answers;
};

} // namespace emberwatch::cli
