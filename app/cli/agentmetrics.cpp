// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/agentmetrics.h"

#include <array>
#include <chrono>

namespace emberwatch::cli {

namespace {

constexpr std::array allOutcomes{RecoveryOutcome::Resumed, RecoveryOutcome::SettledCompleted,
    RecoveryOutcome::SettledFailed, RecoveryOutcome::LeftAlone, RecoveryOutcome::Skipped,
    RecoveryOutcome::Unverifiable, RecoveryOutcome::Failed};

/// Of what a cleaning may find.
constexpr std::array cleanedVerdicts{Verdict::Orphaned, Verdict::Stale, Verdict::Residue};
constexpr std::array cleaningOutcomes{CleaningOutcome::Planned, CleaningOutcome::Deleted,
    CleaningOutcome::Settled, CleaningOutcome::LeftAlone, CleaningOutcome::Failed};

double secondsOf(std::chrono::milliseconds time)
{
    return std::chrono::duration<double>(time).count();
}

} // namespace

AgentMetrics::AgentMetrics()
{
    const auto gauge = MetricKind::Gauge;
    const auto counter = MetricKind::Counter;
    m_metrics.describe("emberwatch_jobs", gauge, "Jobs that the agent follows, by status.");
    m_metrics.describe("emberwatch_jobs_by_stream", gauge, "Those of them that a live stream tells of.");
    m_metrics.describe("emberwatch_spooled_states", gauge, "States that wait on the disk for Redis.");
    m_metrics.describe("emberwatch_redis_up", gauge, "1 while states can be written to Redis.");
    m_metrics.describe("emberwatch_jobs_taken_total", counter, "Jobs whose tracking was taken up.");
    m_metrics.describe("emberwatch_jobs_ended_total", counter, "Jobs followed to their end, by outcome.");
    m_metrics.describe("emberwatch_state_writes_total", counter, "Updates of states in Redis that stood.");
    m_metrics.describe("emberwatch_recoveries_total", counter, "Recoveries that were completed.");
    m_metrics.describe(
        "emberwatch_recoveries_failed_total", counter, "Recoveries that could not be completed.");
    m_metrics.describe("emberwatch_recovery_jobs", gauge, "Jobs of the last recovery, by outcome.");
    m_metrics.describe("emberwatch_recovery_seconds", gauge, "How long the last recovery took.");
    m_metrics.describe("emberwatch_recovery_timestamp_seconds", gauge, "When the last recovery ended.");
    m_metrics.describe("emberwatch_cleanings_total", counter, "Cleanings that were completed.");
    m_metrics.describe(
        "emberwatch_cleanings_failed_total", counter, "Cleanings that could not be completed.");
    m_metrics.describe(
        "emberwatch_cleaning_jobs", gauge, "States found by the last cleaning, by verdict and outcome.");
    m_metrics.describe(
        "emberwatch_cleaned_jobs_total", counter, "States that cleanings changed, by outcome.");
    m_metrics.describe("emberwatch_cleaning_timestamp_seconds", gauge, "When the last cleaning ended.");
    m_metrics.describe("emberwatch_on_hold", gauge, "1 while nothing is deleted, nor failed by absence.");
    m_metrics.set("emberwatch_on_hold", 0);
    m_metrics.set("emberwatch_cleanings_total", 0);
    m_metrics.set("emberwatch_cleanings_failed_total", 0);
    m_metrics.set("emberwatch_recoveries_total", 0);
    m_metrics.set("emberwatch_recoveries_failed_total", 0);
    m_metrics.set("emberwatch_redis_up", 0);
}

void AgentMetrics::takeRunner(const RunnerCounts &counts, const RunnerTrouble &trouble)
{
    const auto set = [this](const QByteArray &name, auto value, const Metrics::Labels &labels = {}) {
        m_metrics.set(name, static_cast<double>(value), labels);
    };
    set("emberwatch_jobs", counts.queued, {{"status", "queued"}});
    set("emberwatch_jobs", counts.processing, {{"status", "processing"}});
    set("emberwatch_jobs_by_stream", counts.byStream);
    set("emberwatch_spooled_states", counts.spooled);
    set("emberwatch_redis_up", trouble.isRedisAway ? 0 : 1);
    set("emberwatch_jobs_taken_total", counts.taken);
    set("emberwatch_state_writes_total", counts.writes);
    set("emberwatch_jobs_ended_total", counts.completed, {{"outcome", "completed"}});
    set("emberwatch_jobs_ended_total", counts.failed, {{"outcome", "failed"}});
    set("emberwatch_jobs_ended_total", counts.interrupted, {{"outcome", "interrupted"}});
    set("emberwatch_jobs_ended_total", counts.lost, {{"outcome", "lost"}});
}

void AgentMetrics::takeReport(const RecoveryReport &report)
{
    const RecoveryCounts counts = countsOf(report);
    for (const RecoveryOutcome outcome : allOutcomes)
        m_metrics.set(
            "emberwatch_recovery_jobs", counts.of(outcome), {{"outcome", wordOf(outcome).toByteArray()}});
    m_metrics.add("emberwatch_recoveries_total");
    m_metrics.set("emberwatch_recovery_seconds", secondsOf(report.finishedAt - report.startedAt));
    m_metrics.set("emberwatch_recovery_timestamp_seconds", secondsOf(report.finishedAt.time_since_epoch()));
}

void AgentMetrics::countFailedRecovery()
{
    m_metrics.add("emberwatch_recoveries_failed_total");
}

void AgentMetrics::takeCleaning(const CleaningReport &report)
{
    m_metrics.add("emberwatch_cleanings_total");
    m_metrics.set("emberwatch_cleaning_timestamp_seconds", secondsOf(report.finishedAt.time_since_epoch()));
    const QMap<Verdict, CleaningCounts> counts = countsByVerdict(report);
    for (const Verdict verdict : cleanedVerdicts) {
        for (const CleaningOutcome outcome : cleaningOutcomes)
            m_metrics.set("emberwatch_cleaning_jobs", counts.value(verdict).value(outcome),
                {{"verdict", wordOf(verdict).toByteArray()}, {"outcome", wordOf(outcome).toByteArray()}});
    }
    const CleaningCounts all = countsOf(report);
    for (const CleaningOutcome outcome : {CleaningOutcome::Deleted, CleaningOutcome::Settled})
        m_metrics.add("emberwatch_cleaned_jobs_total", all.value(outcome),
            {{"outcome", wordOf(outcome).toByteArray()}});
}

void AgentMetrics::countFailedCleaning()
{
    m_metrics.add("emberwatch_cleanings_failed_total");
}

void AgentMetrics::takeHold(bool isHeld)
{
    m_metrics.set("emberwatch_on_hold", isHeld ? 1 : 0);
}

} // namespace emberwatch::cli
