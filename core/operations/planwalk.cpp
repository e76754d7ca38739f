// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/planwalk.h"

#include "core/jobs/jobkey.h"
#include "core/operations/cleaningmeans.h"
#include "core/operations/cleaningproposal.h"
#include "core/operations/entryreason.h"
#include "core/operations/failpoint.h"
#include "core/operations/jobsettler.h"
#include "core/operations/operationid.h"
#include "core/operations/reconcileproposal.h"
#include "core/operations/recoverysteps.h"
#include "core/operations/servercancel.h"

#include <QCoroFuture>
#include <QLoggingCategory>
#include <QPointer>

#include <vector>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(logWalk, "emberwatch.operations.walk", QtInfoMsg)

using Actions = QList<PlannedAction>;

/// So long a stop may have to wait for a pause.
constexpr std::chrono::milliseconds longestPause{250};

/// One call of carryOut().
struct Carrying
{
    RecoveryProposal proposal;
    StopRequestPtr stop;
    PlanWalk::Progress progress;
    PlanWalk::Permission mayBegin;
    BatchId batch = randomBatchId();
    QHash<PromptId, RecoveredJob> ends; ///< of what was tried
    QList<RecoveredJob> untold; ///< of these, what the progress has not said yet
    QList<PromptId> deleted;
    Timestamp deletedAt; ///< the last of them
    qsizetype done = 0;
    qsizetype total = 0;

