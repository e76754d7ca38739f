// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/resubmitcommand.h"

#include "app/cli/jsonline.h"
#include "app/cli/jsonoutput.h"
#include "app/cli/promptidargument.h"
#include "app/cli/recoverysetup.h"
#include "app/cli/serveroption.h"
#include "app/cli/sharedoptions.h"
#include "app/cli/submitcommand.h"
#include "app/cli/surroundings.h"
#include "core/jobs/jobkey.h"

namespace emberwatch::cli {

using namespace Qt::StringLiterals;

namespace {

ActionSources sourcesOf(Workbench &bench)
{
    return {&bench.jobs, bench.records.get(), &bench.servers, &bench.journal, &bench.guard};
}

ResubmitOptions resubmitOptions(
    const Workbench &bench, const Settings &settings, std::chrono::milliseconds grace)
{
    ResubmitOptions options;
    options.action.actor = bench.actor;
    options.action.environment = bench.environment;
    options.action.schema = settings.schema;
    options.connection = settings.connection;
    options.holder = holderHere(u"resubmit"_s);
    options.times.grace = grace;
    options.pause = ObserverOptions::pauseForReal();
    return options;
}

} // namespace

CommandHelp ResubmitCommand::help()
{
    return {u"resubmit"_s, u"PROMPT_ID"_s, u"Run the workflow of a lost or failed job again"_s,
        uR"(Submits the exact workflow of a job once more, under a new prompt id, for the same
user: as its server's history has it, else as its record does where the input of that
is a workflow in API format. On its own server, unless --server names another.

Only where the job is proven to live nowhere (asked twice where it is absent), has no
result by anybody's word, and cannot come back by itself: never where a server has a
queue extension. It is submitted once; --again does it once more. The old job's state
and record stay as they are: 'emberwatch reconcile' settles them.

Prints the new prompt id. With --wait it is followed to its end: exit status 0 where it
was completed, 1 where not. Where nothing was submitted the status is 1.
)"_s,
        OptionList{{u"server"_s, u"The ComfyUI server to run it on. Naming it here allows it."_s, u"URL"_s},
            {u"again"_s, u"Although it was submitted again before."_s},
            {u"dry-run"_s, u"Show what would be submitted and change nothing."_s},
            {u"wait"_s, u"Follow it to its end."_s},
            {u"grace"_s, u"Time between the two times that a server is asked (10s)."_s, u"DURATION"_s}}
            + guardOptions() + OptionList{hexOption()} + serverOptions() + recordsOptions() + policyOptions()
            + eventsOptions(),
        uR"(  emberwatch resubmit --allow-server http://gpu-2:8188 3f0c8a52-6f5e-4a60-9d2e-0c5f0c1f7a11
  emberwatch resubmit --server http://gpu-3:8188 --wait 3f0c8a52-6f5e-4a60-9d2e-0c5f0c1f7a11
)"_s};
}

MadeCommand ResubmitCommand::make(const CommandLine &line, const Settings &settings)
{
    const Result<PromptId> id = readPromptId(line);
    if (!id)
        return tl::make_unexpected(id.error());
    Result<WorkbenchOptions> bench = readWorkbench(line, u"resubmit"_s);
    if (!bench)
        return tl::make_unexpected(bench.error());
    bench->beforePost = std::chrono::seconds(3); // it has only just begun to connect
    const Result<Agreement> agreement = readAgreement(line);
    if (!agreement)
        return tl::make_unexpected(agreement.error());
    const Result<ObserverWish> wish = readWish(line, bench->policy);
    if (!wish)
        return tl::make_unexpected(wish.error());
    ResubmitCommandOptions options{*bench, {*id, {}, line.has(u"again"_s)}, *agreement,
        wish->policy.standard.grace.value, line.has(u"dry-run"_s), line.has(u"wait"_s)};
    if (line.has(u"server"_s)) {
        const Result<QString> server = allowNamed(line, options.bench);
        if (!server)
            return tl::make_unexpected(server.error());
        options.wish.serverUrl = *server;
    }
    if (options.bench.allowed.servers().isEmpty())
        return failure(Error::Kind::Invalid,
            u"resubmit: no server may be contacted; name it with --allow-server or COMFYUI_SERVERS"_s);
    return std::make_unique<ResubmitCommand>(settings, options);
}

