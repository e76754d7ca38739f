// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "app/cli/workbench.h"
#include "core/filter/expression.h"
#include "core/operations/planwalk.h"

#include <optional>

namespace emberwatch::cli {

struct TriageOptions
{
    WorkbenchOptions bench;
    ObserverWish wish;
    filter::Expression filter;
    bool hasHeader = true;
};

/// emberwatch triage: what happened to each job, by all three sources. Changes nothing.
class TriageCommand : public Command
{
    Q_OBJECT
public:
    [[nodiscard]] static CommandHelp help();
    [[nodiscard]] static MadeCommand make(const CommandLine &line, const Settings &settings);

    TriageCommand(Settings settings, const TriageOptions &options);
    void start() override;
    void stop(ExitCode code) override;

private:
    void take(const Result<RecoveryProposal> &proposal);
    void print(const QList<JudgedJob> &jobs);

    TriageOptions m_options;
    Workbench m_bench;
    PlanWalk m_walk;
    StopRequestPtr m_stop = std::make_shared<StopRequest>();
    QObject m_answers;
};

} // namespace emberwatch::cli
