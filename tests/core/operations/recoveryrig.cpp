// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/operations/recoveryrig.h"

#include <QCoroTask>
#include <QEventLoop>
#include <QTimer>

namespace emberwatch::test {

using namespace Qt::StringLiterals;

namespace {

/// By a plain event loop: QTest's waiting sleeps for 10 ms between its looks, which the benchmark would
/// measure.
template <typename T> Result<T> waitFor(QCoro::Task<Result<T>> task)
{
    std::optional<Result<T>> answer;
    QEventLoop loop;
    QCoro::connect(std::move(task), &loop, [&answer, &loop](Result<T> result) {
        answer = std::move(result);
        loop.quit();
    });
    QTimer::singleShot(120'000, &loop, &QEventLoop::quit);
    if (!answer)
        loop.exec();
    if (!answer)
        return failure(Error::Kind::Timeout, u"no end within two minutes"_s);
    return *std::move(answer);
}

ObserverWish wishOf(const RigSetup &setup)
{
    ObserverWish wish;
    wish.policy = defaultPolicy();
    wish.policy.standard.grace.value = setup.grace;
    for (TypePolicy &type : wish.policy.types)
        type.grace.value = setup.grace;
    return wish;
}

} // namespace

QCoro::Task<Result<TrackingTaken>> RememberingTracking::take(TrackingRequest request)
{
    requests.append(request);
    co_return TrackingTaken{TrackingTaken::Way::Polling, std::nullopt, u"Tracked by polling."_s};
}

RecoveryRig::RecoveryRig(const RigSetup &setup)
    : m_wish(wishOf(setup))
    , m_topology(setup.redis)
    , m_jobs(std::make_unique<JobStore>(&m_topology, JobSchema()))
    , m_journal(std::make_unique<Journal>(setup.journalPath))
{
    const Clock clock = [leap = m_leap] { return systemNow() + *leap; };
    if (setup.records)
        m_records = std::make_unique<RecordStore>(*setup.records, SchemaMapping());
    comfyui::ComfyOptions comfy;
    comfy.timeout = setup.httpTimeout;
    comfy.clock = clock;
    m_servers = std::make_unique<comfyui::ServerPool>(
        comfyui::ServerAllowList::fromTexts(setup.servers).value(), comfy);
    RecoverySources sources;
    sources.observed = {m_jobs.get(), m_records.get(), m_servers.get(), m_journal.get()};
    if (setup.guardedAs)
        m_guard = std::make_unique<GuardRails>(
            GuardedEnvironment{u"staging"_s, *setup.guardedAs}, m_journal.get(), clock);
    sources.guard = m_guard.get();
    sources.tracking = &m_tracking;
    sources.holds = &m_holds;
    m_options.actor = {u"ann"_s, u"ops-1"_s, u"emberwatch test"_s};
    m_options.environment = u"staging"_s;
    m_options.stepJobs = setup.stepJobs;
    m_options.secondLookAfter = setup.secondLookAfter;
    m_options.observer.clock = clock;
    m_recovery = std::make_unique<Recovery>(sources, m_options);
    m_cleaner = std::make_unique<StateCleaner>(
        m_recovery->walk(), CleanerOptions{setup.redis, {u"test"_s, u"ops-1"_s, u"ann"_s, 1}});
}

RecoveryRig::~RecoveryRig() = default;

Result<RecoveryProposal> RecoveryRig::propose()
{
    return waitFor(m_recovery->propose(m_wish, m_stop));
}

Result<RecoveryReport> RecoveryRig::carryOut(const RecoveryProposal &proposal)
{
    return waitFor(m_recovery->carryOut(proposal, m_stop));
}

Result<RecoveryReport> RecoveryRig::recover()
{
    return waitFor(m_recovery->recover(m_wish, m_stop));
}

Result<CleaningReport> RecoveryRig::lookForStale()
{
    return waitFor(m_cleaner->look(m_wish, m_stop));
}

Result<CleaningReport> RecoveryRig::clean()
{
    return waitFor(m_cleaner->clean(m_wish, m_stop));
}

} // namespace emberwatch::test
