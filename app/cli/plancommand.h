// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "app/cli/workbench.h"
#include "core/operations/planwalk.h"

#include <memory>

namespace emberwatch::cli {

struct PlanFileOptions
{
    WorkbenchOptions bench;
    ObserverWish wish;
    Plan plan;
    bool isDiff = false;
};

/// emberwatch plan show, plan diff: what a plan in a file would do, and what has changed since it was made.
/// Neither changes anything.
class PlanCommand : public Command
{
    Q_OBJECT
public:
    [[nodiscard]] static CommandHelp help();
    [[nodiscard]] static MadeCommand make(const CommandLine &line, const Settings &settings);

    PlanCommand(Settings settings, PlanFileOptions options);
    ~PlanCommand() override;
    void start() override;
    void stop(ExitCode code) override;

private:
    void show();
    void takeNow(const Result<RecoveryProposal> &proposal);

    PlanFileOptions m_options;
    std::unique_ptr<Workbench> m_bench; ///< for a diff
    std::unique_ptr<PlanWalk> m_walk;
    StopRequestPtr m_stop = std::make_shared<StopRequest>();
    QObject m_answers;
};

} // namespace emberwatch::cli
