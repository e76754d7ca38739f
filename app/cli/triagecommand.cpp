// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/triagecommand.h"

#include "app/cli/filterargument.h"
#include "app/cli/recoverysetup.h"
#include "app/cli/triagetext.h"
#include "core/triage/judgedsubject.h"

#include <algorithm>

namespace emberwatch::cli {

using namespace Qt::StringLiterals;

namespace {

/// Somebody has to do something about it, or a source gave no answer.
bool isFinding(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Live:
    case Verdict::Residue:
    case Verdict::Foreign:
    case Verdict::Settling:
    case Verdict::Consistent:
        return false;
    default:
        return true;
    }
}

} // namespace

CommandHelp TriageCommand::help()
{
    return {u"triage"_s, u"[FILTER]"_s, u"Say of each job what really happened to it"_s,
        uR"(Looks at every key in Redis, every open record and what the ComfyUI servers have in
their queues, compares the three, and says for each job what happened to it, in a
word and in a sentence. Changes nothing: reconcile, clean and recover do.

The exit status is 1 where something is to be done about a job, or a source gave no
answer. A server is asked twice, --grace apart, before a job counts as unknown to it.

)"_s + judgedFilterHelp(),
        lookOptions()
            + OptionList{{u"no-header"_s, u"Do not print the line with the names of the columns."_s}}
            + serverOptions() + recordsOptions() + policyOptions(),
        uR"(  emberwatch triage --allow-server http://gpu-1:8188 --records none
  emberwatch triage 'verdict:orphaned OR verdict:lost' --grace 5s
  emberwatch triage --json | jq 'select(.verdict == "unclaimed-result") | .promptId'
)"_s};
}

MadeCommand TriageCommand::make(const CommandLine &line, const Settings &settings)
{
    const Result<filter::Expression> filter = readFilter(line.arguments, filter::Vocabulary::Judged);
    if (!filter)
        return tl::make_unexpected(filter.error());
    const Result<WorkbenchOptions> bench = readWorkbench(line, u"triage"_s);
    if (!bench)
        return tl::make_unexpected(bench.error());
    Result<ObserverWish> wish = readWish(line, bench->policy);
    if (!wish)
        return tl::make_unexpected(wish.error());
    wish->scope = PlanScope::Reconcile;
    return std::make_unique<TriageCommand>(
        settings, TriageOptions{*bench, *wish, *filter, !line.has(u"no-header"_s)});
}

TriageCommand::TriageCommand(Settings settings, const TriageOptions &options)
    : Command(std::move(settings))
    , m_options(options)
    , m_bench(this->settings(), options.bench)
    , m_walk(recoverySources(m_bench, nullptr), recoveryOptions(m_bench, this->settings()))
{
}

void TriageCommand::start()
{
    QCoro::connect(m_walk.propose(m_options.wish, m_stop,
                       [this](const RecoveryProgress &progress) { sayDoing(progress.what); }),
        &m_answers, [this](const Result<RecoveryProposal> &proposal) { take(proposal); });
}

void TriageCommand::stop(ExitCode code)
{
    m_stop->request();
    finish(code);
}

void TriageCommand::take(const Result<RecoveryProposal> &proposal)
{
    if (!proposal) {
        say("the jobs could not be judged: "_L1 + proposal.error().message);
        return finish(exitCodeFor(proposal.error().kind));
    }
    QList<JudgedJob> jobs;
    for (const PlannedAction &action : proposal->plan.actions) {
        const JudgedJob &job = *proposal->judged.constFind(action.promptId);
        if (m_options.filter.matches(JudgedSubject(job)))
            jobs.append(job);
    }
    std::stable_sort(jobs.begin(), jobs.end(), [](const JudgedJob &a, const JudgedJob &b) {
        return urgencyOf(a.judgement.verdict) < urgencyOf(b.judgement.verdict);
    });
    print(jobs);
    const bool hasFinding = std::any_of(
        jobs.begin(), jobs.end(), [](const JudgedJob &job) { return isFinding(job.judgement.verdict); });
    finish(hasFinding ? ExitCode::Findings : ExitCode::Fine);
}

void TriageCommand::print(const QList<JudgedJob> &jobs)
{
    const Policy &policy = m_options.wish.policy;
    if (settings().isJson) {
        for (const JudgedJob &job : jobs)
            appendTriageJson(output().buffer(), job, policy);
        return;
    }
    appendTriageTable(output().buffer(), jobs, policy, settings().out, m_options.hasHeader);
    if (settings().err.isTerminal || settings().out.isTerminal)
        say(triageSumText(jobs));
}

} // namespace emberwatch::cli
