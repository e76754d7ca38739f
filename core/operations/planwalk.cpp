// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/planwalk.h"

#include "core/jobs/jobkey.h"
#include "core/operations/cleaningproposal.h"
#include "core/operations/failpoint.h"
#include "core/operations/jobsettler.h"
#include "core/operations/operationid.h"
#include "core/operations/recoverysteps.h"

#include <QCoroFuture>
#include <QLoggingCategory>
#include <QPointer>
#include <QVersionNumber>

#include <vector>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(logWalk, "emberwatch.operations.walk", QtInfoMsg)

using Actions = QList<PlannedAction>;

/// One call of carryOut().
struct Carrying
{
    RecoveryProposal proposal;
    StopRequestPtr stop;
    PlanWalk::Progress progress;
    PlanWalk::Permission mayBegin;
    BatchId batch = randomBatchId();
    QHash<PromptId, RecoveredJob> ends; ///< of what was tried
    qsizetype done = 0;
    qsizetype total = 0;

    void say(const QString &what) const
    {
        if (progress)
            progress({what, done, total});
    }
    void end(const RecoveredJob &job) { ends.insert(job.promptId, job); }
    /// Why no further step is begun; empty: it may be.
    [[nodiscard]] QString whyNot() const
    {
        if (stop->isRequested())
            return u"it was ended before its turn."_s;
        return mayBegin && !mayBegin() ? u"its lease was lost before its turn."_s : QString();
    }
};
using CarryingPtr = std::shared_ptr<Carrying>;

bool isSettling(const PlannedAction &action)
{
    const bool isSettledFirst = action.action == Action::Clean && action.steps.contains(Step::WriteRecord);
    return isSettledFirst || action.action == Action::SettleCompleted || action.action == Action::SettleFailed
        || action.action == Action::SettleCancelled || action.action == Action::TakeRedisEnd;
}

bool isResuming(const PlannedAction &action)
{
    return action.action == Action::Resume || action.action == Action::RecreateState;
}

bool isCleaning(const PlannedAction &action)
{
    return action.action == Action::Clean && !isSettling(action);
}

Actions tickedOf(const Plan &plan, bool (*isOfKind)(const PlannedAction &))
{
    Actions actions;
    for (const PlannedAction &action : plan.actions) {
        if (action.isTicked && action.canBeTicked() && isOfKind(action))
            actions.append(action);
    }
    return actions;
}

bool isFresh(const PlannedAction &action, Timestamp now)
{
    return now - action.judgedAt <= judgementHolds;
}

QString titleOfKind(bool (*isOfKind)(const PlannedAction &))
{
    return isOfKind == isResuming ? u"taking up tracking"_s
        : isOfKind == isSettling  ? u"settling"_s
                                  : u"deleting what is out of date"_s;
}

/// SET ... PXAT, by which an undo puts a key back with its expiry.
bool knowsAbsoluteExpiry(const redis::ServerFacts &facts)
{
    return facts.product != "Redis"_L1 || QVersionNumber::fromString(facts.version) >= QVersionNumber(6, 2);
}

} // namespace

class PlanWalk::Private
{
public:
    Private(const RecoverySources &from, RecoveryOptions with)
        : sources(from)
        , jobs(from.observed.jobs)
        , options(withEnvironment(std::move(with)))
        , observer(sources.observed, options.observer)
        , settler(sources.observed.jobs, sources.observed.journal, sources.observed.records,
              {options.actor, options.environment, options.observer.schema, options.observer.clock})
    {
    }

    RecoverySources sources;
    QPointer<JobStore> jobs; ///< a call under way may outlast it
    RecoveryOptions options;
    JobObserver observer;
    JobSettler settler;
    /// Taken up by an earlier recovery of this walk: looked at again, but no news for the journal.
    QSet<PromptId> resumed;

    using Shared = std::shared_ptr<Private>;
    using Step = QCoro::Task<void> (*)(Shared, CarryingPtr, Actions);

    static QCoro::Task<Result<RecoveryProposal>> propose(
        Shared self, ObserverWish wish, StopRequestPtr stop, Progress progress);
    static QCoro::Task<Result<WalkEnd>> carryOut(Shared self, CarryingPtr carrying);
    static QCoro::Task<CleaningMeans> means(Shared self);
    static QCoro::Task<Result<void>> judgeAgain(Shared self, CarryingPtr carrying);
    static QCoro::Task<Result<void>> permit(Shared self, CarryingPtr carrying);
    static QCoro::Task<void> inSteps(
        Shared self, CarryingPtr carrying, bool (*isOfKind)(const PlannedAction &), Step step);
    static QCoro::Task<void> resume(Shared self, CarryingPtr carrying, Actions actions);
    static QCoro::Task<void> settle(Shared self, CarryingPtr carrying, Actions actions);
    static QCoro::Task<void> clean(Shared self, CarryingPtr carrying, Actions actions);

