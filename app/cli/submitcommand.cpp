// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/submitcommand.h"

#include "app/cli/jsonline.h"
#include "app/cli/serveroption.h"
#include "app/cli/sharedoptions.h"
#include "core/jobs/jobkey.h"

#include <QFile>

namespace emberwatch::cli {

using namespace Qt::StringLiterals;
using comfyui::Submission;

namespace {

Result<QByteArray> readWorkflow(const CommandLine &line)
{
    constexpr qint64 longest = 32LL << 20;
    if (line.arguments.size() != 1)
        return failure(Error::Kind::Invalid, u"submit: exactly one WORKFLOW file"_s);
    QFile file(line.arguments.first());
    if (!file.open(QIODevice::ReadOnly))
        return failure(Error::Kind::Invalid, file.fileName() + u": "_s + file.errorString());
    const QByteArray workflow = file.read(longest + 1);
    if (workflow.size() > longest)
        return failure(Error::Kind::Invalid, file.fileName() + u": larger than 32 MiB"_s);
    return workflow;
}

Result<std::optional<double>> readNumber(const CommandLine &line)
{
    if (!line.has(u"number"_s))
        return std::optional<double>();
    bool isNumber = false;
    const double number = line.options.value(u"number"_s).toDouble(&isNumber);
    if (!isNumber)
        return failure(Error::Kind::Invalid, u"--number: a number; the lower runs first"_s);
    return std::optional(number);
}

QByteArrayView wordOf(Submission::Outcome outcome)
{
    switch (outcome) {
    case Submission::Outcome::Accepted:
        return "accepted";
    case Submission::Outcome::Refused:
        return "refused";
    case Submission::Outcome::NotQueued:
        return "not-queued";
    case Submission::Outcome::InDoubt:
        break;
    }
    return "in-doubt";
}

QString problemText(const Submission &submission)
{
    QStringList texts;
    if (!submission.message.isEmpty())
        texts.append(submission.message);
    for (const comfyui::NodeProblem &problem : submission.problems)
        texts.append(
            u"node %1 (%2): %3 %4"_s.arg(problem.nodeId, problem.classType, problem.message, problem.details)
                .trimmed());
    return texts.join(u"; "_s);
}

} // namespace

ExitCode exitCodeFor(const JobEnd &end)
{
    return end.outcome == JobEnd::Outcome::Completed ? ExitCode::Fine : ExitCode::Findings;
}

CommandHelp SubmitCommand::help()
{
    return {u"submit"_s, u"WORKFLOW"_s, u"Run a workflow on a ComfyUI server"_s,
        uR"(Queues the workflow of a file (ComfyUI's API format) and saves its state in Redis
at once, as every producer does. Prints the prompt id. Without --wait it ends there,
and whoever recovers next takes the job over: an agent, or 'emberwatch track'. With
--wait it is followed to its end: exit status 0 where it was completed, 1 where not.

Samples are in /usr/share/emberwatch/workflows.
)"_s,
        QList<QCommandLineOption>{{u"server"_s, u"The ComfyUI server. Naming it here allows it."_s, u"URL"_s},
            {u"type"_s, u"Type of the job (image_generation)."_s, u"TYPE"_s},
            {u"user"_s, u"Whose job it is."_s, u"USER"_s},
            {u"number"_s, u"Priority in the server's queue: the lower runs first."_s, u"N"_s},
            {u"wait"_s, u"Follow it to its end."_s}}
            + recordsOptions() + eventsOptions(),
        uR"(  emberwatch submit one-colour.json --server http://gpu-2:8188 --user usr_7 --wait
  emberwatch submit train.json --server http://gpu-2:8188 --type lora_training --user usr_7
)"_s};
}

MadeCommand SubmitCommand::make(const CommandLine &line, const Settings &settings)
{
    Result<WorkbenchOptions> options = readWorkbench(line, u"submit"_s);
    if (!options)
        return tl::make_unexpected(options.error());
    options->beforePost = std::chrono::seconds(3); // it has only just begun to connect
    const Result<QByteArray> workflow = readWorkflow(line);
    if (!workflow)
        return tl::make_unexpected(workflow.error());
    if (!line.has(u"server"_s))
        return failure(Error::Kind::Invalid, u"submit: on which server? --server URL"_s);
    const Result<QString> server = allowNamed(line, *options);
    if (!server)
        return tl::make_unexpected(server.error());
    const Result<std::optional<double>> number = readNumber(line);
    if (!number)
        return tl::make_unexpected(number.error());
    JobRequest request;
    request.workflow = *workflow;
    request.serverUrl = *server;
    request.type = line.options.value(u"type"_s, request.type);
    request.userId = line.options.value(u"user"_s);
    request.number = *number;
    return std::make_unique<SubmitCommand>(settings, *options, request, line.has(u"wait"_s));
}

SubmitCommand::SubmitCommand(
    Settings settings, const WorkbenchOptions &options, JobRequest request, bool waits)
    : TrackingCommand(std::move(settings), options)
    , m_request(std::move(request))
    , m_waits(waits)
{
}

void SubmitCommand::start()
{
    setPrinting(false); // the id comes first
    bench().runner.start();
    QCoro::connect(bench().runner.submit(m_request), &m_answers,
        [this](const Result<SubmittedJob> &answer) { takeAnswer(answer); });
}

void SubmitCommand::takeAnswer(const Result<SubmittedJob> &answer)
{
    if (!answer) {
        say("the workflow was not queued: "_L1 + answer.error().message);
        return endWith(emberwatch::cli::exitCodeFor(answer.error().kind));
    }
    const Submission &submission = answer->submission;
    print(*answer);
    const QString problems = problemText(submission);
    if (!problems.isEmpty())
        say(problems);
    if (!answer->isSaved)
        say(u"Redis did not take its state; it waits on the disk"_s);
    if (submission.outcome != Submission::Outcome::Accepted)
        return endWith(ExitCode::Findings);
    m_id = submission.promptId;
    if (!m_waits)
        return endWith(ExitCode::Fine);
    setPrinting(true);
    if (!m_end)
        return;
    printEnd(*m_end);
    endWith(emberwatch::cli::exitCodeFor(*m_end));
}

void SubmitCommand::print(const SubmittedJob &job)
{
    const Submission &submission = job.submission;
    const bool isQueued = submission.outcome == Submission::Outcome::Accepted;
    if (!settings().isJson) {
        if (isQueued)
            output().buffer() += displayText(submission.promptId.value()).toStdString() + '\n';
        return output().send();
    }
    JsonLine line;
    line.text("event", QByteArrayView("submitted"));
    line.text("outcome", wordOf(submission.outcome));
    line.text(
        "promptId", isQueued ? std::optional(QString::fromUtf8(submission.promptId.value())) : std::nullopt);
    line.text("server", m_request.serverUrl);
    line.text("clientId", job.clientId);
    line.flag("saved", job.isSaved);
    line.text("text", problemText(submission));
    line.appendTo(output().buffer());
    output().send();
}

void SubmitCommand::jobEnded(const JobEnd &end)
{
    m_end = end;
    if (m_id && m_waits)
        endWith(emberwatch::cli::exitCodeFor(end));
}

} // namespace emberwatch::cli
