// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/alertfarewell.h"
#include "app/cli/reportfile.h"
#include "app/cli/terminalquestion.h"
#include "app/cli/trackingcommand.h"
#include "core/filter/expression.h"
#include "core/operations/recovery.h"
#include "core/telemetry/alerts.h"

#include <optional>

namespace emberwatch::cli {

struct RecoverOptions
{
    WorkbenchOptions bench;
    ObserverWish wish; ///< its policy is the bench's; its scope says which walk it is
    filter::Expression filter; ///< only jobs that match; a recovery has none
    std::optional<Plan> agreed; ///< a plan that was agreed to in a file: no more than that is done
    QString planFile; ///< the plan is written there; empty: nowhere
    std::optional<QUrl> webhook;
    QString reportFile; ///< empty: none
    bool isDryRun = false;
    bool isAgreed = false; ///< --yes
    bool keepsTracking = true;
    Agreement agreement;
};

/// What the command line says of a walk, all but filter, plan and webhook. Errors: Invalid.
[[nodiscard]] Result<RecoverOptions> readRecoverOptions(
    const CommandLine &line, PlanScope scope, const QString &program);

/// emberwatch recover, clean, reconcile and apply: finds what became of the jobs, shows the plan, and carries
/// it out.
class RecoverCommand : public TrackingCommand
{
    Q_OBJECT
public:
    [[nodiscard]] static CommandHelp help();
    [[nodiscard]] static MadeCommand make(const CommandLine &line, const Settings &settings);

    RecoverCommand(Settings settings, RecoverOptions options);
    void start() override;
    void stop(ExitCode code) override;

private:
    void look();
    void takeProposal(const Result<RecoveryProposal> &proposal);
    [[nodiscard]] Result<void> narrow();
    [[nodiscard]] bool mayBeginUnasked() const;
    [[nodiscard]] bool writePlan();
    void showPlan();
    void askGuard();
    void confirm();
    void carryOut();
    void takeReport(const Result<RecoveryReport> &report);
    void keepTracking();
    void jobEnded(const JobEnd &end) override;
    void fail(const Error &why);
    void leave(ExitCode code);

    RecoverOptions m_options;
    Alerts m_alerts;
    AlertFarewell m_farewell;
    Recovery m_recovery;
    StopRequestPtr m_stop = std::make_shared<StopRequest>();
    TerminalQuestion m_question;
    RecoveryProposal m_proposal;
    bool m_isAtIt = false; ///< the recovery is under way
    ExitCode m_code = ExitCode::Fine; ///< at the end
    std::optional<ExitCode> m_stopCode; ///< a signal has come
    QObject m_answers;
};

} // namespace emberwatch::cli