    [[nodiscard]] Timestamp now() const { return options.observer.clock(); }
    [[nodiscard]] std::chrono::milliseconds graceOf(
        const CarryingPtr &carrying, const PlannedAction &action) const
    {
        return carrying->proposal.wish.policy.of(action.type).grace.value;
    }
    [[nodiscard]] static RecoveryOptions withEnvironment(RecoveryOptions options)
    {
        options.observer.environment = options.environment;
        return options;
    }
    [[nodiscard]] std::optional<Hold> seeHolds(const Observation &observation) const;
    [[nodiscard]] bool isOfThisLife(const PlannedAction &action) const;
    [[nodiscard]] JournalEntry resumeEntry(const CarryingPtr &carrying, const PlannedAction &action) const;
};

QCoro::Task<Result<RecoveryProposal>> PlanWalk::Private::propose(
    Shared self, ObserverWish wish, StopRequestPtr stop, Progress progress)
{
    const JobObserver::Progress say = [progress](const QString &what) {
        if (progress)
            progress({what, 0, 0});
    };
    Result<Observation> observation = co_await self->observer.observe(wish, stop, say);
    const Timestamp now = self->now();
    if (!observation) {
        if (observation.error().kind != Error::Kind::Cancelled)
            qCWarning(logWalk) << "nothing could be judged:" << observation.error().message;
        co_return tl::make_unexpected(observation.error());
    }
    const std::optional<Hold> hold = self->seeHolds(*observation);
    if (wish.scope != PlanScope::Clean)
        co_return proposalFrom(*std::move(observation), wish, hold, now);
    const CleaningMeans can = co_await means(self);
    co_return cleaningProposalFrom(*std::move(observation), wish, can, hold, now);
}

std::optional<Hold> PlanWalk::Private::seeHolds(const Observation &observation) const
{
    if (sources.holds == nullptr)
        return std::nullopt;
    const ServerEpoch &epoch = observation.epoch;
    if (!epoch.runId.isEmpty())
        sources.holds->seeEpoch(epoch.address, epoch, now());
    for (const ListingFacts &facts : observation.listings)
        sources.holds->seeListing(facts, now());
    return sources.holds->current(now());
}

/// Journal and scripts have answered when it was observed; each deletion says so if they do not any more.
QCoro::Task<CleaningMeans> PlanWalk::Private::means(Shared self)
{
    CleaningMeans means{true, true, true, false, false};
    const std::optional<JobServer> server = self->sources.observed.jobs->serverOf(PromptId());
    means.canRestoreExpiry = server && knowsAbsoluteExpiry(server->facts);
    RecordStore *records = self->sources.observed.records;
    if (records == nullptr)
        co_return means;
    const QFuture<Result<RecordsCheck>> checking = records->check();
    const Result<RecordsCheck> check = co_await checking;
    means.canWriteRecords = check && check->canUpdate();
    co_return means;
}

/// A judgement holds for one life of one server alone.
bool PlanWalk::Private::isOfThisLife(const PlannedAction &action) const
{
    return jobs && epochOf(*jobs) == action.epoch;
}

/// Whoever was asked may have thought it over for minutes.
QCoro::Task<Result<void>> PlanWalk::Private::judgeAgain(Shared self, CarryingPtr carrying)
{
    const ObserverWish wish = carrying->proposal.wish;
    const StopRequestPtr stop = carrying->stop;
    const Progress progress = carrying->progress;
    Result<RecoveryProposal> again = co_await propose(self, wish, stop, progress);
    if (!again)
        co_return tl::make_unexpected(again.error());
    agreeAsBefore(*again, carrying->proposal.plan);
    again->agreement = carrying->proposal.agreement;
    carrying->proposal = *std::move(again);
    co_return Result<void>();
}

/// By the guard rails: before anything is done, and before each step, as a permit may end meanwhile.
QCoro::Task<Result<void>> PlanWalk::Private::permit(Shared self, CarryingPtr carrying)
{
    GuardRails *guard = self->sources.guard;
    if (guard == nullptr)
        co_return Result<void>();
    const int changes = changeCount(carrying->proposal.plan);
    const Agreement agreement = carrying->proposal.agreement;
    const Result<void> permitted = co_await guard->permit(changes, agreement);
    co_return permitted;
}

