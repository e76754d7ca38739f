// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/cancelcommand.h"

#include "app/cli/jsonline.h"
#include "app/cli/jsonoutput.h"
#include "app/cli/promptidargument.h"
#include "core/jobs/jobkey.h"

#include <algorithm>

namespace emberwatch::cli {

using namespace Qt::StringLiterals;

namespace {

comfyui::CancelOptions cancelOptions(bool mayHitNextJob)
{
    comfyui::CancelOptions options;
    options.mayHitNextJob = mayHitNextJob;
    return options;
}

} // namespace

CommandHelp CancelCommand::help()
{
    return {u"cancel"_s, u"PROMPT_ID..."_s, u"Stop jobs on their ComfyUI servers"_s,
        uR"(Takes each job out of its server's queue, or interrupts it where it runs, by the
procedure that is safe for the server's version, and looks afterwards whether it has
gone. Only jobs of ours are touched: such as Redis, the records or the journal have
known. Where nobody says on which server a job is, every allowed one is asked.

What Redis and the records say is left as it is: 'emberwatch reconcile' settles it.
More than one job is a dry run unless --yes is given or it is agreed to on the
terminal. A cancelled job does not come back; 'emberwatch resubmit' runs it again.
The exit status is 1 where a job was not cancelled.
)"_s,
        OptionList{{u"interrupt-anyway"_s,
            u"On servers before 0.3.57, which interrupt whatever runs: do it although\nthe next job may be hit."_s}}
            + agreedOptions() + OptionList{hexOption()} + serverOptions() + recordsOptions(),
        uR"(  emberwatch cancel --allow-server http://gpu-2:8188 3f0c8a52-6f5e-4a60-9d2e-0c5f0c1f7a11
  emberwatch list --json 'status:queued user:usr_7' | jq -r .promptId | xargs emberwatch cancel --yes
)"_s};
}

MadeCommand CancelCommand::make(const CommandLine &line, const Settings &settings)
{
    const Result<QList<PromptId>> ids = readPromptIds(line);
    if (!ids)
        return tl::make_unexpected(ids.error());
    const Result<AgreedOptions> agreed = readAgreed(line, u"cancel"_s);
    if (!agreed)
        return tl::make_unexpected(agreed.error());
    if (agreed->bench.allowed.servers().isEmpty())
        return failure(Error::Kind::Invalid,
            u"cancel: no server may be contacted; name it with --allow-server or COMFYUI_SERVERS"_s);
    return std::make_unique<CancelCommand>(
        settings, CancelCommandOptions{*agreed, *ids, line.has(u"interrupt-anyway"_s)});
}

CancelCommand::CancelCommand(Settings settings, const CancelCommandOptions &options)
    : AgreedCommand(std::move(settings), options.agreed)
    , m_ids(options.ids)
    , m_cancel(actionSources(), actionOptions(), cancelOptions(options.mayHitNextJob))
{
}

void CancelCommand::start()
{
    QCoro::connect(m_cancel.propose(m_ids), &m_answers,
        [this](const Result<QList<CancelCandidate>> &candidates) { takeCandidates(candidates); });
}

void CancelCommand::takeCandidates(const Result<QList<CancelCandidate>> &candidates)
{
    if (!candidates)
        return refuse(candidates.error());
    m_candidates = *candidates;
    decide(m_candidates.size(),
        std::count_if(m_candidates.begin(), m_candidates.end(),
            [](const CancelCandidate &job) { return !job.refusal; }));
}

void CancelCommand::showPlan()
{
    for (const CancelCandidate &candidate : std::as_const(m_candidates)) {
        const QByteArrayView outcome = candidate.refusal ? wordOf(*candidate.refusal) : "would-cancel";
        print(candidate.job.promptId, candidate.place.reading.serverUrl, outcome, candidate.text);
    }
    output().send();
}

void CancelCommand::carryOut()
{
    const auto tell = [this](const CancelledJob &job) {
        print(job.promptId, job.serverUrl, wordOf(job.end), job.text);
        output().send();
    };
    QCoro::connect(m_cancel.carryOut(m_candidates, stopRequest(), options().agreement, tell), &m_answers,
        [this](const Result<QList<CancelledJob>> &ends) { takeEnds(ends); });
}

void CancelCommand::takeEnds(const Result<QList<CancelledJob>> &ends)
{
    if (!ends)
        return refuse(ends.error());
    const bool areAllGone = std::all_of(
        ends->begin(), ends->end(), [](const CancelledJob &job) { return isCancelled(job.end); });
    end(areAllGone ? ExitCode::Fine : ExitCode::Findings);
}

void CancelCommand::print(
    const PromptId &id, const QString &server, QByteArrayView outcome, const QString &text)
{
    if (!settings().isJson) {
        const QString line = displayText(id.value()) + u'\t' + QString::fromLatin1(outcome) + u'\t'
            + displayText(text.toUtf8()) + u'\n';
        output().buffer() += line.toStdString();
        return;
    }
    JsonLine line;
    line.text("promptId", QByteArrayView(id.value()));
    if (!isUtf8(id.value()))
        line.text("keyHex", QByteArrayView(id.value().toHex()));
    line.text("outcome", outcome);
    line.text("server", server.isEmpty() ? std::nullopt : std::optional(server));
    line.text("text", text);
    line.appendTo(output().buffer());
}

} // namespace emberwatch::cli
