// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/planwalk.h"

#include "core/operations/cleaningmeans.h"
#include "core/operations/cleaningproposal.h"
#include "core/operations/failpoint.h"
#include "core/operations/reconcileproposal.h"
#include "core/operations/walksteps.h"

#include <QLoggingCategory>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(logWalk, "emberwatch.operations.walk", QtInfoMsg)

bool isFresh(const PlannedAction &action, Timestamp now)
{
    return now - action.judgedAt <= judgementHolds;
}

} // namespace

class PlanWalk::Private
{
public:
    Private(const RecoverySources &from, RecoveryOptions with)
        : steps(std::make_shared<WalkSteps>(from, std::move(with)))
    {
    }

    const WalkSteps::Shared steps;

    using Shared = std::shared_ptr<Private>;
    /// One kind of what is done.
    struct Stage
    {
        QString title; ///< for people
        QCoro::Task<void> (*step)(WalkSteps::Shared, CarryingPtr, PlannedActions) = nullptr;
        bool needsThisLife = false; ///< of the server that was judged
    };

    static QCoro::Task<Result<RecoveryProposal>> propose(
        Shared self, ObserverWish wish, StopRequestPtr stop, Progress progress);
    static QCoro::Task<Result<WalkEnd>> carryOut(Shared self, CarryingPtr carrying);
    static QCoro::Task<Result<void>> judgeAgain(Shared self, CarryingPtr carrying);
    static QCoro::Task<Result<void>> permit(Shared self, CarryingPtr carrying);
    static QCoro::Task<void> inSteps(Shared self, CarryingPtr carrying, PlannedActions all, Stage stage);

    [[nodiscard]] Timestamp now() const { return steps->now(); }
    [[nodiscard]] std::optional<Hold> seeHolds(const Observation &observation) const;
    [[nodiscard]] bool isOfThisLife(const PlannedAction &action) const;
};

QCoro::Task<Result<RecoveryProposal>> PlanWalk::Private::propose(
    Shared self, ObserverWish wish, StopRequestPtr stop, Progress progress)
{
    const JobObserver::Progress say = [progress](const QString &what) {
        if (progress)
            progress({what, 0, 0});
    };
    Result<Observation> observation = co_await self->steps->observer.observe(wish, stop, say);
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
            = co_await meansFor(self->steps->sources.observed.jobs, self->steps->sources.observed.records);
        const auto make = wish.scope == PlanScope::Clean ? cleaningProposalFrom : reconcileProposalFrom;
        proposal = make(*std::move(observation), wish, means, hold, now);
    }
    proposal.plan.environment = self->steps->options.environment;
    co_return proposal;
}

std::optional<Hold> PlanWalk::Private::seeHolds(const Observation &observation) const
{
    Holds *holds = steps->sources.holds;
    if (holds == nullptr)
        return std::nullopt;
    const ServerEpoch &epoch = observation.epoch;
    if (!epoch.runId.isEmpty())
        holds->seeEpoch(epoch.address, epoch, now());
    for (const ListingFacts &facts : observation.listings)
        holds->seeListing(facts, now());
    return holds->current(now());
}

/// A judgement holds for one life of one server alone.
bool PlanWalk::Private::isOfThisLife(const PlannedAction &action) const
{
    return steps->jobs && epochOf(*steps->jobs) == action.epoch;
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
    const Result<void> permitted = co_await permitBy(self->steps->sources.guard, changes, agreement);
    co_return permitted;
}

/// Some at a time. Between two steps it can be ended.
QCoro::Task<void> PlanWalk::Private::inSteps(
    Shared self, CarryingPtr carrying, PlannedActions all, Stage stage)
{
    const WalkSteps::Shared steps = self->steps;
    for (qsizetype from = 0; from < all.size(); from += steps->options.stepJobs) {
        PlannedActions some = all.mid(from, steps->options.stepJobs);
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
        PlannedActions fresh;
        for (const PlannedAction &action : some) {
            if (!isFresh(action, now))
                carrying->leave(action, u"it was judged too long ago; it has to be judged again."_s);
            else if (stage.needsThisLife && !self->isOfThisLife(action))
                carrying->leave(action, u"Redis is not the one that was judged."_s);
            else
                fresh.append(action);
        }
        co_await stage.step(steps, carrying, fresh);
        carrying->say(stage.title);
    }
}

QCoro::Task<Result<WalkEnd>> PlanWalk::Private::carryOut(Shared self, CarryingPtr carrying)
{
    const WalkSteps::Shared steps = self->steps;
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
    const PlannedActions resuming = tickedOf(plan, isResuming);
    const Stage resumeStage{u"taking up tracking"_s, WalkSteps::resume};
    co_await inSteps(self, carrying, resuming, resumeStage);
    const PlannedActions settling = tickedOf(plan, isSettling);
    const Stage settleStage{u"settling"_s, WalkSteps::settle};
    co_await inSteps(self, carrying, settling, settleStage);
    const PlannedActions behind = cleanedBehind(*carrying, settling);
    const Stage behindStage{u"deleting what is settled"_s, WalkSteps::cleanBehind, true};
    co_await inSteps(self, carrying, behind, behindStage);
    const PlannedActions cleaning = tickedOf(plan, isCleaning);
    const Stage cleanStage{u"deleting what is out of date"_s, WalkSteps::clean, true};
    co_await inSteps(self, carrying, cleaning, cleanStage);
    const PlannedActions cancelling = tickedOf(plan, isCancelling);
    const Stage cancelStage{u"cancelling what nobody will collect"_s, WalkSteps::cancel};
    co_await inSteps(self, carrying, cancelling, cancelStage);
    if (!carrying->deleted.isEmpty() && plan.scope != PlanScope::Recover)
        co_await WalkSteps::lookAgain(steps, carrying);
    co_return WalkEnd{std::move(carrying->proposal), std::move(carrying->ends), self->now(), carrying->batch};
}

PlanWalk::PlanWalk(const RecoverySources &sources, RecoveryOptions options)
    : d(std::make_shared<Private>(sources, std::move(options)))
{
}

PlanWalk::~PlanWalk() = default;

const RecoverySources &PlanWalk::sources() const
{
    return d->steps->sources;
}

const RecoveryOptions &PlanWalk::options() const
{
    return d->steps->options;
}

Timestamp PlanWalk::now() const
{
    return d->now();
}

std::optional<Hold> PlanWalk::hold() const
{
    return d->steps->sources.holds == nullptr ? std::nullopt : d->steps->sources.holds->current(now());
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
    d->steps->keepResumed(live);
}

} // namespace emberwatch
