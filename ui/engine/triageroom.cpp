// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/engine/triageroom.h"

namespace emberwatch {

TriageRoom::TriageRoom(JobStore *jobs, Holds *holds, const RecoverySetup &setup)
    : m_journal(setup.journalPath)
    , m_records(recordStoreOf(setup))
{
    m_wish.policy = setup.policy;
    m_wish.scope = PlanScope::Reconcile;
    RecoverySources sources;
    sources.observed = {jobs, m_records.get(), &m_servers, &m_journal};
    sources.holds = holds;
    RecoveryOptions options;
    options.actor = setup.actor;
    options.environment = setup.environment;
    options.observer.schema = setup.schema;
    options.observer.clock = setup.clock;
    m_walk = std::make_unique<PlanWalk>(sources, options);
}

TriageRoom::~TriageRoom() = default;

void TriageRoom::look(const comfyui::ServerAllowList &allowed)
{
    if (m_stop)
        return;
    m_servers.setAllowed(allowed);
    m_stop = std::make_shared<StopRequest>();
    const PlanWalk::Progress telling
        = [this](const RecoveryProgress &progress) { Q_EMIT progressed(progress); };
    QCoro::connect(
        m_walk->propose(m_wish, m_stop, telling), this, [this](const Result<RecoveryProposal> &proposal) {
            m_stop.reset();
            Q_EMIT ended();
            if (proposal)
                Q_EMIT judged(triageBoardOf(*proposal));
            else
                Q_EMIT failed(proposal.error());
        });
}

void TriageRoom::stop()
{
    if (m_stop)
        m_stop->request();
}

} // namespace emberwatch
