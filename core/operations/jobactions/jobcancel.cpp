// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/jobactions/jobcancel.h"

#include "core/operations/evidencejson.h"
#include "core/operations/failpoint.h"
#include "core/operations/servercancel.h"

#include <QCoroFuture>
#include <QLoggingCategory>

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;
using comfyui::CancelReport;
using comfyui::Presence;
using End = CancelEnd;

namespace {

Q_LOGGING_CATEGORY(logCancel, "emberwatch.operations.cancel", QtInfoMsg)

std::optional<End> refusalOf(const KnownJob &job, const JobPlace &place)
{
    if (!job.isOurs())
        return End::Foreign;
    if (place.liveOn.size() > 1)
        return End::Unverifiable;
    switch (place.reading.evidence.presence) {
    case Presence::Pending:
    case Presence::Running:
        return std::nullopt;
    case Presence::DoneOk:
    case Presence::DoneError:
    case Presence::Interrupted:
        return End::AlreadyEnded;
    case Presence::Absent:
        return End::NotLive;
    case Presence::Unknown:
        break;
    }
    return End::Unverifiable;
}

CancelCandidate candidateFrom(const KnownJob &job, const JobPlace &place)
{
    CancelCandidate candidate{job, place, refusalOf(job, place), {}};
    candidate.text = candidate.refusal == End::Foreign ? foreignText(job) : placeSentence(place);
    return candidate;
}

End endOf(CancelReport::Outcome outcome)
{
    switch (outcome) {
    case CancelReport::Outcome::RemovedFromQueue:
        return End::RemovedFromQueue;
    case CancelReport::Outcome::Interrupted:
        return End::Interrupted;
    case CancelReport::Outcome::Vanished:
        return End::Vanished;
    case CancelReport::Outcome::AlreadyEnded:
        return End::AlreadyEnded;
    case CancelReport::Outcome::NotFound:
        return End::NotLive;
    case CancelReport::Outcome::RefusedAsUnsafe:
        return End::RefusedAsUnsafe;
    case CancelReport::Outcome::StillThere:
        break;
    }
    return End::StillThere;
}

/// What the journal calls it.
QString journalWord(End end)
{
    switch (end) {
    case End::RemovedFromQueue:
    case End::Interrupted:
    case End::Vanished:
        return u"done"_s;
    case End::AlreadyEnded:
    case End::NotLive:
        return u"gone"_s;
    case End::StillThere:
    case End::Unknown:
        return u"unknown"_s;
    default:
        return u"skipped"_s;
    }
}

CancelledJob leftJob(const CancelCandidate &candidate, End end, const QString &text)
{
    return {candidate.job.promptId, candidate.place.reading.serverUrl, end, text};
}

QString notBegunText(const std::optional<Error> &trouble)
{
    return trouble ? u"It was not begun: "_s + trouble->message : u"It was not its turn yet."_s;
}

QString joined(const QString &a, const QString &b)
{
    return b.isEmpty() ? a : a + u' ' + b;
}

JournalEntry intentOf(const CancelCandidate &candidate, const BatchId &batch, const ActionOptions &options)
{
    JournalEntry entry = entryAbout(candidate.job, u"cancel"_s, batch, options);
    const ComfyPass &pass = candidate.place.reading.pass;
    entry.verdict = u"live"_s;
    entry.sentence = candidate.text + u" It is cancelled by hand."_s;
    EvidenceLine line{EvidenceSource::ComfyUi, pass.at, {}, pass.request, {}};
    line.value = QString::fromLatin1(wordOf(candidate.place.reading.evidence.presence));
    entry.evidence = evidenceJson({line}, {});
    return entry;
}

} // namespace

QByteArrayView wordOf(CancelEnd end)
{
    switch (end) {
    case End::RemovedFromQueue:
        return "removed-from-queue";
    case End::Interrupted:
        return "interrupted";
    case End::Vanished:
        return "vanished";
    case End::AlreadyEnded:
        return "already-ended";
    case End::NotLive:
        return "not-live";
    case End::StillThere:
        return "still-there";
    case End::RefusedAsUnsafe:
        return "refused-as-unsafe";
    case End::Foreign:
        return "foreign";
    case End::Unverifiable:
        return "unverifiable";
    case End::Unknown:
        return "unknown";
    case End::NotBegun:
        break;
    }
    return "not-begun";
}

class JobCancel::Private
{
public:
    ActionSources sources;
    ActionOptions options;
    comfyui::CancelOptions cancel;

    using Shared = std::shared_ptr<Private>;
    static QCoro::Task<Result<QList<CancelCandidate>>> propose(Shared self, QList<PromptId> ids);
    static QCoro::Task<Result<QList<CancelledJob>>> carryOut(Shared self, QList<CancelCandidate> jobs,
        StopRequestPtr stop, Agreement agreement, Progress progress);
    static QCoro::Task<Result<CancelledJob>> cancelOne(
        Shared self, CancelCandidate candidate, BatchId batch, Agreement agreement);
    static QCoro::Task<CancelledJob> askServer(Shared self, CancelCandidate candidate);
    static QCoro::Task<void> conclude(Shared self, EntryId entry, CancelledJob job);
};

