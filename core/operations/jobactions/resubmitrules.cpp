// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/jobactions/resubmitrules.h"

#include "core/jobs/jobkey.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace emberwatch {

using namespace Qt::StringLiterals;
using comfyui::Presence;
using comfyui::Submission;
using End = ResubmitEnd;

namespace {

QByteArray json(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QString shown(const PromptId &id)
{
    return displayText(id.value());
}

QString problemText(const Submission &submission)
{
    QStringList texts;
    if (!submission.message.isEmpty())
        texts.append(submission.message);
    for (const comfyui::NodeProblem &problem : submission.problems)
        texts.append(u"node %1 (%2): %3"_s.arg(problem.nodeId, problem.classType, problem.message));
    return texts.join(u"; "_s);
}

QString joined(const QString &a, const QString &b)
{
    return b.isEmpty() ? a : a + u' ' + b;
}

QString acceptedText(const ResubmittedJob &job, const QString &problems)
{
    const QString text = u"Submitted again as %1 on %2."_s.arg(shown(job.newId), job.serverUrl);
    return problems.isEmpty() ? text : text + u" In part only: %1."_s.arg(problems);
}

ResubmittedJob inDoubt(const ResubmitProposal &proposal, const PromptId &newId, const QString &why)
{
    return {End::InDoubt, newId, proposal.serverUrl,
        u"Whether %1 has queued it as %2 is not known: %3"_s.arg(proposal.serverUrl, shown(newId), why), {}};
}

/// Stopped on the way, it may have been queued; every other error says that it was not.
ResubmittedJob unanswered(const ResubmitProposal &proposal, const PromptId &newId, const Error &why)
{
    if (why.kind == Error::Kind::Cancelled)
        return inDoubt(proposal, newId, why.message);
    return {End::NotQueued, {}, proposal.serverUrl, u"It was not queued: "_s + why.message, {}};
}

} // namespace

QByteArrayView wordOf(End end)
{
    switch (end) {
    case End::Submitted:
        return "submitted";
    case End::Live:
        return "live";
    case End::HasResult:
        return "has-result";
    case End::Foreign:
        return "foreign";
    case End::Unverifiable:
        return "unverifiable";
    case End::SubmittedBefore:
        return "submitted-before";
    case End::NoWorkflow:
        return "no-workflow";
    case End::NoServer:
        return "no-server";
    case End::QueueExtension:
        return "queue-extension";
    case End::HeldByOthers:
        return "held-by-others";
    case End::Refused:
        return "refused";
    case End::NotQueued:
        return "not-queued";
    case End::InDoubt:
        break;
    }
    return "in-doubt";
}

ResubmitProposal refused(ResubmitProposal proposal, ResubmitEnd why, const QString &text)
{
    proposal.refusal = why;
    proposal.text = text;
    return proposal;
}

std::optional<QString> completedText(const KnownJob &job)
{
    if (job.state && job.state->status == JobStatus::Completed)
        return u"Redis says that it was completed."_s;
    for (const JobRecord &row : job.rows) {
        if (row.status == RecordStatus::Completed)
            return u"Its record says that it was completed."_s;
    }
    return std::nullopt;
}

std::optional<ResubmitEnd> refusalOf(const JobPlace &place)
{
    if (place.isLive())
        return End::Live;
    switch (place.reading.evidence.presence) {
    case Presence::DoneOk:
        return End::HasResult;
    case Presence::DoneError:
    case Presence::Interrupted:
        return std::nullopt;
    case Presence::Absent:
        return place.wasAskedTwice ? std::nullopt : std::optional(End::Unverifiable);
    default:
        return End::Unverifiable;
    }
}

std::optional<JournalLine> earlierIn(const QList<JournalLine> &lines)
{
    for (const JournalLine &line : lines) {
        const bool mayStand
            = !line.outcome || line.outcome->word == "done"_L1 || line.outcome->word == "unknown"_L1;
        if (line.entry.action == "resubmit"_L1 && mayStand)
            return line;
    }
    return std::nullopt;
}

QString earlierText(const JournalLine &line)
{
    const QString what = line.outcome ? line.outcome->text : u"It was begun, and not finished."_s;
    return u"%1 has submitted it again before. %2"_s.arg(line.entry.actor.operatorName, what);
}

QList<JournalEntry> intentsOf(
    const ResubmitProposal &proposal, const PromptId &newId, const ActionOptions &options)
{
    const BatchId batch = randomBatchId();
    JournalEntry old = entryAbout(proposal.job, u"resubmit"_s, batch, options);
    old.sentence = proposal.text;
    old.evidence = json({{u"newPromptId"_s, shown(newId)}, {u"server"_s, proposal.serverUrl},
        {u"workflowFrom"_s, proposal.isFromRecord ? u"record"_s : u"history"_s}});
    KnownJob fresh;
    fresh.promptId = newId;
    fresh.epoch = proposal.job.epoch;
    JournalEntry submission = entryAbout(fresh, u"submit"_s, batch, options);
    submission.sentence = u"Runs the workflow of %1 again."_s.arg(shown(proposal.job.promptId));
    submission.evidence = json({{u"resubmitOf"_s, shown(proposal.job.promptId)},
        {u"userId"_s, proposal.job.userId()}, {u"server"_s, proposal.serverUrl}});
    return {old, submission};
}

JobRequest requestFrom(const ResubmitProposal &proposal, const PromptId &newId)
{
    JobRequest request;
    request.workflow = proposal.workflow;
    request.serverUrl = proposal.serverUrl;
    const QString type = proposal.job.type();
    request.type = type.isEmpty() ? request.type : type;
    request.userId = proposal.job.userId();
    request.characterId = proposal.job.characterId();
    request.promptId = newId;
    return request;
}

ResubmittedJob endFrom(
    const ResubmitProposal &proposal, const PromptId &newId, const Result<SubmittedJob> &answer)
{
    if (!answer)
        return unanswered(proposal, newId, answer.error());
    ResubmittedJob job{End::NotQueued, {}, proposal.serverUrl, {}, answer->submission};
    const QString problems = problemText(job.submission);
    switch (answer->submission.outcome) {
    case Submission::Outcome::Accepted:
        job.end = End::Submitted;
        job.newId = job.submission.promptId;
        job.text = joined(acceptedText(job, problems), openBooksText(proposal.job));
        break;
    case Submission::Outcome::Refused:
        job.end = End::Refused;
        job.text = u"%1 refuses its workflow: %2"_s.arg(proposal.serverUrl, problems);
        break;
    case Submission::Outcome::NotQueued:
        job.text = u"It was not queued: "_s + problems;
        break;
    case Submission::Outcome::InDoubt:
        return inDoubt(proposal, newId, problems);
    }
    return job;
}

QString journalWord(ResubmitEnd end)
{
    switch (end) {
    case End::Submitted:
        return u"done"_s;
    case End::InDoubt:
        return u"unknown"_s;
    default:
        return u"failed"_s;
    }
}

ResubmittedJob leftJob(const ResubmitProposal &proposal, ResubmitEnd end, const QString &text)
{
    return {end, {}, proposal.serverUrl, text, {}};
}

} // namespace emberwatch
