// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/plancommand.h"

#include "app/cli/planfile.h"
#include "app/cli/plantext.h"
#include "app/cli/recoverysetup.h"
#include "core/triage/plandiff.h"

#include <algorithm>

namespace emberwatch::cli {

using namespace Qt::StringLiterals;

CommandHelp PlanCommand::help()
{
    return {u"plan"_s, u"show|diff FILE"_s,
        u"Show a plan from a file, or what has changed since it was made"_s,
        uR"(show prints what the plan would do and to whom, without asking anybody. diff judges
the jobs again and says which would still be done, which have changed, and what is
new. The exit status of diff is 1 where anything differs. Neither changes anything.
)"_s,
        lookOptions() + serverOptions() + recordsOptions() + policyOptions(),
        uR"(  emberwatch reconcile --dry-run --plan monday.json
  emberwatch plan show monday.json
  emberwatch plan diff monday.json --json
)"_s};
}

MadeCommand PlanCommand::make(const CommandLine &line, const Settings &settings)
{
    const QString word = line.arguments.value(0);
    if (line.arguments.size() != 2 || (word != "show"_L1 && word != "diff"_L1))
        return failure(Error::Kind::Invalid, u"plan: either 'plan show FILE' or 'plan diff FILE'"_s);
    const Result<Plan> plan = readPlanFile(line.arguments.at(1));
    if (!plan)
        return tl::make_unexpected(plan.error());
    const Result<WorkbenchOptions> bench = readWorkbench(line, u"plan"_s);
    if (!bench)
        return tl::make_unexpected(bench.error());
    Result<ObserverWish> wish = readWish(line, bench->policy);
    if (!wish)
        return tl::make_unexpected(wish.error());
    wish->scope = plan->scope;
    return std::make_unique<PlanCommand>(settings, PlanFileOptions{*bench, *wish, *plan, word == "diff"_L1});
}

PlanCommand::PlanCommand(Settings settings, PlanFileOptions options)
    : Command(std::move(settings))
    , m_options(std::move(options))
{
}

PlanCommand::~PlanCommand() = default;

void PlanCommand::start()
{
    if (!m_options.isDiff)
        return show();
    m_bench = std::make_unique<Workbench>(settings(), m_options.bench);
    m_walk = std::make_unique<PlanWalk>(
        recoverySources(*m_bench, nullptr), recoveryOptions(*m_bench, settings()));
    QCoro::connect(m_walk->propose(m_options.wish, m_stop), &m_answers,
        [this](const Result<RecoveryProposal> &proposal) { takeNow(proposal); });
}

void PlanCommand::stop(ExitCode code)
{
    m_stop->request();
    finish(code);
}

void PlanCommand::show()
{
    if (settings().isJson)
        appendPlanJson(output().buffer(), m_options.plan);
    else
        appendPlanText(output().buffer(), m_options.plan, settings().out);
    finish(ExitCode::Fine);
}

void PlanCommand::takeNow(const Result<RecoveryProposal> &proposal)
{
    if (!proposal) {
        say("the jobs could not be judged: "_L1 + proposal.error().message);
        return finish(exitCodeFor(proposal.error().kind));
    }
    if (m_options.plan.environment != proposal->plan.environment)
        say(u"the plan is for %1, and this is %2"_s.arg(
            m_options.plan.environment, proposal->plan.environment));
    const QList<PlanDifference> differences = differencesOf(m_options.plan, proposal->plan);
    if (settings().isJson)
        appendDifferencesJson(output().buffer(), differences);
    else
        appendDifferencesTable(output().buffer(), differences, settings().out);
    const bool isSame = std::all_of(differences.begin(), differences.end(),
        [](const PlanDifference &one) { return one.kind == PlanDifference::Kind::Same; });
    finish(isSame ? ExitCode::Fine : ExitCode::Findings);
}

} // namespace emberwatch::cli