    void say(const QString &what)
    {
        if (progress)
            progress({what, done, total, std::exchange(untold, {})});
    }
    [[nodiscard]] QString reason() const { return proposal.agreement.reason; }
    void end(const RecoveredJob &job)
    {
        ends.insert(job.promptId, job);
        untold.append(job);
    }
    /// What was done of it before stands.
    void leave(const PlannedAction &action, const QString &why)
    {
        const auto before = ends.find(action.promptId);
        if (before == ends.end())
            end(leftAlone(action, why));
        else
            before->reason += u" Its state is left: "_s + why;
    }
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

bool isCancelling(const PlannedAction &action)
{
    return action.action == Action::CancelOnServer;
}

/// What is settled without a claim of its own may be deleted at once; a claim is kept for its retention
/// first. A recovery deletes nothing that it settles.
bool isCleanedBehind(const PlannedAction &action, PlanScope scope)
{
    return scope != PlanScope::Recover && isSettling(action) && action.action != Action::Clean
        && action.steps.contains(Step::CleanState) && !action.steps.contains(Step::ClaimState);
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

/// Of what was settled, what is to be deleted as well.
Actions cleanedBehind(const Carrying &carrying, const Actions &settled)
{
    Actions actions;
    for (const PlannedAction &action : settled) {
        const RecoveryOutcome outcome = carrying.ends.value(action.promptId).outcome;
        const bool isDone
            = outcome == RecoveryOutcome::SettledCompleted || outcome == RecoveryOutcome::SettledFailed;
        if (isDone && isCleanedBehind(action, carrying.proposal.plan.scope))
            actions.append(action);
    }
    return actions;
}

bool isFresh(const PlannedAction &action, Timestamp now)
{
    return now - action.judgedAt <= judgementHolds;
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
    /// One kind of what is done.
    struct Stage
    {
        QString title; ///< for people
        QCoro::Task<void> (*step)(Shared, CarryingPtr, Actions) = nullptr;
        bool needsThisLife = false; ///< of the server that was judged
    };

    static QCoro::Task<Result<RecoveryProposal>> propose(
        Shared self, ObserverWish wish, StopRequestPtr stop, Progress progress);
    static QCoro::Task<Result<WalkEnd>> carryOut(Shared self, CarryingPtr carrying);
    static QCoro::Task<Result<void>> judgeAgain(Shared self, CarryingPtr carrying);
    static QCoro::Task<Result<void>> permit(Shared self, CarryingPtr carrying);
    static QCoro::Task<void> inSteps(Shared self, CarryingPtr carrying, Actions all, Stage stage);
    static QCoro::Task<Result<QList<EntryId>>> intend(Shared self, CarryingPtr carrying, Actions actions);
    static QCoro::Task<void> conclude(Shared self, QList<JournalOutcome> outcomes);
    static QCoro::Task<void> resume(Shared self, CarryingPtr carrying, Actions actions);
    static QCoro::Task<void> settle(Shared self, CarryingPtr carrying, Actions actions);
    static QCoro::Task<void> clean(Shared self, CarryingPtr carrying, Actions actions);
    static QCoro::Task<void> cleanBehind(Shared self, CarryingPtr carrying, Actions actions);
    static QCoro::Task<void> cancel(Shared self, CarryingPtr carrying, Actions actions);
    static QCoro::Task<Result<QList<CleanedKey>>> deleteStates(
        Shared self, CarryingPtr carrying, Actions actions);
    static QCoro::Task<void> lookAgain(Shared self, CarryingPtr carrying);

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
    [[nodiscard]] JournalEntry entryOf(const CarryingPtr &carrying, const PlannedAction &action) const;
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
    RecoveryProposal proposal;
    if (wish.scope == PlanScope::Recover) {
        proposal = proposalFrom(*std::move(observation), wish, hold, now);
    } else {
        const CleaningMeans means
            = co_await meansFor(self->sources.observed.jobs, self->sources.observed.records);
        const auto make = wish.scope == PlanScope::Clean ? cleaningProposalFrom : reconcileProposalFrom;
        proposal = make(*std::move(observation), wish, means, hold, now);
    }
    proposal.plan.environment = self->options.environment;
    co_return proposal;
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
    const int changes = changeCount(carrying->proposal.plan);
    const Agreement agreement = carrying->proposal.agreement;
    const Result<void> permitted = co_await permitBy(self->sources.guard, changes, agreement);
    co_return permitted;
}

/// Some at a time. Between two steps it can be ended.
QCoro::Task<void> PlanWalk::Private::inSteps(Shared self, CarryingPtr carrying, Actions all, Stage stage)
{
    for (qsizetype from = 0; from < all.size(); from += self->options.stepJobs) {
        Actions some = all.mid(from, self->options.stepJobs);
        carrying->say(stage.title);
        carrying->done += some.size();
        const Result<void> permitted = co_await permit(self, carrying);
        const Timestamp now = self->now();
        const QString whyNot = permitted ? carrying->whyNot() : permitted.error().message;
        if (!whyNot.isEmpty()) {
            for (const PlannedAction &action : some)
                carrying->leave(action, whyNot);
            carrying->say(stage.title);
            continue;
        }
        Actions fresh;
        for (const PlannedAction &action : some) {
            if (!isFresh(action, now))
                carrying->leave(action, u"it was judged too long ago; it has to be judged again."_s);
            else if (stage.needsThisLife && !self->isOfThisLife(action))
                carrying->leave(action, u"Redis is not the one that was judged."_s);
            else
                fresh.append(action);
        }
        co_await stage.step(self, carrying, fresh);
        carrying->say(stage.title);
    }
}

JournalEntry PlanWalk::Private::entryOf(const CarryingPtr &carrying, const PlannedAction &action) const
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
    entry.evidence = withReason({}, carrying->reason());
    if (action.hasJudgedValue)
        entry.before.value = action.judgedValue;
    entry.before.expiresAt = action.judgedExpiry;
    entry.epoch = action.epoch;
    return entry;
}

QCoro::Task<Result<QList<EntryId>>> PlanWalk::Private::intend(
    Shared self, CarryingPtr carrying, Actions actions)
{
    QList<JournalEntry> entries;
    for (const PlannedAction &action : actions)
        entries.append(self->entryOf(carrying, action));
    const QFuture<Result<QList<EntryId>>> writing = self->sources.observed.journal->intend(entries);
    Result<QList<EntryId>> written = co_await writing;
    if (!written) {
        for (const PlannedAction &action : actions)
            carrying->end(failedJob(action, written.error().message));
    }
    co_return written;
}

/// It happened all the same; without these the intents stand in the journal as unfinished.
QCoro::Task<void> PlanWalk::Private::conclude(Shared self, QList<JournalOutcome> outcomes)
{
    const QFuture<Result<void>> concluding = self->sources.observed.journal->conclude(outcomes);
    const Result<void> concluded = co_await concluding;
    if (!concluded)
        qCWarning(logWalk) << "outcomes could not be journalled:" << concluded.error().message;
}

QCoro::Task<void> PlanWalk::Private::resume(Shared self, CarryingPtr carrying, Actions actions)
{
    Tracking *tracking = self->sources.tracking;
    if (tracking == nullptr) {
        for (const PlannedAction &action : actions)
            carrying->end(leftAlone(action, u"it lives, and nothing here tracks jobs."_s));
        co_return;
    }
    Actions news;
    for (const PlannedAction &action : actions) {
        if (!self->resumed.contains(action.promptId))
            news.append(action);
    }
    const Result<QList<EntryId>> written = co_await intend(self, carrying, news);
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
    QList<JournalOutcome> outcomes;
    for (size_t i = 0; i < takings.size(); ++i) {
        const Result<TrackingTaken> taken = co_await takings[i];
        const PlannedAction &action = actions[static_cast<qsizetype>(i)];
        carrying->end(recoveredFrom(action, taken));
        // The news are in the order of the actions.
        const qsizetype next = outcomes.size();
        if (next < news.size() && news[next].promptId == action.promptId)
            outcomes.append({written->at(next), self->now(), taken ? u"done"_s : u"failed"_s,
                taken ? taken->text : taken.error().message});
        if (taken)
            self->resumed.insert(action.promptId);
    }
    co_await conclude(self, outcomes);
    failpoint("resumed");
}

QCoro::Task<void> PlanWalk::Private::settle(Shared self, CarryingPtr carrying, Actions actions)
{
    QList<Settlement> settlements;
    for (const PlannedAction &action : actions) {
        const JudgedJob &job = carrying->proposal.judged[action.promptId];
        Settlement settlement = settlementOf(action, job, carrying->proposal.wish.policy);
        settlement.reason.evidence = withReason(settlement.reason.evidence, carrying->reason());
        settlements.append(settlement);
    }
    const BatchId batch = carrying->batch;
    const Result<QList<SettledJob>> settled = co_await self->settler.settle(batch, settlements);
    const Timestamp now = self->now();
    for (qsizetype i = 0; i < actions.size(); ++i)
        carrying->end(settled
                ? recoveredFrom(actions[i], settled->at(i), now, self->graceOf(carrying, actions[i]))
                : failedJob(actions[i], settled.error().message));
}

/// What became of each, in their order; an error: nothing was done to any of them.
QCoro::Task<Result<QList<CleanedKey>>> PlanWalk::Private::deleteStates(
    Shared self, CarryingPtr carrying, Actions actions)
{
    QList<Cleaning> cleanings;
    for (const PlannedAction &action : actions) {
        const JudgedJob &job = carrying->proposal.judged[action.promptId];
        Cleaning cleaning = cleaningOf(action, job, carrying->proposal.wish.policy);
        cleaning.reason.evidence = withReason(cleaning.reason.evidence, carrying->reason());
        cleanings.append(cleaning);
    }
    const BatchId batch = carrying->batch;
    Result<QList<CleanedKey>> cleaned = co_await self->settler.clean(batch, cleanings);
    carrying->deletedAt = self->now();
    for (qsizetype i = 0; cleaned && i < actions.size(); ++i) {
        if (cleaned->at(i).kind == CleanedKey::Kind::Done)
            carrying->deleted.append(actions[i].promptId);
    }
    for (const PlannedAction &action : actions)
        self->observer.noteDeleted(action.promptId);
    co_return cleaned;
}

QCoro::Task<void> PlanWalk::Private::clean(Shared self, CarryingPtr carrying, Actions actions)
{
    const Result<QList<CleanedKey>> cleaned = co_await deleteStates(self, carrying, actions);
    const Timestamp now = self->now();
    for (qsizetype i = 0; i < actions.size(); ++i)
        carrying->end(cleaned
                ? recoveredFrom(actions[i], cleaned->at(i), now, self->graceOf(carrying, actions[i]))
                : failedJob(actions[i], cleaned.error().message));
}

/// Their settlement has its end already: what came of the deletion is said beside it.
QCoro::Task<void> PlanWalk::Private::cleanBehind(Shared self, CarryingPtr carrying, Actions actions)
{
    const Result<QList<CleanedKey>> cleaned = co_await deleteStates(self, carrying, actions);
    for (qsizetype i = 0; i < actions.size(); ++i) {
        const bool isDone = cleaned && cleaned->at(i).kind == CleanedKey::Kind::Done;
        const QString why = !cleaned ? cleaned.error().message : cleaned->at(i).text;
        carrying->ends[actions[i].promptId].reason
            += isDone ? u" Its state is deleted."_s : u" Its state is left: "_s + why;
    }
}

QCoro::Task<void> PlanWalk::Private::cancel(Shared self, CarryingPtr carrying, Actions actions)
{
    const Result<QList<EntryId>> written = co_await intend(self, carrying, actions);
    if (!written)
        co_return;
    failpoint("cancel-intended");
    std::vector<QCoro::Task<Result<ServerCancel>>> cancels;
    for (const PlannedAction &action : actions)
        cancels.push_back(cancelOnServer(self->sources.observed.servers, action.serverUrl, action.promptId));
    QList<JournalOutcome> outcomes;
    for (size_t i = 0; i < cancels.size(); ++i) {
        const Result<ServerCancel> cancelled = co_await cancels[i];
        const qsizetype at = static_cast<qsizetype>(i);
        const RecoveredJob end = recoveredFrom(actions[at], cancelled);
        carrying->end(end);
        const bool isDone = cancelled && cancelled->isGone;
        outcomes.append({written->at(at), self->now(),
            isDone          ? u"done"_s
                : cancelled ? u"failed"_s
                            : u"unknown"_s,
            cancelled ? cancelled->text : cancelled.error().message});
    }
    co_await conclude(self, outcomes);
}

/// "After a cad the key is looked at again at once, after 5 s and in the next listing" (correctness.md 2).
QCoro::Task<void> PlanWalk::Private::lookAgain(Shared self, CarryingPtr carrying)
{
    const Timestamp due = carrying->deletedAt + self->options.secondLookAfter;
    carrying->say(u"looking again at what was deleted"_s);
    int pauses = static_cast<int>(self->options.secondLookAfter / longestPause) + 1;
    while (pauses-- > 0 && self->now() < due && !carrying->stop->isRequested()) {
        const std::chrono::milliseconds piece = longestPause;
        co_await self->options.observer.pause(piece);
    }
    if (carrying->stop->isRequested() || !self->jobs)
        co_return;
    const QList<PromptId> ids = carrying->deleted;
    const Result<QList<JobReading>> readings = co_await self->jobs->getMany(ids);
    if (!readings) {
        qCWarning(logWalk) << "what was deleted could not be looked at again:" << readings.error().message;
        co_return;
    }
    for (const JobReading &reading : *readings) {
        if (!reading.exists)
            continue;
        RecoveredJob &end = carrying->ends[reading.promptId];
        end.outcome = RecoveryOutcome::LeftAlone;
        end.reason += u" It came back meanwhile: somebody writes it, and it has to be judged anew."_s;
    }
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
    const Plan &plan = carrying->proposal.plan;
    const Actions resuming = tickedOf(plan, isResuming);
    const Stage resumeStage{u"taking up tracking"_s, resume};
    co_await inSteps(self, carrying, resuming, resumeStage);
    const Actions settling = tickedOf(plan, isSettling);
    const Stage settleStage{u"settling"_s, settle};
    co_await inSteps(self, carrying, settling, settleStage);
    const Actions behind = cleanedBehind(*carrying, settling);
    const Stage behindStage{u"deleting what is settled"_s, cleanBehind, true};
    co_await inSteps(self, carrying, behind, behindStage);
    const Actions cleaning = tickedOf(plan, isCleaning);
    const Stage cleanStage{u"deleting what is out of date"_s, clean, true};
    co_await inSteps(self, carrying, cleaning, cleanStage);
    const Actions cancelling = tickedOf(plan, isCancelling);
    const Stage cancelStage{u"cancelling what nobody will collect"_s, cancel};
    co_await inSteps(self, carrying, cancelling, cancelStage);
    if (!carrying->deleted.isEmpty() && plan.scope != PlanScope::Recover)
        co_await lookAgain(self, carrying);
    co_return WalkEnd{std::move(carrying->proposal), std::move(carrying->ends), self->now(), carrying->batch};
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
