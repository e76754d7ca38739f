// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/engine/recoveryroom.h"

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

AlertOptions alertOptions(const RecoverySetup &setup)
{
    AlertOptions options;
    options.environment = setup.environment;
    return options;
}

RunnerOptions runnerOptions(const RecoverySetup &setup, const Holds *holds)
{
    RunnerOptions options;
    options.schema = setup.schema;
    options.holder = holderHere(u"console"_s);
    options.actor = setup.actor;
    options.environment = setup.environment;
    options.policy = setup.policy;
    options.spoolFolder = setup.spoolFolder;
    options.clock = setup.clock;
    options.isOnHold = [holds, clock = setup.clock] { return holds->current(clock()).has_value(); };
    return options;
}

} // namespace

RecoveryRoom::RecoveryRoom(
    redis::Topology *topology, JobStore *jobs, Holds *holds, const RecoverySetup &setup)
    : m_journal(std::make_unique<Journal>(setup.journalPath))
    , m_guard(setup.guarded, m_journal.get(), setup.clock)
    , m_records(recordStoreOf(setup))
    , m_alerts(alertOptions(setup), setup.clock)
    , m_settler(
          jobs, m_journal.get(), m_records.get(), {setup.actor, setup.environment, setup.schema, setup.clock})
    , m_tracking({topology, jobs, &m_trackingServers, &m_settler, m_records.get(), nullptr},
          runnerOptions(setup, holds))
{
    m_wish.policy = setup.policy;
    RecoverySources sources;
    sources.observed = {jobs, m_records.get(), &m_servers, m_journal.get()};
    sources.tracking = &m_tracking;
    sources.holds = holds;
    sources.guard = &m_guard;
    sources.alerts = &m_alerts;
    RecoveryOptions options;
    options.actor = setup.actor;
    options.environment = setup.environment;
    options.observer.schema = setup.schema;
    options.observer.clock = setup.clock;
    m_recovery = std::make_unique<Recovery>(sources, options);
    connect(&m_tracking, &TrackingRoom::changed, this, &RecoveryRoom::trackingChanged);
    connect(&m_alerts, &Alerts::raised, this, &RecoveryRoom::alerted);
    connect(&m_tracking, &TrackingRoom::stopped, this, &RecoveryRoom::trackingStopped);
}

RecoveryRoom::~RecoveryRoom()
{
    m_alerts.flush(); // into the log
}

Recovery::Progress RecoveryRoom::telling()
{
    return [this](const RecoveryProgress &progress) { Q_EMIT progressed(progress); };
}

void RecoveryRoom::propose(
    PlanScope scope, const comfyui::ServerAllowList &allowed, const QSet<PromptId> &only)
{
    if (isUnderWay())
        return;
    m_servers.setAllowed(allowed);
    setAllowed(allowed);
    m_wish.scope = scope;
    m_wish.only = only;
    m_stop = std::make_shared<StopRequest>();
    QCoro::connect(m_recovery->propose(m_wish, m_stop, telling()), this,
        [this](const Result<RecoveryProposal> &proposal) {
            end();
            if (proposal)
                Q_EMIT proposed(*proposal);
            else
                Q_EMIT failed(proposal.error());
        });
}

void RecoveryRoom::carryOut(const RecoveryProposal &proposal)
{
    if (isUnderWay())
        return;
    m_stop = std::make_shared<StopRequest>();
    QCoro::connect(m_recovery->carryOut(proposal, m_stop, telling()), this,
        [this](const Result<RecoveryReport> &report) {
            end();
            if (report)
                Q_EMIT reported(*report);
            else
                Q_EMIT failed(report.error());
        });
}

void RecoveryRoom::stop()
{
    if (m_stop)
        m_stop->request();
}

void RecoveryRoom::setAllowed(const comfyui::ServerAllowList &allowed)
{
    m_tracking.setAllowed(allowed);
}

void RecoveryRoom::stopTracking()
{
    m_tracking.stop();
}

void RecoveryRoom::end()
{
    m_stop.reset();
    Q_EMIT ended();
}

} // namespace emberwatch
