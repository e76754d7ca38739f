// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/engine/engineroom.h"

#include <QCoroTask>

namespace emberwatch {

EngineRoom::EngineRoom(redis::ConnectionOptions connection, FeedOptions options, JobFeed::Sink sink)
    : m_connection(std::move(connection))
    , m_options(std::move(options))
    , m_sink(std::move(sink))
{
}

EngineRoom::~EngineRoom() = default;

void EngineRoom::batchTaken()
{
    m_feed->batchTaken();
}

void EngineRoom::start()
{
    m_topology = std::make_unique<redis::StandaloneTopology>(m_connection);
    m_feed = std::make_unique<JobFeed>(m_topology.get(), m_options, m_sink);
    m_store = std::make_unique<JobStore>(m_topology.get(), m_options.schema, m_options.limits);
    m_servers = std::make_unique<comfyui::ServerPool>();
    m_survey = std::make_unique<comfyui::ServerSurvey>(m_servers.get());
    m_gatherer = std::make_unique<comfyui::EvidenceGatherer>(m_servers.get());
    connect(m_survey.get(), &comfyui::ServerSurvey::looked, this, &EngineRoom::serverLooked);
    m_feed->start();
}

void EngineRoom::refresh()
{
    m_feed->refresh();
}

void EngineRoom::retryNow()
{
    m_feed->retryNow();
}

void EngineRoom::enableNotifications()
{
    m_feed->enableNotifications();
}

void EngineRoom::read(const PromptId &id)
{
    QCoro::connect(m_store->get(id), this, [this, id](const Result<JobReading> &reading) {
        if (reading)
            Q_EMIT readingArrived(*reading);
        else
            Q_EMIT readingFailed(id, reading.error());
    });
}

void EngineRoom::setAllowedServers(const comfyui::ServerAllowList &allowed)
{
    m_survey->setAllowed(allowed);
    if (m_recovery)
        m_recovery->setAllowed(allowed);
}

void EngineRoom::askServers()
{
    m_survey->lookNow();
}

void EngineRoom::askAboutJob(const PromptId &id, const QString &serverUrl)
{
    comfyui::JobQuestion question;
    question.promptId = id;
    QCoro::connect(m_gatherer->gather({{serverUrl, {question}, std::nullopt}}), this,
        [this](const QList<comfyui::ServerEvidence> &servers) {
            Q_EMIT jobAnswered(servers.constFirst().jobs.constFirst());
        });
}

void EngineRoom::askForRecord(const RecordsAddress &address, const PromptId &id, const SchemaMapping &mapping)
{
    if (!m_records) {
        m_records = std::make_unique<RecordRoom>(address, mapping);
        connect(m_records.get(), &RecordRoom::answered, this, &EngineRoom::recordAnswered);
    }
    m_records->ask(id);
}

void EngineRoom::makeRecovery(const RecoverySetup &setup)
{
    if (m_recovery)
        return;
    m_recovery = std::make_unique<RecoveryRoom>(m_topology.get(), m_store.get(), &m_holds, setup);
    connect(m_recovery.get(), &RecoveryRoom::progressed, this, &EngineRoom::recoveryProgressed);
    connect(m_recovery.get(), &RecoveryRoom::proposed, this, &EngineRoom::recoveryProposed);
    connect(m_recovery.get(), &RecoveryRoom::reported, this, &EngineRoom::recoveryReported);
    connect(m_recovery.get(), &RecoveryRoom::failed, this, &EngineRoom::recoveryFailed);
    connect(m_recovery.get(), &RecoveryRoom::ended, this, &EngineRoom::recoveryEnded);
    connect(m_recovery.get(), &RecoveryRoom::trackingChanged, this, &EngineRoom::trackingChanged);
    connect(m_recovery.get(), &RecoveryRoom::trackingStopped, this, &EngineRoom::trackingStopped);
    connect(m_recovery.get(), &RecoveryRoom::alerted, this, &EngineRoom::alerted);
}

void EngineRoom::proposeRecovery(const RecoverySetup &setup, PlanScope scope,
    const comfyui::ServerAllowList &allowed, const QSet<PromptId> &only)
{
    makeRecovery(setup);
    m_recovery->propose(scope, allowed, only);
}

void EngineRoom::carryOutRecovery(const RecoverySetup &setup, const RecoveryProposal &proposal)
{
    makeRecovery(setup);
    m_recovery->carryOut(proposal);
}

void EngineRoom::stopRecovery()
{
    if (m_recovery)
        m_recovery->stop();
}

void EngineRoom::stopTracking()
{
    if (m_recovery)
        m_recovery->stopTracking();
    else
        Q_EMIT trackingStopped();
}

void EngineRoom::makeTriage(const RecoverySetup &setup)
{
    if (m_triage)
        return;
    m_triage = std::make_unique<TriageRoom>(m_store.get(), &m_holds, setup);
    connect(m_triage.get(), &TriageRoom::progressed, this, &EngineRoom::triageProgressed);
    connect(m_triage.get(), &TriageRoom::judged, this, &EngineRoom::triageJudged);
    connect(m_triage.get(), &TriageRoom::failed, this, &EngineRoom::triageFailed);
    connect(m_triage.get(), &TriageRoom::ended, this, &EngineRoom::triageEnded);
}

void EngineRoom::judge(const RecoverySetup &setup, const comfyui::ServerAllowList &allowed)
{
    makeTriage(setup);
    m_triage->look(allowed);
}

void EngineRoom::stopJudging()
{
    if (m_triage)
        m_triage->stop();
}

void EngineRoom::makeJournal(const RecoverySetup &setup)
{
    if (m_journal)
        return;
    m_journal = std::make_unique<JournalRoom>(m_store.get(), setup);
    connect(m_journal.get(), &JournalRoom::read, this, &EngineRoom::journalRead);
    connect(m_journal.get(), &JournalRoom::undoProposed, this, &EngineRoom::undoProposed);
    connect(m_journal.get(), &JournalRoom::undone, this, &EngineRoom::undone);
    connect(m_journal.get(), &JournalRoom::undoCarriedOut, this, &EngineRoom::undoCarriedOut);
    connect(m_journal.get(), &JournalRoom::undoFailed, this, &EngineRoom::undoFailed);
    connect(m_journal.get(), &JournalRoom::undoEnded, this, &EngineRoom::undoEnded);
}

void EngineRoom::readJournal(const RecoverySetup &setup, const JournalQuestion &question)
{
    makeJournal(setup);
    m_journal->ask(question);
}

void EngineRoom::proposeUndo(const RecoverySetup &setup, const UndoSelection &selection)
{
    makeJournal(setup);
    m_journal->proposeUndo(selection);
}

void EngineRoom::carryOutUndo(
    const RecoverySetup &setup, const QList<UndoCandidate> &entries, const Agreement &agreement)
{
    makeJournal(setup);
    m_journal->carryOutUndo(entries, agreement);
}

void EngineRoom::stopUndoing()
{
    if (m_journal)
        m_journal->stop();
}

void EngineRoom::makeGuard(const RecoverySetup &setup)
{
    if (m_guard)
        return;
    m_guard = std::make_unique<GuardRoom>(setup);
    connect(m_guard.get(), &GuardRoom::told, this, &EngineRoom::writesTold);
    connect(m_guard.get(), &GuardRoom::refused, this, &EngineRoom::writesRefused);
}

void EngineRoom::watchWrites(const RecoverySetup &setup)
{
    makeGuard(setup);
    m_guard->look();
}

void EngineRoom::raiseWrites(
    const RecoverySetup &setup, std::chrono::milliseconds length, const QString &reason)
{
    makeGuard(setup);
    m_guard->raise(length, reason);
}

void EngineRoom::lowerWrites(const RecoverySetup &setup)
{
    makeGuard(setup);
    m_guard->lower();
}

} // namespace emberwatch
