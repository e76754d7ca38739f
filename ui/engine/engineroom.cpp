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

} // namespace emberwatch
