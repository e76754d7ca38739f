// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/engine/actionroom.h"

#include "core/base/timetext.h"
#include "core/operations/jobobserver.h"
#include "core/triage/durationwords.h"

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

ActionOptions actionOptions(const RecoverySetup &setup)
{
    return {setup.actor, setup.environment, setup.schema, setup.clock};
}

ResubmitOptions resubmitOptions(const RecoverySetup &setup, const redis::ConnectionOptions &connection)
{
    ResubmitOptions options;
    options.action = actionOptions(setup);
    options.connection = connection;
    options.holder = holderHere(u"console"_s);
    options.times.grace = setup.policy.standard.grace.value;
    options.pause = ObserverOptions::pauseForReal();
    return options;
}

/// When the key expires, and whether that can be made later.
JobActionFinding extendFinding(const PromptId &id, const JobReading &reading)
{
    JobActionFinding finding{JobActionKind::Extend, id, false, {}, reading.expiresAt()};
    if (!reading.exists)
        finding.text = u"There is no such key any more."_s;
    else if (!reading.hasValue)
        finding.text = u"Its value is no text that could be compared."_s;
    else if (!finding.expiresAt)
        finding.text = u"It never expires."_s;
    else {
        finding.isPossible = true;
        finding.text = u"It expires at %1, in %2."_s.arg(
            exactMomentText(*finding.expiresAt), durationInWords(*finding.expiresAt - reading.serverTime));
    }
    return finding;
}

} // namespace

ActionRoom::ActionRoom(const ActionRoomParts &parts, const RecoverySetup &setup)
    : m_jobs(parts.jobs)
    , m_journal(setup.journalPath)
    , m_records(recordStoreOf(setup))
    , m_guard(setup.guarded, &m_journal, setup.clock)
    , m_options(actionOptions(setup))
    , m_cancel(sources(), m_options)
    , m_resubmit(sources(), parts.submitter, resubmitOptions(setup, parts.connection))
{
}

ActionRoom::~ActionRoom() = default;

ActionSources ActionRoom::sources()
{
    return {m_jobs, m_records.get(), &m_servers, &m_journal, &m_guard};
}

void ActionRoom::propose(const JobActionWish &wish, const comfyui::ServerAllowList &allowed)
{
    if (m_stop)
        return;
    m_stop = std::make_shared<StopRequest>();
    m_servers.setAllowed(allowed);
    switch (wish.kind) {
    case JobActionKind::Resubmit:
        return lookForResubmit(wish.promptId);
    case JobActionKind::Extend:
        return lookForExtend(wish.promptId);
    case JobActionKind::Cancel:
        return lookForCancel(wish.promptId);
    }
}

void ActionRoom::lookForResubmit(const PromptId &id)
{
    QCoro::connect(m_resubmit.propose({id, {}, false}, m_stop), this,
        [this, id](const Result<ResubmitProposal> &proposal) {
            if (!proposal)
                return fail(proposal.error());
            m_proposal = *proposal;
            end();
            Q_EMIT found({JobActionKind::Resubmit, id, !proposal->refusal, proposal->text, std::nullopt});
        });
}

void ActionRoom::lookForCancel(const PromptId &id)
{
    const QList<PromptId> ids{id};
    QCoro::connect(m_cancel.propose(ids), this, [this, id](const Result<QList<CancelCandidate>> &candidates) {
        if (!candidates)
            return fail(candidates.error());
        m_candidate = candidates->constFirst();
        end();
        Q_EMIT found({JobActionKind::Cancel, id, !m_candidate.refusal, m_candidate.text, std::nullopt});
    });
}

void ActionRoom::lookForExtend(const PromptId &id)
{
    QCoro::connect(m_jobs->get(id), this, [this, id](const Result<JobReading> &reading) {
        if (!reading)
            return fail(reading.error());
        end();
        Q_EMIT found(extendFinding(id, *reading));
    });
}

void ActionRoom::carryOut(const JobActionWish &wish)
{
    if (m_stop)
        return;
    m_stop = std::make_shared<StopRequest>();
    switch (wish.kind) {
    case JobActionKind::Resubmit:
        return resubmit();
    case JobActionKind::Extend:
        return extend(wish);
    case JobActionKind::Cancel:
        return cancel();
    }
}

void ActionRoom::resubmit()
{
    const PromptId id = m_proposal.job.promptId;
    QCoro::connect(m_resubmit.carryOut(m_proposal), this, [this, id](const Result<ResubmittedJob> &job) {
        if (!job)
            return fail(job.error());
        end();
        Q_EMIT acted(
            {JobActionKind::Resubmit, id, job->end == ResubmitEnd::Submitted, job->text, job->newId});
    });
}

void ActionRoom::cancel()
{
    const QList<CancelCandidate> candidates{m_candidate};
    QCoro::connect(m_cancel.carryOut(candidates, m_stop), this,
        [this, id = m_candidate.job.promptId](const Result<QList<CancelledJob>> &jobs) {
            if (!jobs)
                return fail(jobs.error());
            const CancelledJob &job = jobs->constFirst();
            end();
            Q_EMIT acted({JobActionKind::Cancel, id, isCancelled(job.end), job.text, PromptId()});
        });
}

void ActionRoom::extend(const JobActionWish &wish)
{
    QCoro::connect(extendJob(sources(), m_options, wish.promptId, wish.time), this,
        [this, id = wish.promptId](const Result<ExtendedJob> &job) {
            if (!job)
                return fail(job.error());
            end();
            Q_EMIT acted(
                {JobActionKind::Extend, id, job->end == ExtendedJob::End::Done, job->text, PromptId()});
        });
}

void ActionRoom::stop()
{
    if (m_stop)
        m_stop->request();
}

void ActionRoom::fail(const Error &error)
{
    end();
    Q_EMIT failed(error);
}

void ActionRoom::end()
{
    m_stop.reset();
    Q_EMIT ended();
}

} // namespace emberwatch