/// The ticked actions of one kind, some at a time. Between two steps it can be ended.
QCoro::Task<void> PlanWalk::Private::inSteps(
    Shared self, CarryingPtr carrying, bool (*isOfKind)(const PlannedAction &), Step step)
{
    const Actions all = tickedOf(carrying->proposal.plan, isOfKind);
    for (qsizetype from = 0; from < all.size(); from += self->options.stepJobs) {
        Actions some = all.mid(from, self->options.stepJobs);
        carrying->say(titleOfKind(isOfKind));
        carrying->done += some.size();
        const Result<void> permitted = co_await permit(self, carrying);
        const Timestamp now = self->now();
        const QString whyNot = permitted ? carrying->whyNot() : permitted.error().message;
        if (!whyNot.isEmpty()) {
            for (const PlannedAction &action : some)
                carrying->end(leftAlone(action, whyNot));
            continue;
        }
        Actions fresh;
        for (const PlannedAction &action : some) {
            if (!isFresh(action, now))
                carrying->end(leftAlone(action, u"it was judged too long ago; it has to be judged again."_s));
            else if (isOfKind == isCleaning && !self->isOfThisLife(action))
                carrying->end(leftAlone(action, u"Redis is not the one that was judged."_s));
            else
                fresh.append(action);
        }
        co_await step(self, carrying, fresh);
    }
}

JournalEntry PlanWalk::Private::resumeEntry(const CarryingPtr &carrying, const PlannedAction &action) const
{
    JournalEntry entry;
    entry.key = keyOf(options.observer.schema.prefix, action.promptId);
    entry.action = QString::fromLatin1(wordOf(action.action));
    const QByteArray rule = wordOf(action.rule) + QByteArray("/") + entry.action.toUtf8();
    entry.op = operationIdOf({entry.key, action.startedAt, rule, action.judgedValue, 0});
    entry.batch = carrying->batch;
    entry.at = now();
    entry.actor = options.actor;
    entry.environment = options.environment;
    entry.promptId = action.promptId;
    entry.verdict = QString::fromLatin1(wordOf(action.verdict));
    entry.sentence = action.sentence;
    if (action.hasJudgedValue)
        entry.before.value = action.judgedValue;
    entry.before.expiresAt = action.judgedExpiry;
    entry.epoch = action.epoch;
    return entry;
}

QCoro::Task<void> PlanWalk::Private::resume(Shared self, CarryingPtr carrying, Actions actions)
{
    Tracking *tracking = self->sources.tracking;
    if (tracking == nullptr) {
        for (const PlannedAction &action : actions)
            carrying->end(leftAlone(action, u"it lives, and nothing here tracks jobs."_s));
        co_return;
    }
    std::vector<qsizetype> news;
    QList<JournalEntry> entries;
    for (qsizetype i = 0; i < actions.size(); ++i) {
        if (self->resumed.contains(actions[i].promptId))
            continue;
        news.push_back(i);
        entries.append(self->resumeEntry(carrying, actions[i]));
    }
    const QFuture<Result<QList<EntryId>>> writing = self->sources.observed.journal->intend(entries);
    const Result<QList<EntryId>> written = co_await writing;
    if (!written) {
        for (const PlannedAction &action : actions)
            carrying->end(failedJob(action, written.error().message));
        co_return;
    }
    std::vector<QCoro::Task<Result<TrackingTaken>>> takings;
    for (const PlannedAction &action : actions) {
        const JudgedJob &job = carrying->proposal.judged[action.promptId];
        const auto forgotten = carrying->proposal.forgotten.constFind(action.promptId);
        const bool isForgotten = forgotten != carrying->proposal.forgotten.constEnd();
        const TrackingRequest request
            = trackingOf(action, job, isForgotten ? std::optional(*forgotten) : std::nullopt);
        takings.push_back(tracking->take(request));
    }
    std::vector<Result<TrackingTaken>> answers;
    for (size_t i = 0; i < takings.size(); ++i) {
        const Result<TrackingTaken> taken = co_await takings[i];
        const PlannedAction &action = actions[static_cast<qsizetype>(i)];
        carrying->end(recoveredFrom(action, taken));
        if (taken)
            self->resumed.insert(action.promptId);
        answers.push_back(taken);
    }
    QList<JournalOutcome> outcomes;
    for (size_t n = 0; n < news.size(); ++n) {
        const Result<TrackingTaken> &taken = answers[static_cast<size_t>(news[n])];
        outcomes.append({written->at(static_cast<qsizetype>(n)), self->now(), taken ? u"done"_s : u"failed"_s,
            taken ? taken->text : taken.error().message});
    }
    const QFuture<Result<void>> concluding = self->sources.observed.journal->conclude(outcomes);
    const Result<void> concluded = co_await concluding;
    if (!concluded)
        qCWarning(logWalk) << "outcomes could not be journalled:" << concluded.error().message;
    failpoint("resumed");
}

