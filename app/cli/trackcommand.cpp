// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/trackcommand.h"

#include "app/cli/promptidargument.h"
#include "app/cli/sharedoptions.h"
#include "app/cli/submitcommand.h"
#include "core/jobs/jobkey.h"

namespace emberwatch::cli {

using namespace Qt::StringLiterals;

CommandHelp TrackCommand::help()
{
    return {u"track"_s, u"PROMPT_ID"_s, u"Follow one job to its end, and keep its state up to date"_s,
        uR"(Takes up the tracking of a job that is open in Redis: from then on its state there
follows what its server tells. Where its producer, or another Emberwatch, still does
that, it says so and leaves the job to them. Ends with the job: exit status 0 where it
was completed, 1 where not. Ctrl-C lets go of the job and changes nothing.
)"_s,
        QList<QCommandLineOption>{hexOption()} + serverOptions() + recordsOptions() + policyOptions()
            + eventsOptions(),
        uR"(  emberwatch track --allow-server http://gpu-2:8188 3f0c8a52-6f5e-4a60-9d2e-0c5f0c1f7a11
)"_s};
}

MadeCommand TrackCommand::make(const CommandLine &line, const Settings &settings)
{
    const Result<PromptId> id = readPromptId(line);
    if (!id)
        return tl::make_unexpected(id.error());
    const Result<WorkbenchOptions> options = readWorkbench(line, u"track"_s);
    if (!options)
        return tl::make_unexpected(options.error());
    return std::make_unique<TrackCommand>(settings, *options, *id);
}

TrackCommand::TrackCommand(Settings settings, const WorkbenchOptions &options, PromptId id)
    : TrackingCommand(std::move(settings), options)
    , m_id(std::move(id))
{
}

void TrackCommand::start()
{
    QCoro::connect(
        bench().guard.permit(1), &m_answers, [this](const Result<void> &permitted) { begin(permitted); });
}

void TrackCommand::begin(const Result<void> &permitted)
{
    if (!permitted) {
        say("the job is not tracked: "_L1 + permitted.error().message);
        return endWith(emberwatch::cli::exitCodeFor(permitted.error().kind));
    }
    bench().runner.start();
    QCoro::connect(
        bench().jobs.get(m_id), &m_answers, [this](const Result<JobReading> &reading) { takeJob(reading); });
}

void TrackCommand::takeJob(const Result<JobReading> &reading)
{
    if (!reading) {
        say("the job cannot be read: "_L1 + reading.error().message);
        return endWith(emberwatch::cli::exitCodeFor(reading.error().kind));
    }
    if (reading->exists && reading->hasValue)
        return track(*reading);
    say((reading->exists ? "its state cannot be read: "_L1 : "there is no job "_L1)
        + displayText(m_id.value()));
    endWith(ExitCode::Findings);
}

void TrackCommand::track(const JobReading &reading)
{
    JobParser parser;
    const Result<JobState> job = jobStateOf(parser.parse(reading.value));
    if (!job || !isOpen(job->status)) {
        say(job ? QString("the job has ended: "_L1 + QString::fromLatin1(wordOf(job->status)))
                : QString("its state cannot be read: "_L1 + job.error().message));
        return endWith(job && job->status == JobStatus::Completed ? ExitCode::Fine : ExitCode::Findings);
    }
    TrackingRequest request;
    request.promptId = m_id;
    request.serverUrl = job->serverUrl;
    request.clientId = job->clientId.value_or(QString());
    request.judgedValue = reading.value;
    request.expiresAt = reading.expiresAt();
    request.silence = silenceOf(settings().schema.fullTtl, reading.ttl);
    QCoro::connect(bench().runner.take(request), &m_answers,
        [this](const Result<TrackingTaken> &taken) { takeAnswer(taken); });
}

void TrackCommand::takeAnswer(const Result<TrackingTaken> &taken)
{
    if (!taken) {
        say("the job cannot be tracked: "_L1 + taken.error().message);
        const ExitCode code = emberwatch::cli::exitCodeFor(taken.error().kind);
        return endWith(code == ExitCode::CannotConnect ? code : ExitCode::Findings);
    }
    if (!taken->text.isEmpty())
        say(taken->text);
}

void TrackCommand::jobEnded(const JobEnd &end)
{
    endWith(emberwatch::cli::exitCodeFor(end));
}

} // namespace emberwatch::cli
