// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/engine/recoveryroom.h"

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

std::unique_ptr<RecordStore> recordsOf(const RecoverySetup &setup)
{
    if (!setup.records)
        return nullptr;
    return std::make_unique<RecordStore>(*setup.records, setup.mapping, setup.recordsOptions);
}

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

RecoveryRoom::RecoveryRoom(redis::Topology *topology, JobStore *jobs, const RecoverySetup &setup)
    : m_journal(std::make_unique<Journal>(setup.journalPath))
    , m_guard(setup.guarded, m_journal.get(), setup.clock)
    , m_records(recordsOf(setup))
    , m_alerts(alertOptions(setup), setup.clock)
    , m_settler(
          jobs, m_journal.get(), m_records.get(), {setup.actor, setup.environment, setup.schema, setup.clock})
    , m_tracking({topology, jobs, &m_trackingServers, &m_settler, m_records.get(), nullptr},
          runnerOptions(setup, &m_holds))
{
    m_wish.policy = setup.policy;
    RecoverySources sources;
    sources.observed = {jobs, m_records.get(), &m_servers, m_journal.get()};
    sources.tracking = &m_tracking;
    sources.holds = &m_holds;
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

void RecoveryRoom::propose(const comfyui::ServerAllowList &allowed)
{
    if (isUnderWay())
        return;
    m_servers.setAllowed(allowed);
    setAllowed(allowed);
    m_stop = std::make_shared<StopRequest>();
    QCoro::connect(m_recovery->propose(m_wish, m_stop, telling()), this,
        [this](const Result<RecoveryProposal> &proposal) {
            end();
            if (proposal) {
                m_proposal = *proposal;
                Q_EMIT proposed(m_proposal);
            } else {
                Q_EMIT failed(proposal.error());
            }
        });
}

void RecoveryRoom::carryOut(const Plan &plan)
{
    if (isUnderWay())
        return;
    m_stop = std::make_shared<StopRequest>();
    m_proposal.plan = plan;
    QCoro::connect(m_recovery->carryOut(m_proposal, m_stop, telling()), this,
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
