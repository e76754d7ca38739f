// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/runnerjob.h"
#include "core/service/metrics.h"
#include "core/triage/cleaningreport.h"
#include "core/triage/recoveryreport.h"

namespace emberwatch::cli {

/// What the agent tells at /metrics. Names and labels are an interface (docs/metrics.md).
class AgentMetrics
{
public:
    AgentMetrics();

    void takeRunner(const RunnerCounts &counts, const RunnerTrouble &trouble);
    void takeReport(const RecoveryReport &report);
    void countFailedRecovery();
    void takeCleaning(const CleaningReport &report);
    void countFailedCleaning();
    void takeHold(bool isHeld);
    [[nodiscard]] QByteArray text() const { return m_metrics.text(); }

private:
    Metrics m_metrics;
};

} // namespace emberwatch::cli
