// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/extendcommand.h"

#include "app/cli/durationoption.h"
#include "app/cli/jsonline.h"
#include "app/cli/jsonoutput.h"
#include "app/cli/promptidargument.h"
#include "app/cli/surroundings.h"
#include "core/jobs/jobkey.h"

namespace emberwatch::cli {

using namespace Qt::StringLiterals;

namespace {

Result<std::chrono::milliseconds> readTime(const CommandLine &line)
{
    if (!line.has(u"for"_s))
        return failure(Error::Kind::Invalid, u"extend: for how long? --for DURATION"_s);
    const QString text = line.options.value(u"for"_s);
    const auto time = parseDuration(text);
    if (!time || *time <= std::chrono::milliseconds(0) || *time > longestExtension)
        return failure(Error::Kind::Invalid,
            u"--for: a duration such as 90s, 5m or 1h30m, at most 24h, not '%1'"_s.arg(text));
    return *time;
}

std::optional<qint64> msOf(const std::optional<Timestamp> &moment)
{
    return moment ? std::optional<qint64>(moment->time_since_epoch().count()) : std::nullopt;
}

} // namespace

CommandHelp ExtendCommand::help()
{
    return {u"extend"_s, u"PROMPT_ID"_s, u"Let the state of one job live longer"_s,
        uR"(Lets the key of a job expire that long from now, and not earlier than it would: at
most a day. Its value stays as it is; where somebody has written it meanwhile, nothing
is done. Its producer's next write sets the usual time again. Until then nobody knows
how long the job has been silent, and it counts as not silent.

Nobody but its producer shortens a key's life, so this cannot be taken back.
)"_s,
        OptionList{{u"for"_s, u"How long from now: 90s, 5m, 1h30m; at most 24h."_s, u"DURATION"_s}}
            + guardOptions() + OptionList{hexOption()},
        uR"(  emberwatch extend --for 4h 3f0c8a52-6f5e-4a60-9d2e-0c5f0c1f7a11
)"_s};
}

MadeCommand ExtendCommand::make(const CommandLine &line, const Settings &settings)
{
    const Result<PromptId> id = readPromptId(line);
    if (!id)
        return tl::make_unexpected(id.error());
    const Result<std::chrono::milliseconds> time = readTime(line);
    if (!time)
        return tl::make_unexpected(time.error());
    const Result<AgreedOptions> agreed = readAgreed(line, u"extend"_s);
    if (!agreed)
        return tl::make_unexpected(agreed.error());
    return std::make_unique<ExtendCommand>(settings, ExtendCommandOptions{*agreed, *id, *time});
}

ExtendCommand::ExtendCommand(Settings settings, const ExtendCommandOptions &options)
    : AgreedCommand(std::move(settings), options.agreed)
    , m_id(options.id)
    , m_time(options.time)
{
}

void ExtendCommand::start()
{
    decide(1, 1);
}

void ExtendCommand::carryOut()
{
    QCoro::connect(extendJob(actionSources(), actionOptions(), m_id, m_time, options().agreement), &m_answers,
        [this](const Result<ExtendedJob> &job) { take(job); });
}

void ExtendCommand::take(const Result<ExtendedJob> &job)
{
    if (!job)
        return refuse(job.error());
    if (settings().isJson) {
        JsonLine line;
        line.text("promptId", QByteArrayView(m_id.value()));
        if (!isUtf8(m_id.value()))
            line.text("keyHex", QByteArrayView(m_id.value().toHex()));
        line.text("outcome", wordOf(job->end));
        line.number("before", msOf(job->before));
        line.number("expiresAt", msOf(job->expiresAt));
        line.text("text", job->text);
        line.appendTo(output().buffer());
    } else {
        const QString line = displayText(m_id.value()) + u'\t' + QString::fromLatin1(wordOf(job->end)) + u'\t'
            + displayText(job->text.toUtf8()) + u'\n';
        output().buffer() += line.toStdString();
    }
    output().send();
    end(job->end == ExtendedJob::End::Done ? ExitCode::Fine : ExitCode::Findings);
}

} // namespace emberwatch::cli