QCoro::Task<Result<QList<CancelCandidate>>> JobCancel::Private::propose(Shared self, QList<PromptId> ids)
{
    QList<PromptId> unique;
    for (const PromptId &id : ids) {
        if (!unique.contains(id))
            unique.append(id);
    }
    const Result<QList<KnownJob>> jobs = co_await readKnownJobs(self->sources, unique);
    if (!jobs)
        co_return tl::make_unexpected(jobs.error());
    const QList<JobPlace> places = co_await placesOf(self->sources.servers, *jobs);
    QList<CancelCandidate> candidates;
    for (qsizetype i = 0; i < jobs->size(); ++i)
        candidates.append(candidateFrom(jobs->at(i), places.at(i)));
    co_return candidates;
}

QCoro::Task<CancelledJob> JobCancel::Private::askServer(Shared self, CancelCandidate candidate)
{
    const QString server = candidate.place.liveOn.first();
    const PromptId id = candidate.job.promptId;
    const comfyui::CancelOptions options = self->cancel;
    const Result<ServerCancel> cancelled
        = co_await cancelOnServer(self->sources.servers, server, id, options);
    if (!cancelled)
        co_return leftJob(candidate, End::Unknown,
            u"Whether it was cancelled is not known: "_s + cancelled.error().message);
    const End end = endOf(cancelled->report.outcome);
    const QString books = isCancelled(end) ? openBooksText(candidate.job) : QString();
    co_return leftJob(candidate, end, joined(cancelled->text, books));
}

QCoro::Task<void> JobCancel::Private::conclude(Shared self, EntryId entry, CancelledJob job)
{
    const QList<JournalOutcome> outcomes{{entry, self->options.clock(), journalWord(job.end), job.text}};
    const QFuture<Result<void>> concluding = self->sources.journal->conclude(outcomes);
    const Result<void> concluded = co_await concluding;
    if (!concluded)
        qCWarning(logCancel) << "an outcome could not be journalled:" << concluded.error().message;
}

QCoro::Task<Result<CancelledJob>> JobCancel::Private::cancelOne(
    Shared self, CancelCandidate candidate, BatchId batch, Agreement agreement)
{
    // A raise may have ended since.
    const Result<void> permitted = co_await permitBy(self->sources.guard, 1, agreement);
    if (!permitted)
        co_return tl::make_unexpected(permitted.error());
    const QList<JournalEntry> intents{intentOf(candidate, batch, self->options)};
    const QFuture<Result<QList<EntryId>>> intending = self->sources.journal->intend(intents);
    const Result<QList<EntryId>> intended = co_await intending;
    if (!intended)
        co_return tl::make_unexpected(intended.error());
    failpoint("cancel-intended");
    CancelledJob job = co_await askServer(self, candidate);
    failpoint("cancel-asked");
    const EntryId entry = intended->first();
    co_await conclude(self, entry, job);
    co_return job;
}

QCoro::Task<Result<QList<CancelledJob>>> JobCancel::Private::carryOut(
    Shared self, QList<CancelCandidate> jobs, StopRequestPtr stop, Agreement agreement, Progress progress)
{
    const auto changes
        = std::count_if(jobs.begin(), jobs.end(), [](const CancelCandidate &job) { return !job.refusal; });
    const Result<void> permitted
        = co_await permitBy(self->sources.guard, static_cast<int>(changes), agreement);
    if (!permitted)
        co_return tl::make_unexpected(permitted.error());
    const BatchId batch = randomBatchId();
    QList<CancelledJob> ends;
    bool isAnyDone = false;
    std::optional<Error> trouble;
    for (const CancelCandidate &candidate : jobs) {
        CancelledJob end = leftJob(candidate, End::NotBegun, notBegunText(trouble));
        if (candidate.refusal) {
            end = leftJob(candidate, *candidate.refusal, candidate.text);
        } else if (!trouble && !stop->isRequested()) {
            const Result<CancelledJob> cancelled = co_await cancelOne(self, candidate, batch, agreement);
            if (!cancelled && !isAnyDone)
                co_return tl::make_unexpected(cancelled.error());
            if (!cancelled)
                trouble = cancelled.error();
            isAnyDone = true;
            end = cancelled ? *cancelled : leftJob(candidate, End::NotBegun, notBegunText(trouble));
        }
        ends.append(end);
        if (progress)
            progress(end);
    }
    co_return ends;
}

JobCancel::JobCancel(ActionSources sources, ActionOptions options, comfyui::CancelOptions cancel)
    : d(std::make_shared<Private>())
{
    d->sources = sources;
    d->options = std::move(options);
    d->cancel = cancel;
}

JobCancel::~JobCancel() = default;

QCoro::Task<Result<QList<CancelCandidate>>> JobCancel::propose(QList<PromptId> ids)
{
    return Private::propose(d, std::move(ids));
}

QCoro::Task<Result<QList<CancelledJob>>> JobCancel::carryOut(
    QList<CancelCandidate> jobs, StopRequestPtr stop, Agreement agreement, Progress progress)
{
    return Private::carryOut(d, std::move(jobs), std::move(stop), std::move(agreement), std::move(progress));
}

} // namespace emberwatch