QCoro::Task<void> PlanWalk::Private::settle(Shared self, CarryingPtr carrying, Actions actions)
{
    QList<Settlement> settlements;
    for (const PlannedAction &action : actions) {
        const JudgedJob &job = carrying->proposal.judged[action.promptId];
        settlements.append(settlementOf(action, job, carrying->proposal.wish.policy));
    }
    const BatchId batch = carrying->batch;
    const Result<QList<SettledJob>> settled = co_await self->settler.settle(batch, settlements);
    const Timestamp now = self->now();
    for (qsizetype i = 0; i < actions.size(); ++i)
        carrying->end(settled
                ? recoveredFrom(actions[i], settled->at(i), now, self->graceOf(carrying, actions[i]))
                : failedJob(actions[i], settled.error().message));
}

QCoro::Task<void> PlanWalk::Private::clean(Shared self, CarryingPtr carrying, Actions actions)
{
    QList<Cleaning> cleanings;
    for (const PlannedAction &action : actions) {
        const JudgedJob &job = carrying->proposal.judged[action.promptId];
        cleanings.append(cleaningOf(action, job, carrying->proposal.wish.policy));
    }
    const BatchId batch = carrying->batch;
    const Result<QList<CleanedKey>> cleaned = co_await self->settler.clean(batch, cleanings);
    const Timestamp now = self->now();
    for (qsizetype i = 0; i < actions.size(); ++i)
        carrying->end(cleaned
                ? recoveredFrom(actions[i], cleaned->at(i), now, self->graceOf(carrying, actions[i]))
                : failedJob(actions[i], cleaned.error().message));
    for (const PlannedAction &action : actions)
        self->observer.noteDeleted(action.promptId);
}

QCoro::Task<Result<WalkEnd>> PlanWalk::Private::carryOut(Shared self, CarryingPtr carrying)
{
    failpoint("proposed");
    const Result<void> permitted = co_await permit(self, carrying);
    if (!permitted)
        co_return tl::make_unexpected(permitted.error());
    if (self->now() - carrying->proposal.plan.madeAt > judgementHolds) {
        const Result<void> judged = co_await judgeAgain(self, carrying);
        if (!judged)
            co_return tl::make_unexpected(judged.error());
    }
    carrying->total = changeCount(carrying->proposal.plan);
    // Live ones first: somebody waits for their progress. The others have ended.
    co_await inSteps(self, carrying, isResuming, resume);
    co_await inSteps(self, carrying, isSettling, settle);
    co_await inSteps(self, carrying, isCleaning, clean);
    co_return WalkEnd{std::move(carrying->proposal), std::move(carrying->ends), self->now()};
}

PlanWalk::PlanWalk(const RecoverySources &sources, RecoveryOptions options)
    : d(std::make_shared<Private>(sources, std::move(options)))
{
}

PlanWalk::~PlanWalk() = default;

const RecoverySources &PlanWalk::sources() const
{
    return d->sources;
}

const RecoveryOptions &PlanWalk::options() const
{
    return d->options;
}

Timestamp PlanWalk::now() const
{
    return d->now();
}

std::optional<Hold> PlanWalk::hold() const
{
    return d->sources.holds == nullptr ? std::nullopt : d->sources.holds->current(now());
}

QCoro::Task<Result<RecoveryProposal>> PlanWalk::propose(
    ObserverWish wish, StopRequestPtr stop, Progress progress)
{
    return Private::propose(d, std::move(wish), std::move(stop), std::move(progress));
}

QCoro::Task<Result<WalkEnd>> PlanWalk::carryOut(
    RecoveryProposal proposal, StopRequestPtr stop, Progress progress, Permission mayBegin)
{
    const auto carrying = std::make_shared<Carrying>();
    carrying->proposal = std::move(proposal);
    carrying->stop = std::move(stop);
    carrying->progress = std::move(progress);
    carrying->mayBegin = std::move(mayBegin);
    return Private::carryOut(d, carrying);
}

void PlanWalk::keepResumed(const QSet<PromptId> &live)
{
    d->resumed.intersect(live);
}

} // namespace emberwatch
