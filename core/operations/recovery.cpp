// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/recovery.h"

#include "core/jobs/jobkey.h"
#include "core/operations/failpoint.h"
#include "core/operations/jobsettler.h"
#include "core/operations/keptreport.h"
#include "core/operations/operationid.h"
#include "core/operations/recoverysteps.h"
#include "core/operations/recoverytelling.h"

#include <QCoroFuture>
#include <QLoggingCategory>

#include <vector>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(logRecovery, "emberwatch.operations.recovery", QtInfoMsg)

using Actions = QList<PlannedAction>;

/// One call of carryOut().
struct Carrying
{
    RecoveryProposal proposal;
    StopRequestPtr stop;
    Recovery::Progress progress;
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
};
using CarryingPtr = std::shared_ptr<Carrying>;

bool isSettling(const PlannedAction &action)
{
    return action.action == Action::SettleCompleted || action.action == Action::SettleFailed
        || action.action == Action::SettleCancelled || action.action == Action::TakeRedisEnd;
}

bool isResuming(const PlannedAction &action)
{
    return action.action == Action::Resume || action.action == Action::RecreateState;
}

bool isCleaning(const PlannedAction &action)
{
    return action.action == Action::Clean;
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

/// What will stand in the report: what was planned, and in its place what came of it.
RecoveryReport reportOf(const CarryingPtr &carrying, Timestamp now)
{
    RecoveryReport report = expectedReport(carrying->proposal.plan);
    report.startedAt = carrying->proposal.begunAt;
    report.finishedAt = now;
    for (QList<RecoveredJob> *jobs : {&report.jobs, &report.beside}) {
        for (RecoveredJob &job : *jobs)
            job = carrying->ends.value(job.promptId, job);
    }
    return report;
}

} // namespace

class Recovery::Private
{
public:
    Private(RecoverySources from, RecoveryOptions with)
        : sources(from)
        , options(std::move(with))
        , observer(sources.observed, options.observer)
        , settler(sources.observed.jobs, sources.observed.journal, sources.observed.records,
              {options.actor, options.environment, options.observer.schema, options.observer.clock})
        , telling(sources.analytics, sources.alerts)
    {
    }

    RecoverySources sources;
    RecoveryOptions options;
    JobObserver observer;
    JobSettler settler;
    RecoveryTelling telling;

    using Shared = std::shared_ptr<Private>;
    using Step = QCoro::Task<void> (*)(Shared, CarryingPtr, Actions);

    static QCoro::Task<Result<RecoveryProposal>> propose(
        Shared self, ObserverWish wish, StopRequestPtr stop, Progress progress);
    static QCoro::Task<Result<RecoveryReport>> carryOut(Shared self, CarryingPtr carrying);
    static QCoro::Task<Result<RecoveryReport>> recover(
        Shared self, ObserverWish wish, StopRequestPtr stop, Progress progress);
    static QCoro::Task<Result<void>> judgeAgain(Shared self, CarryingPtr carrying);
    static QCoro::Task<void> inSteps(
        Shared self, CarryingPtr carrying, bool (*isOfKind)(const PlannedAction &), Step step);
    static QCoro::Task<void> resume(Shared self, CarryingPtr carrying, Actions actions);
    static QCoro::Task<void> settle(Shared self, CarryingPtr carrying, Actions actions);
    static QCoro::Task<void> clean(Shared self, CarryingPtr carrying, Actions actions);
    static QCoro::Task<void> keep(Shared self, RecoveryReport report);

    [[nodiscard]] Timestamp now() const { return options.observer.clock(); }
    [[nodiscard]] std::chrono::milliseconds graceOf(
        const CarryingPtr &carrying, const PlannedAction &action) const
    {
        return carrying->proposal.wish.policy.of(action.type).grace.value;
    }
    [[nodiscard]] JournalEntry resumeEntry(const CarryingPtr &carrying, const PlannedAction &action) const;
};

QCoro::Task<Result<RecoveryProposal>> Recovery::Private::propose(
    Shared self, ObserverWish wish, StopRequestPtr stop, Progress progress)
{
    const JobObserver::Progress say = [progress](const QString &what) {
        if (progress)
            progress({what, 0, 0});
    };
    Result<Observation> observation = co_await self->observer.observe(wish, stop, say);
    const Timestamp now = self->now();
    if (!observation) {
        if (observation.error().kind != Error::Kind::Cancelled) {
            qCWarning(logRecovery) << "nothing could be judged:" << observation.error().message;
            self->telling.tellIncomplete(observation.error().message);
        }
        co_return tl::make_unexpected(observation.error());
    }
    std::optional<Hold> hold;
    if (self->sources.holds != nullptr) {
        const ServerEpoch &epoch = observation->epoch;
        if (!epoch.runId.isEmpty())
            self->sources.holds->seeEpoch(epoch.address, epoch, now);
        hold = self->sources.holds->current(now);
    }
    co_return proposalFrom(*std::move(observation), wish, hold, now);
}

/// Whoever was asked may have thought it over for minutes.
QCoro::Task<Result<void>> Recovery::Private::judgeAgain(Shared self, CarryingPtr carrying)
{
    const ObserverWish wish = carrying->proposal.wish;
    const StopRequestPtr stop = carrying->stop;
    const Progress progress = carrying->progress;
    Result<RecoveryProposal> again = co_await propose(self, wish, stop, progress);
    if (!again)
        co_return tl::make_unexpected(again.error());
    agreeAsBefore(*again, carrying->proposal.plan);
    carrying->proposal = *std::move(again);
    co_return Result<void>();
}

