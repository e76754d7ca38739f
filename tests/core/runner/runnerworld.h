// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/journal.h"
#include "core/runner/jobrunner.h"

#include <QTemporaryDir>

#include <memory>
#include <optional>

namespace emberwatch::test {

/// Where a runner of a test works.
struct RunnerPlace
{
    redis::ConnectionOptions redis;
    QStringList servers; ///< ComfyUI's that may be contacted
    QString folder; ///< journal, spool, and the database of records
    bool hasRecords = true; ///< an SQLite file; false: it is stated that there is none
    QString program = QStringLiteral("agent");
};

/// So that what a killed runner leaves behind ends within a test.
constexpr LeaseTimes shortLease{std::chrono::milliseconds(3'000), std::chrono::milliseconds(700),
    std::chrono::milliseconds(100), std::chrono::milliseconds(500)};

/// Times short enough for a test; all rules as they are.
[[nodiscard]] RunnerOptions quickRunner(const RunnerPlace &place);

/// A runner with all that it works with.
class RunnerUnderTest
{
public:
    explicit RunnerUnderTest(const RunnerPlace &place);
    RunnerUnderTest(const RunnerPlace &place, const RunnerOptions &options, bool takesSpool = true);
    ~RunnerUnderTest();
    Q_DISABLE_COPY_MOVE(RunnerUnderTest)

    [[nodiscard]] JobRunner &runner() { return *m_runner; }
    [[nodiscard]] JobStore &jobs() { return m_jobs; }
    [[nodiscard]] Journal &journal() { return m_journal; }
    [[nodiscard]] RecordStore &records() { return *m_records; }
    /// What was told.
    [[nodiscard]] const QList<JobEnd> &ends() const { return m_ends; }
    [[nodiscard]] std::optional<JobEnd> endOf(const PromptId &id) const;
    [[nodiscard]] const QList<RunnerJob> &changes() const { return m_changes; }
    [[nodiscard]] bool stop();

    /// What analytics was told.
    [[nodiscard]] const QList<AnalyticsEvent> &events() const { return m_sink.events; }

private:
    class Sink : public AnalyticsSink
    {
    public:
        void record(const AnalyticsEvent &event) override { events.append(event); }
        QList<AnalyticsEvent> events;
    };

    redis::StandaloneTopology m_topology;
    JobStore m_jobs;
    comfyui::ServerPool m_servers;
    Journal m_journal;
    std::unique_ptr<RecordStore> m_records;
    std::unique_ptr<JobSettler> m_settler;
    Sink m_sink;
    QList<JobEnd> m_ends;
    QList<RunnerJob> m_changes;
    std::unique_ptr<JobRunner> m_runner;
    bool m_isStopped = false;
};

/// {"1": {"class_type": "SimJob", "inputs": {...}}}
[[nodiscard]] QByteArray simWorkflow(const QByteArray &inputs);
/// A user that the production schema knows.
[[nodiscard]] JobRequest simRequest(const QString &server, const QByteArray &inputs);

} // namespace emberwatch::test
