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

void EngineRoom::proposeRecovery(const RecoverySetup &setup, const comfyui::ServerAllowList &allowed)
{
    if (!m_recovery) {
        m_recovery = std::make_unique<RecoveryRoom>(m_topology.get(), m_store.get(), setup);
        connect(m_recovery.get(), &RecoveryRoom::progressed, this, &EngineRoom::recoveryProgressed);
        connect(m_recovery.get(), &RecoveryRoom::proposed, this, &EngineRoom::recoveryProposed);
        connect(m_recovery.get(), &RecoveryRoom::reported, this, &EngineRoom::recoveryReported);
        connect(m_recovery.get(), &RecoveryRoom::failed, this, &EngineRoom::recoveryFailed);
        connect(m_recovery.get(), &RecoveryRoom::ended, this, &EngineRoom::recoveryEnded);
        connect(m_recovery.get(), &RecoveryRoom::trackingChanged, this, &EngineRoom::trackingChanged);
        connect(m_recovery.get(), &RecoveryRoom::trackingStopped, this, &EngineRoom::trackingStopped);
        connect(m_recovery.get(), &RecoveryRoom::alerted, this, &EngineRoom::alerted);
    }
    m_recovery->propose(allowed);
}

void EngineRoom::carryOutRecovery(const Plan &plan)
{
    if (m_recovery)
        m_recovery->carryOut(plan);
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

} // namespace emberwatch