/// The ticked actions of one kind, some at a time. Between two steps it can be ended.
QCoro::Task<void> Recovery::Private::inSteps(
    Shared self, CarryingPtr carrying, bool (*isOfKind)(const PlannedAction &), Step step)
{
    const Actions all = tickedOf(carrying->proposal.plan, isOfKind);
    for (qsizetype from = 0; from < all.size(); from += self->options.stepJobs) {
        Actions some = all.mid(from, self->options.stepJobs);
        carrying->say(titleOfKind(isOfKind));
        carrying->done += some.size();
        const Timestamp now = self->now();
        if (carrying->stop->isRequested()) {
            for (const PlannedAction &action : some)
                carrying->end(leftAlone(action, u"the recovery was ended before its turn."_s));
            continue;
        }
        Actions fresh;
        for (const PlannedAction &action : some) {
            if (isFresh(action, now))
                fresh.append(action);
            else
                carrying->end(leftAlone(action, u"it was judged too long ago; it has to be judged again."_s));
        }
        co_await step(self, carrying, fresh);
    }
}

JournalEntry Recovery::Private::resumeEntry(const CarryingPtr &carrying, const PlannedAction &action) const
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

QCoro::Task<void> Recovery::Private::resume(Shared self, CarryingPtr carrying, Actions actions)
{
    Tracking *tracking = self->sources.tracking;
    if (tracking == nullptr) {
        for (const PlannedAction &action : actions)
            carrying->end(leftAlone(action, u"it lives, and nothing here tracks jobs."_s));
        co_return;
    }
    QList<JournalEntry> entries;
    for (const PlannedAction &action : actions)
        entries.append(self->resumeEntry(carrying, action));
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
    QList<JournalOutcome> outcomes;
    for (size_t i = 0; i < takings.size(); ++i) {
        const Result<TrackingTaken> taken = co_await takings[i];
        const qsizetype at = static_cast<qsizetype>(i);
        carrying->end(recoveredFrom(actions[at], taken));
        outcomes.append({written->at(at), self->now(), taken ? u"done"_s : u"failed"_s,
            taken ? taken->text : taken.error().message});
    }
    const QFuture<Result<void>> concluding = self->sources.observed.journal->conclude(outcomes);
    const Result<void> concluded = co_await concluding;
    if (!concluded)
        qCWarning(logRecovery) << "outcomes could not be journalled:" << concluded.error().message;
    failpoint("resumed");
}

QCoro::Task<void> Recovery::Private::settle(Shared self, CarryingPtr carrying, Actions actions)
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

QCoro::Task<void> Recovery::Private::clean(Shared self, CarryingPtr carrying, Actions actions)
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
}

QCoro::Task<void> Recovery::Private::keep(Shared self, RecoveryReport report)
{
    const JournalReport kept{
        report.finishedAt, self->options.environment, recoveryReportKind(), keptReportJson(report)};
    const QFuture<Result<void>> keeping = self->sources.observed.journal->keep(kept);
    const Result<void> done = co_await keeping;
    if (!done)
        qCWarning(logRecovery) << "the report could not be kept:" << done.error().message;
}

QCoro::Task<Result<RecoveryReport>> Recovery::Private::carryOut(Shared self, CarryingPtr carrying)
{
    failpoint("proposed");
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
    const RecoveryReport report = reportOf(carrying, self->now());
    failpoint("carried-out");
    co_await keep(self, report);
    failpoint("kept");
    self->telling.tell(report, carrying->proposal);
    if (carrying->stop->isRequested())
        self->telling.tellIncomplete(u"The recovery was ended before it was through."_s);
    co_return report;
}

QCoro::Task<Result<RecoveryReport>> Recovery::Private::recover(
    Shared self, ObserverWish wish, StopRequestPtr stop, Progress progress)
{
    Result<RecoveryProposal> proposal = co_await propose(self, wish, stop, progress);
    if (!proposal)
        co_return tl::make_unexpected(proposal.error());
    const auto carrying = std::make_shared<Carrying>();
    carrying->proposal = *std::move(proposal);
    carrying->stop = stop;
    carrying->progress = progress;
    Result<RecoveryReport> report = co_await carryOut(self, carrying);
    co_return report;
}

Recovery::Recovery(RecoverySources sources, RecoveryOptions options)
    : d(std::make_shared<Private>(sources, std::move(options)))
{
}

Recovery::~Recovery() = default;

QCoro::Task<Result<RecoveryProposal>> Recovery::propose(
    ObserverWish wish, StopRequestPtr stop, Progress progress)
{
    return Private::propose(d, std::move(wish), std::move(stop), std::move(progress));
}

QCoro::Task<Result<RecoveryReport>> Recovery::carryOut(
    RecoveryProposal proposal, StopRequestPtr stop, Progress progress)
{
    const auto carrying = std::make_shared<Carrying>();
    carrying->proposal = std::move(proposal);
    carrying->stop = std::move(stop);
    carrying->progress = std::move(progress);
    return Private::carryOut(d, carrying);
}

QCoro::Task<Result<RecoveryReport>> Recovery::recover(
    ObserverWish wish, StopRequestPtr stop, Progress progress)
{
    return Private::recover(d, std::move(wish), std::move(stop), std::move(progress));
}

} // namespace emberwatch
