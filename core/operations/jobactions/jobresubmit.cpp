// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/jobactions/jobresubmit.h"

#include "core/comfyui/queueextension.h"
#include "core/jobs/jobkey.h"
#include "core/operations/failpoint.h"
#include "core/operations/jobactions/resubmitrules.h"
#include "core/operations/jobactions/storedworkflow.h"
#include "core/operations/lease.h"

#include <QCoroFuture>
#include <QLoggingCategory>
#include <QUuid>

namespace emberwatch {

using namespace Qt::StringLiterals;
using comfyui::Presence;
using End = ResubmitEnd;

namespace {

Q_LOGGING_CATEGORY(logResubmit, "emberwatch.operations.resubmit", QtInfoMsg)

constexpr std::chrono::seconds readyWithin{5};

} // namespace

class JobResubmit::Private
{
public:
    explicit Private(ResubmitOptions with)
        : options(std::move(with))
        , connection(options.connection)
    {
        connection.setReconnect(true);
    }

    ActionSources sources;
    JobSubmitter *submitter = nullptr;
    ResubmitOptions options;
    redis::Connection connection;

    using Shared = std::shared_ptr<Private>;
    static QCoro::Task<Result<ResubmitProposal>> propose(Shared self, ResubmitWish wish, StopRequestPtr stop);
    static QCoro::Task<Result<std::optional<JournalLine>>> earlier(Shared self, PromptId id);
    static QCoro::Task<ResubmitProposal> chooseServer(
        Shared self, ResubmitProposal proposal, ResubmitWish wish);
    static QCoro::Task<ResubmitProposal> excludeExtensions(Shared self, ResubmitProposal proposal);
    static QCoro::Task<ResubmitProposal> findWorkflow(Shared self, ResubmitProposal proposal);
    static QCoro::Task<Result<QByteArray>> workflowInRecord(Shared self, KnownJob job);
    static QCoro::Task<Result<ResubmittedJob>> carryOut(
        Shared self, ResubmitProposal proposal, Agreement agreement);
    static QCoro::Task<Result<ResubmittedJob>> submitUnderLease(Shared self, ResubmitProposal proposal);
    static QCoro::Task<Result<ResubmittedJob>> submit(Shared self, ResubmitProposal proposal);
    static QCoro::Task<void> conclude(
        Shared self, QList<EntryId> entries, ResubmittedJob job, JournalEntry submission);
    [[nodiscard]] QStringList serversOf(const ResubmitProposal &proposal) const;
};

QCoro::Task<Result<std::optional<JournalLine>>> JobResubmit::Private::earlier(Shared self, PromptId id)
{
    JournalSelection selection;
    selection.promptId = id;
    selection.action = u"resubmit"_s;
    const QFuture<Result<QList<JournalLine>>> reading = self->sources.journal->lines(selection);
    const Result<QList<JournalLine>> lines = co_await reading;
    if (!lines)
        co_return tl::make_unexpected(lines.error());
    co_return earlierIn(*lines);
}

QCoro::Task<Result<ResubmitProposal>> JobResubmit::Private::propose(
    Shared self, ResubmitWish wish, StopRequestPtr stop)
{
    const QList<PromptId> ids{wish.promptId};
    const Result<QList<KnownJob>> jobs = co_await readKnownJobs(self->sources, ids);
    if (!jobs)
        co_return tl::make_unexpected(jobs.error());
    ResubmitProposal proposal;
    proposal.job = jobs->first();
    proposal.again = wish.again;
    if (!proposal.job.isOurs())
        co_return refused(proposal, End::Foreign, foreignText(proposal.job));
    const Result<std::optional<JournalLine>> before = co_await earlier(self, wish.promptId);
    if (!before)
        co_return tl::make_unexpected(before.error());
    if (*before && !wish.again)
        co_return refused(proposal, End::SubmittedBefore, earlierText(**before));
    if (proposal.job.recordsError)
        co_return refused(proposal, End::Unverifiable,
            u"The records give no answer, and so might know its end: "_s
                + proposal.job.recordsError->message);
    const KnownJob job = proposal.job;
    const JobPlace place
        = co_await provenPlaceOf(self->sources.servers, job, self->options.times, self->options.pause, stop);
    proposal.place = place;
    const std::optional<End> why = refusalOf(place);
    if (why)
        co_return refused(proposal, *why, placeSentence(place));
    const std::optional<QString> completed = completedText(proposal.job);
    if (completed)
        co_return refused(proposal, End::HasResult, *completed);
    ResubmitProposal chosen = co_await chooseServer(self, proposal, wish);
    co_return chosen;
}

/// And what follows from the server: each step ends at a refusal.
QCoro::Task<ResubmitProposal> JobResubmit::Private::chooseServer(
    Shared self, ResubmitProposal proposal, ResubmitWish wish)
{
    const comfyui::ServerAllowList &allowed = self->sources.servers->allowed();
    QString wanted = wish.serverUrl.isEmpty() ? proposal.place.reading.serverUrl : wish.serverUrl;
    if (wanted.isEmpty())
        wanted = proposal.job.serverUrl();
    if (wanted.isEmpty() && allowed.servers().size() == 1)
        wanted = allowed.servers().first().text();
    if (wanted.isEmpty())
        co_return refused(proposal, End::NoServer, u"Nobody says on which server it is to run."_s);
    const Result<comfyui::ServerAddress> server = allowed.select(wanted);
    if (!server)
        co_return refused(proposal, End::NoServer, server.error().message);
    proposal.serverUrl = server->text();
    ResubmitProposal safe = co_await excludeExtensions(self, proposal);
    if (safe.refusal)
        co_return safe;
    ResubmitProposal found = co_await findWorkflow(self, safe);
    co_return found;
}

/// Where it may have been, and where it is to run.
QStringList JobResubmit::Private::serversOf(const ResubmitProposal &proposal) const
{
    QStringList servers{proposal.serverUrl};
    const QString own = proposal.job.serverUrl();
    for (const comfyui::ServerAddress &server : sources.servers->allowed().servers()) {
        const Result<comfyui::ServerAddress> named = sources.servers->allowed().select(own);
        const bool mayHaveBeenThere = own.isEmpty() || (named && *named == server);
        if (mayHaveBeenThere && !servers.contains(server.text()))
            servers.append(server.text());
    }
    return servers;
}

QCoro::Task<ResubmitProposal> JobResubmit::Private::excludeExtensions(Shared self, ResubmitProposal proposal)
{
    const QStringList servers = self->serversOf(proposal);
    for (const QString &server : servers) {
        const Result<comfyui::ComfyClient> client = self->sources.servers->client(server);
        if (!client)
            co_return refused(proposal, End::Unverifiable, client.error().message);
        const comfyui::ComfyClient &handle = *client;
        const Result<bool> keeps = co_await comfyui::keepsPromptsElsewhere(handle);
        if (!keeps)
            co_return refused(proposal, End::Unverifiable,
                u"Whether %1 has a queue extension cannot be found out: %2"_s.arg(
                    server, keeps.error().message));
        if (*keeps)
            co_return refused(proposal, End::QueueExtension,
                u"%1 has a queue extension: what looks lost may come back by itself, and would run twice."_s
                    .arg(server));
    }
    co_return proposal;
}

QCoro::Task<Result<QByteArray>> JobResubmit::Private::workflowInRecord(Shared self, KnownJob job)
{
    const JobRecord *record = job.record();
    if (record == nullptr)
        co_return failure(
            Error::Kind::NotFound, job.rows.isEmpty() ? u"it has no record"_s : u"it has several records"_s);
    const QFuture<Result<std::optional<QByteArray>>> reading = self->sources.records->inputOf(record->id);
    const Result<std::optional<QByteArray>> input = co_await reading;
    if (!input)
        co_return tl::make_unexpected(input.error());
    if (!*input || !isApiGraph(**input))
        co_return failure(Error::Kind::NotFound, u"the input of its record is no workflow in API format"_s);
    co_return **input;
}

QCoro::Task<ResubmitProposal> JobResubmit::Private::findWorkflow(Shared self, ResubmitProposal proposal)
{
    QString why = u"no history holds it"_s;
    const Presence presence = proposal.place.reading.evidence.presence;
    if (presence == Presence::DoneError || presence == Presence::Interrupted) {
        const Result<comfyui::ComfyClient> client
            = self->sources.servers->client(proposal.place.reading.serverUrl);
        if (!client)
            co_return refused(proposal, End::Unverifiable, client.error().message);
        const comfyui::ComfyClient &handle = *client;
        const PromptId id = proposal.job.promptId;
        const Result<std::optional<comfyui::StoredWorkflow>> stored = co_await handle.workflow(id);
        if (stored && *stored) {
            proposal.workflow = (*stored)->text;
            proposal.text = u"Runs the workflow again that %1 has in its history, on %2."_s.arg(
                proposal.place.reading.serverUrl, proposal.serverUrl);
            co_return proposal;
        }
        why = stored ? u"its history entry has no workflow"_s : stored.error().message;
    }
    const KnownJob job = proposal.job;
    const Result<QByteArray> input = co_await workflowInRecord(self, job);
    if (!input)
        co_return refused(proposal, End::NoWorkflow,
            u"Its exact workflow is not known: %1, and %2."_s.arg(why, input.error().message));
    proposal.workflow = *input;
    proposal.isFromRecord = true;
    proposal.text = u"Runs the workflow of its record again, on %1."_s.arg(proposal.serverUrl);
    co_return proposal;
}

QCoro::Task<Result<ResubmittedJob>> JobResubmit::Private::carryOut(
    Shared self, ResubmitProposal proposal, Agreement agreement)
{
    if (proposal.refusal)
        co_return leftJob(proposal, *proposal.refusal, proposal.text);
    const Result<void> permitted = co_await permitBy(self->sources.guard, 1, agreement);
    if (!permitted)
        co_return tl::make_unexpected(permitted.error());
    self->connection.open();
    const Result<void> ready = co_await self->connection.waitReady(readyWithin);
    if (!ready)
        co_return tl::make_unexpected(ready.error());
    // It releases itself when this has ended.
    const QByteArray scope = "job:" + proposal.job.promptId.value();
    const auto lease = std::make_shared<Lease>(&self->connection, scope, self->options.holder);
    const Result<LeaseAnswer> answer = co_await lease->take();
    if (!answer)
        co_return tl::make_unexpected(answer.error());
    if (!answer->isHeld)
        co_return leftJob(proposal, End::HeldByOthers,
            u"Its lease is held by %1."_s.arg(
                answer->holder ? holderText(*answer->holder) : u"somebody else"_s));
    Result<ResubmittedJob> job = co_await submitUnderLease(self, proposal);
    co_return job;
}

/// Somebody may have been faster between the proposal and the lease.
QCoro::Task<Result<ResubmittedJob>> JobResubmit::Private::submitUnderLease(
    Shared self, ResubmitProposal proposal)
{
    const PromptId id = proposal.job.promptId;
    const Result<std::optional<JournalLine>> before = co_await earlier(self, id);
    if (!before)
        co_return tl::make_unexpected(before.error());
    if (*before && !proposal.again)
        co_return leftJob(proposal, End::SubmittedBefore, earlierText(**before));
    const QList<KnownJob> jobs{proposal.job};
    const QList<JobPlace> places = co_await placesOf(self->sources.servers, jobs);
    JobPlace place = places.first();
    place.wasAskedTwice = true; // as the proposal did
    const std::optional<End> why = refusalOf(place);
    if (why)
        co_return leftJob(proposal, *why, placeSentence(place));
    Result<ResubmittedJob> job = co_await submit(self, proposal);
    co_return job;
}

QCoro::Task<Result<ResubmittedJob>> JobResubmit::Private::submit(Shared self, ResubmitProposal proposal)
{
    const PromptId newId(QUuid::createUuid().toByteArray(QUuid::WithoutBraces));
    const QList<JournalEntry> intents = intentsOf(proposal, newId, self->options.action);
    const QFuture<Result<QList<EntryId>>> intending = self->sources.journal->intend(intents);
    const Result<QList<EntryId>> intended = co_await intending;
    if (!intended)
        co_return tl::make_unexpected(intended.error());
    failpoint("resubmit-intended");
    const JobRequest request = requestFrom(proposal, newId);
    const Result<SubmittedJob> answer = co_await self->submitter->submit(request);
    failpoint("resubmitted");
    ResubmittedJob job = endFrom(proposal, newId, answer);
    const QList<EntryId> &entries = *intended;
    const JournalEntry &submission = intents.last();
    co_await conclude(self, entries, job, submission);
    co_return job;
}

QCoro::Task<void> JobResubmit::Private::conclude(
    Shared self, QList<EntryId> entries, ResubmittedJob job, JournalEntry submission)
{
    const Timestamp now = self->options.action.clock();
    Journal *journal = self->sources.journal;
    // Servers before 0.3.45 take a prompt id of their own, and the job is known by that one.
    if (job.end == End::Submitted && job.newId != submission.promptId) {
        submission.promptId = job.newId;
        submission.key = keyOf(self->options.action.schema.prefix, job.newId);
        submission.op = randomOperationId();
        const QList<JournalEntry> actual{submission};
        const QFuture<Result<QList<EntryId>>> intending = journal->intend(actual);
        const Result<QList<EntryId>> intended = co_await intending;
        if (intended)
            entries += *intended;
    }
    QList<JournalOutcome> outcomes;
    for (const EntryId &entry : entries)
        outcomes.append({entry, now, journalWord(job.end), job.text});
    const QFuture<Result<void>> concluding = journal->conclude(outcomes);
    const Result<void> concluded = co_await concluding;
    if (!concluded)
        qCWarning(logResubmit) << "outcomes could not be journalled:" << concluded.error().message;
}

JobResubmit::JobResubmit(ActionSources sources, JobSubmitter *submitter, ResubmitOptions options)
    : d(std::make_shared<Private>(std::move(options)))
{
    d->sources = sources;
    d->submitter = submitter;
}

JobResubmit::~JobResubmit() = default;

QCoro::Task<Result<ResubmitProposal>> JobResubmit::propose(ResubmitWish wish, StopRequestPtr stop)
{
    return Private::propose(d, std::move(wish), std::move(stop));
}

QCoro::Task<Result<ResubmittedJob>> JobResubmit::carryOut(ResubmitProposal proposal, Agreement agreement)
{
    return Private::carryOut(d, std::move(proposal), std::move(agreement));
}

} // namespace emberwatch
