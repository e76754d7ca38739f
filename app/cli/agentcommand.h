// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/agentcleaning.h"
#include "app/cli/agentmetrics.h"
#include "app/cli/agentoptions.h"
#include "app/cli/command.h"
#include "core/base/backoff.h"
#include "core/operations/recovery.h"
#include "core/runner/troubleteller.h"
#include "core/service/statusserver.h"
#include "core/service/systemdnotifier.h"
#include "core/telemetry/alerts.h"

#include <QTimer>

#include <optional>

namespace emberwatch::cli {

/// emberwatch agent: the service that recovers at its start, follows what it resumed, and looks again at what
/// it could not settle, and clears away what is out of date. Recovering and cleaning take turns.
class AgentCommand : public Command
{
    Q_OBJECT
public:
    [[nodiscard]] static CommandHelp help();
    [[nodiscard]] static MadeCommand make(const CommandLine &line, const Settings &settings);

    AgentCommand(Settings settings, AgentOptions options);
    void start() override;
    /// Ends within 2 s, at a step's boundary. Asked by SIGTERM it has done its work: exit status 0.
    void stop(ExitCode code) override;

private:
    [[nodiscard]] Result<void> serve();
    [[nodiscard]] StatusPage metricsPage();
    [[nodiscard]] StatusPage healthPage() const;
    void startWatchdog();
    /// In production: into the journal.
    [[nodiscard]] Result<void> noteWriteReason();
    void look();
    void takeReport(const Result<RecoveryReport> &report);
    void takeProposal(const Result<RecoveryProposal> &proposal);
    void takeFailure(const Error &why);
    void planNextLook(const RecoveryReport &report);
    void clean();
    void takeCleaningEnd();
    void noteHold();
    void noteEnd(const JobEnd &end);
    void noteTrouble(const QString &text);
    void tellSystemd(const Result<void> &told);
    [[nodiscard]] QString statusText() const;
    void endWhenIdle();

    AgentOptions m_options;
    Holds m_holds;
    std::unique_ptr<Workbench> m_bench;
    Alerts m_alerts;
    Recovery m_recovery;
    StopRequestPtr m_stop = std::make_shared<StopRequest>();
    AgentMetrics m_metrics;
    AgentCleaning m_cleaning;
    TroubleTeller m_runnerTrouble;
    StatusServer m_server;
    SystemdNotifier m_systemd;
    QTimer m_lookTimer;
    QTimer m_watchdog;
    Backoff m_backoff;
    std::optional<RecoveryCounts> m_last; ///< of the last recovery; nullopt: none was completed
    QString m_trouble; ///< why the last recovery was not completed
    std::optional<Hold> m_hold; ///< as it was told last
    bool m_isLooking = false;
    bool m_isLookDue = false; ///< the cleaning is to end first
    bool m_isRunnerStopped = false;
    std::optional<ExitCode> m_end;
    QObject m_answers;
};

} // namespace emberwatch::cli
