// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/engine/consoleengine.h"

namespace emberwatch {

using namespace Qt::StringLiterals;

ConsoleEngine::ConsoleEngine(
    redis::ConnectionOptions connection, FeedOptions options, JobFeed::Sink sink, QObject *parent)
    : QObject(parent)
    , m_room(new EngineRoom(std::move(connection), std::move(options), std::move(sink)))
{
    m_thread.setObjectName(u"engine"_s);
    m_room->moveToThread(&m_thread);
    connect(&m_thread, &QThread::started, m_room, &EngineRoom::start);
    connect(&m_thread, &QThread::finished, m_room, &QObject::deleteLater);
    connect(m_room, &EngineRoom::readingArrived, this, &ConsoleEngine::readingArrived);
    connect(m_room, &EngineRoom::readingFailed, this, &ConsoleEngine::readingFailed);
    connect(m_room, &EngineRoom::serverLooked, this, &ConsoleEngine::serverLooked);
    connect(m_room, &EngineRoom::jobAnswered, this, &ConsoleEngine::jobAnswered);
}

ConsoleEngine::~ConsoleEngine()
{
    // Sockets and timers have to go in the thread that they live in: also where nobody called start().
    m_thread.start();
    m_thread.quit();
    m_thread.wait();
}

void ConsoleEngine::start()
{
    m_thread.start();
}

void ConsoleEngine::batchTaken()
{
    m_room->batchTaken();
}

void ConsoleEngine::refresh()
{
    QMetaObject::invokeMethod(m_room, &EngineRoom::refresh, Qt::QueuedConnection);
}

void ConsoleEngine::retryNow()
{
    QMetaObject::invokeMethod(m_room, &EngineRoom::retryNow, Qt::QueuedConnection);
}

void ConsoleEngine::enableNotifications()
{
    QMetaObject::invokeMethod(m_room, &EngineRoom::enableNotifications, Qt::QueuedConnection);
}

void ConsoleEngine::read(const PromptId &id)
{
    QMetaObject::invokeMethod(
        m_room, [room = m_room, id] { room->read(id); }, Qt::QueuedConnection);
}

void ConsoleEngine::setAllowedServers(const comfyui::ServerAllowList &allowed)
{
    QMetaObject::invokeMethod(
        m_room, [room = m_room, allowed] { room->setAllowedServers(allowed); }, Qt::QueuedConnection);
}

void ConsoleEngine::askServers()
{
    QMetaObject::invokeMethod(m_room, &EngineRoom::askServers, Qt::QueuedConnection);
}

void ConsoleEngine::askAboutJob(const PromptId &id, const QString &serverUrl)
{
    QMetaObject::invokeMethod(
        m_room, [room = m_room, id, serverUrl] { room->askAboutJob(id, serverUrl); }, Qt::QueuedConnection);
}

} // namespace emberwatch