ResubmitCommand::ResubmitCommand(Settings settings, ResubmitCommandOptions options)
    : TrackingCommand(std::move(settings), options.bench)
    , m_options(std::move(options))
    , m_resubmit(
          sourcesOf(bench()), &bench().runner, resubmitOptions(bench(), this->settings(), m_options.grace))
{
}

void ResubmitCommand::start()
{
    setPrinting(false); // the id comes first
    bench().runner.start();
    QCoro::connect(m_resubmit.propose(m_options.wish, m_stop), &m_answers,
        [this](const Result<ResubmitProposal> &proposal) { takeProposal(proposal); });
}

void ResubmitCommand::stop(ExitCode code)
{
    m_stop->request();
    TrackingCommand::stop(code);
}

void ResubmitCommand::takeProposal(const Result<ResubmitProposal> &proposal)
{
    if (isEnding())
        return;
    if (!proposal)
        return refuse(proposal.error());
    if (m_options.isDryRun) {
        const ResubmittedJob none{ResubmitEnd::NotQueued, {}, proposal->serverUrl, proposal->text, {}};
        print(proposal->refusal ? wordOf(*proposal->refusal) : "would-submit", none);
        return endWith(proposal->refusal ? ExitCode::Findings : ExitCode::Fine);
    }
    QCoro::connect(m_resubmit.carryOut(*proposal, m_options.agreement), &m_answers,
        [this](const Result<ResubmittedJob> &job) { takeJob(job); });
}

void ResubmitCommand::takeJob(const Result<ResubmittedJob> &job)
{
    if (!job)
        return refuse(job.error());
    print(wordOf(job->end), *job);
    if (job->end != ResubmitEnd::Submitted)
        return endWith(ExitCode::Findings);
    m_newId = job->newId;
    if (!m_options.waits)
        return endWith(ExitCode::Fine);
    setPrinting(true);
    if (!m_end)
        return;
    printEnd(*m_end);
    endWith(emberwatch::cli::exitCodeFor(*m_end));
}

void ResubmitCommand::refuse(const Error &why)
{
    say(u"nothing was submitted: "_s + why.message);
    endWith(emberwatch::cli::exitCodeFor(why.kind));
}

void ResubmitCommand::print(QByteArrayView outcome, const ResubmittedJob &job)
{
    const PromptId &old = m_options.wish.promptId;
    if (!settings().isJson) {
        if (!job.newId.value().isEmpty())
            output().buffer() += displayText(job.newId.value()).toStdString() + '\n';
        output().send();
        return say(QString::fromLatin1(outcome) + u": "_s + job.text);
    }
    JsonLine line;
    line.text("event", QByteArrayView("resubmitted"));
    line.text("outcome", outcome);
    line.text("promptId", QByteArrayView(old.value()));
    if (!isUtf8(old.value()))
        line.text("keyHex", QByteArrayView(old.value().toHex()));
    const bool hasNew = !job.newId.value().isEmpty();
    line.text("newPromptId", hasNew ? std::optional(QString::fromUtf8(job.newId.value())) : std::nullopt);
    line.text("server", job.serverUrl.isEmpty() ? std::nullopt : std::optional(job.serverUrl));
    line.text("text", job.text);
    line.appendTo(output().buffer());
    output().send();
}

void ResubmitCommand::jobEnded(const JobEnd &end)
{
    m_end = end;
    if (m_newId && m_options.waits)
        endWith(emberwatch::cli::exitCodeFor(end));
}

} // namespace emberwatch::cli
