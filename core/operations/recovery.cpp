// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/recovery.h"

#include "core/operations/failpoint.h"
#include "core/operations/keptreport.h"
#include "core/operations/recoverytelling.h"

#include <QCoroFuture>
#include <QLoggingCategory>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(logRecovery, "emberwatch.operations.recovery", QtInfoMsg)

/// What was planned, and in its place what came of it.
RecoveryReport reportOf(const WalkEnd &end)
{
    RecoveryReport report = expectedReport(end.proposal.plan);
    report.startedAt = end.proposal.begunAt;
    report.finishedAt = end.finishedAt;
    report.reason = end.proposal.agreement.reason;
    report.batch = end.batch.value();
    for (QList<RecoveredJob> *jobs : {&report.jobs, &report.beside}) {
        for (RecoveredJob &job : *jobs)
            job = end.ends.value(job.promptId, job);
    }
    return report;
}

QSet<PromptId> resumedIn(const RecoveryReport &report)
{
    QSet<PromptId> live;
    for (const QList<RecoveredJob> *jobs : {&report.jobs, &report.beside}) {
        for (const RecoveredJob &job : *jobs) {
            if (job.outcome == RecoveryOutcome::Resumed)
                live.insert(job.promptId);
        }
    }
    return live;
}

} // namespace

class Recovery::Private
{
public:
    Private(const RecoverySources &sources, RecoveryOptions options)
        : walk(std::make_shared<PlanWalk>(sources, std::move(options)))
        , telling(sources.analytics, sources.alerts)
    {
    }

    std::shared_ptr<PlanWalk> walk;
    RecoveryTelling telling;

    using Shared = std::shared_ptr<Private>;
    static QCoro::Task<Result<RecoveryProposal>> propose(
        Shared self, ObserverWish wish, StopRequestPtr stop, Progress progress);
    static QCoro::Task<Result<RecoveryReport>> carryOut(
        Shared self, RecoveryProposal proposal, StopRequestPtr stop, Progress progress);
    static QCoro::Task<Result<RecoveryReport>> recover(
        Shared self, ObserverWish wish, StopRequestPtr stop, Progress progress);
    static QCoro::Task<void> keep(Shared self, RecoveryReport report);
    void tellWhyNot(const Error &why);
};

void Recovery::Private::tellWhyNot(const Error &why)
{
    if (why.kind != Error::Kind::Cancelled)
        telling.tellIncomplete(why.message);
}

QCoro::Task<Result<RecoveryProposal>> Recovery::Private::propose(
    Shared self, ObserverWish wish, StopRequestPtr stop, Progress progress)
{
    Result<RecoveryProposal> proposal = co_await self->walk->propose(wish, stop, progress);
    if (!proposal && wish.scope == PlanScope::Recover)
        self->tellWhyNot(proposal.error());
    co_return proposal;
}

QCoro::Task<void> Recovery::Private::keep(Shared self, RecoveryReport report)
{
    const JournalReport kept{report.finishedAt, self->walk->options().environment, reportKindOf(report.scope),
        keptReportJson(report)};
    const QFuture<Result<void>> keeping = self->walk->sources().observed.journal->keep(kept);
    const Result<void> done = co_await keeping;
    if (!done)
        qCWarning(logRecovery) << "the report could not be kept:" << done.error().message;
}

QCoro::Task<Result<RecoveryReport>> Recovery::Private::carryOut(
    Shared self, RecoveryProposal proposal, StopRequestPtr stop, Progress progress)
{
    const PlanScope scope = proposal.plan.scope;
    QCoro::Task<Result<WalkEnd>> walking = self->walk->carryOut(std::move(proposal), stop, progress);
    const Result<WalkEnd> end = co_await walking;
    if (!end) {
        if (scope == PlanScope::Recover)
            self->tellWhyNot(end.error());
        co_return tl::make_unexpected(end.error());
    }
    const RecoveryReport report = reportOf(*end);
    const bool isRecovery = report.scope == PlanScope::Recover;
    if (isRecovery)
        self->walk->keepResumed(resumedIn(report));
    failpoint("carried-out");
    co_await keep(self, report);
    failpoint("kept");
    if (isRecovery)
        self->telling.tell(report, end->proposal);
    if (isRecovery && stop->isRequested())
        self->telling.tellIncomplete(u"The recovery was ended before it was through."_s);
    co_return report;
}

QCoro::Task<Result<RecoveryReport>> Recovery::Private::recover(
    Shared self, ObserverWish wish, StopRequestPtr stop, Progress progress)
{
    Result<RecoveryProposal> proposal = co_await propose(self, wish, stop, progress);
    if (!proposal)
        co_return tl::make_unexpected(proposal.error());
    QCoro::Task<Result<RecoveryReport>> carrying = carryOut(self, *std::move(proposal), stop, progress);
    Result<RecoveryReport> report = co_await carrying;
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
    return Private::carryOut(d, std::move(proposal), std::move(stop), std::move(progress));
}

QCoro::Task<Result<RecoveryReport>> Recovery::recover(
    ObserverWish wish, StopRequestPtr stop, Progress progress)
{
    return Private::recover(d, std::move(wish), std::move(stop), std::move(progress));
}

std::shared_ptr<PlanWalk> Recovery::walk() const
{
    return d->walk;
}

} // namespace emberwatch
