// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/statecleaner.h"

#include "core/operations/lease.h"
#include "core/redis/connection.h"

namespace emberwatch {

using namespace Qt::StringLiterals;
using Outcome = CleaningOutcome;

namespace {

constexpr std::chrono::seconds readyWithin{5};

Outcome outcomeOf(const PlannedAction &action, const RecoveredJob &end)
{
    if (end.outcome == RecoveryOutcome::Failed)
        return Outcome::Failed;
    if (end.outcome == RecoveryOutcome::LeftAlone)
        return Outcome::LeftAlone;
    return action.steps.contains(Step::WriteRecord) ? Outcome::Settled : Outcome::Deleted;
}

CleaningReport reportOf(const WalkEnd &end)
{
    CleaningReport report = expectedCleaning(end.proposal.plan);
    report.startedAt = end.proposal.begunAt;
    report.finishedAt = end.finishedAt;
    for (qsizetype i = 0; i < report.findings.size(); ++i) {
        const PlannedAction &action = end.proposal.plan.actions[i];
        const auto job = end.ends.constFind(action.promptId);
        if (job == end.ends.constEnd())
            continue;
        report.findings[i].outcome = outcomeOf(action, *job);
        report.findings[i].text = job->reason;
    }
    return report;
}

} // namespace

class StateCleaner::Private
{
public:
    Private(std::shared_ptr<PlanWalk> walked, CleanerOptions with)
        : walk(std::move(walked))
        , holder(std::move(with.holder))
        , connection(std::move(with.connection))
    {
        connection.setReconnect(true);
    }

    std::shared_ptr<PlanWalk> walk;
    LeaseHolder holder;
    redis::Connection connection;

    using Shared = std::shared_ptr<Private>;
    static QCoro::Task<Result<CleaningReport>> look(Shared self, ObserverWish wish, StopRequestPtr stop);
    static QCoro::Task<Result<CleaningReport>> clean(Shared self, ObserverWish wish, StopRequestPtr stop);
    static QCoro::Task<Result<CleaningReport>> cleanUnder(
        Shared self, std::shared_ptr<Lease> lease, ObserverWish wish, StopRequestPtr stop);
    [[nodiscard]] CleaningReport leftTo(const std::optional<LeaseHolder> &other) const;
};

CleaningReport StateCleaner::Private::leftTo(const std::optional<LeaseHolder> &other) const
{
    CleaningReport report;
    report.startedAt = walk->now();
    report.finishedAt = report.startedAt;
    report.heldBy = other ? holderText(*other) : u"somebody else"_s;
    return report;
}

QCoro::Task<Result<CleaningReport>> StateCleaner::Private::look(
    Shared self, ObserverWish wish, StopRequestPtr stop)
{
    const PlanWalk::Progress silent;
    const Result<RecoveryProposal> proposal = co_await self->walk->propose(wish, stop, silent);
    if (!proposal)
        co_return tl::make_unexpected(proposal.error());
    CleaningReport report = expectedCleaning(proposal->plan);
    report.startedAt = proposal->begunAt;
    report.hold = self->walk->hold();
    co_return report;
}

QCoro::Task<Result<CleaningReport>> StateCleaner::Private::cleanUnder(
    Shared self, std::shared_ptr<Lease> lease, ObserverWish wish, StopRequestPtr stop)
{
    const PlanWalk::Progress silent;
    Result<RecoveryProposal> proposal = co_await self->walk->propose(wish, stop, silent);
    if (!proposal)
        co_return tl::make_unexpected(proposal.error());
    const PlanWalk::Permission mayBegin = [lease] { return lease->isValid(); };
    QCoro::Task<Result<WalkEnd>> walking = self->walk->carryOut(*std::move(proposal), stop, silent, mayBegin);
    const Result<WalkEnd> end = co_await walking;
    if (!end)
        co_return tl::make_unexpected(end.error());
    CleaningReport report = reportOf(*end);
    report.hold = self->walk->hold();
    co_return report;
}

QCoro::Task<Result<CleaningReport>> StateCleaner::Private::clean(
    Shared self, ObserverWish wish, StopRequestPtr stop)
{
    self->connection.open();
    const Result<void> ready = co_await self->connection.waitReady(readyWithin);
    if (!ready)
        co_return tl::make_unexpected(ready.error());
    // It releases itself when this has ended.
    const auto lease = std::make_shared<Lease>(&self->connection, "cleaning", self->holder);
    const Result<LeaseAnswer> answer = co_await lease->take();
    if (!answer)
        co_return tl::make_unexpected(answer.error());
    if (!answer->isHeld)
        co_return self->leftTo(answer->holder);
    Result<CleaningReport> report = co_await cleanUnder(self, lease, wish, stop);
    co_return report;
}

StateCleaner::StateCleaner(std::shared_ptr<PlanWalk> walk, CleanerOptions options)
    : d(std::make_shared<Private>(std::move(walk), std::move(options)))
{
}

StateCleaner::~StateCleaner() = default;

QCoro::Task<Result<CleaningReport>> StateCleaner::look(ObserverWish wish, StopRequestPtr stop)
{
    wish.scope = PlanScope::Clean;
    wish.isLeftToRecovery = true;
    return Private::look(d, std::move(wish), std::move(stop));
}

QCoro::Task<Result<CleaningReport>> StateCleaner::clean(ObserverWish wish, StopRequestPtr stop)
{
    wish.scope = PlanScope::Clean;
    wish.isLeftToRecovery = true;
    return Private::clean(d, std::move(wish), std::move(stop));
}

} // namespace emberwatch
