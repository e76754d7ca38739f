// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/engine/recoveryroom.h"

#include <QCoreApplication>

namespace emberwatch {

using namespace Qt::StringLiterals;

RecoveryProposal withoutTracking(RecoveryProposal proposal)
{
    for (PlannedAction &action : proposal.plan.actions) {
        if (action.action != Action::Resume && action.action != Action::RecreateState)
            continue;
        action.action = Action::None;
        action.steps.clear();
        action.isTicked = false;
        action.expected = action.expected ? std::optional(RecoveryOutcome::LeftAlone) : std::nullopt;
        action.reason = QCoreApplication::translate("RecoveryRoom",
            "It lives. The console tracks no jobs: the agent or \"emberwatch recover\" takes its tracking "
            "up.");
    }
    return proposal;
}

RecoveryRoom::RecoveryRoom(JobStore *jobs, const RecoverySetup &setup)
    : m_journal(std::make_unique<Journal>(setup.journalPath))
{
    if (setup.records)
        m_records = std::make_unique<RecordStore>(*setup.records, SchemaMapping());
    m_wish.policy = setup.policy;
    RecoverySources sources;
    sources.observed = {jobs, m_records.get(), &m_servers, m_journal.get()};
    sources.holds = &m_holds;
    RecoveryOptions options;
    options.actor = setup.actor;
    options.environment = setup.environment;
    options.observer.schema = setup.schema;
    options.observer.clock = setup.clock;
    m_recovery = std::make_unique<Recovery>(sources, options);
}

RecoveryRoom::~RecoveryRoom() = default;

Recovery::Progress RecoveryRoom::telling()
{
    return [this](const RecoveryProgress &progress) { Q_EMIT progressed(progress); };
}

void RecoveryRoom::propose(const comfyui::ServerAllowList &allowed)
{
    if (isUnderWay())
        return;
    m_servers.setAllowed(allowed);
    m_stop = std::make_shared<StopRequest>();
    QCoro::connect(m_recovery->propose(m_wish, m_stop, telling()), this,
        [this](const Result<RecoveryProposal> &proposal) {
            if (proposal) {
                m_proposal = withoutTracking(*proposal);
                Q_EMIT proposed(m_proposal);
            } else {
                Q_EMIT failed(proposal.error());
            }
            end();
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
            if (report)
                Q_EMIT reported(*report);
            else
                Q_EMIT failed(report.error());
            end();
        });
}

void RecoveryRoom::stop()
{
    if (m_stop)
        m_stop->request();
}

void RecoveryRoom::end()
{
    m_stop.reset();
    Q_EMIT ended();
}

} // namespace emberwatch
