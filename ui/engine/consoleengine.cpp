// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/engine/consoleengine.h"

#include <QEventLoop>
#include <QTimer>

#include <utility>

namespace emberwatch {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// The window is gone by then, and the program is to be within 2 s.
constexpr auto trackingEndsWithin = 1700ms;

} // namespace

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
    connect(m_room, &EngineRoom::recordAnswered, this, &ConsoleEngine::recordAnswered);
    connectRecovery();
    connectTriage();
    connectJournal();
}

void ConsoleEngine::connectRecovery()
{
    connect(m_room, &EngineRoom::recoveryProgressed, this, &ConsoleEngine::recoveryProgressed);
    connect(m_room, &EngineRoom::recoveryProposed, this, &ConsoleEngine::recoveryProposed);
    connect(m_room, &EngineRoom::recoveryReported, this, &ConsoleEngine::recoveryReported);
    connect(m_room, &EngineRoom::alerted, this, &ConsoleEngine::alerted);
    connect(m_room, &EngineRoom::recoveryFailed, this, &ConsoleEngine::recoveryFailed);
    connect(m_room, &EngineRoom::recoveryEnded, this, [this] {
        m_isRecovering = false;
        Q_EMIT recoveryEnded();
    });
    connect(m_room, &EngineRoom::trackingChanged, this, [this](const TrackingSummary &summary) {
        m_tracking = summary;
        Q_EMIT trackingChanged(m_tracking);
    });
    connect(m_room, &EngineRoom::trackingStopped, this, [this] {
        m_mayTrack = false;
        Q_EMIT trackingStopped();
    });
}

void ConsoleEngine::connectTriage()
{
    connect(m_room, &EngineRoom::triageProgressed, this, &ConsoleEngine::triageProgressed);
    connect(m_room, &EngineRoom::triageJudged, this, &ConsoleEngine::triageJudged);
    connect(m_room, &EngineRoom::triageFailed, this, &ConsoleEngine::triageFailed);
    connect(m_room, &EngineRoom::triageEnded, this, [this] {
        m_isJudging = false;
        Q_EMIT triageEnded();
    });
}

void ConsoleEngine::connectJournal()
{
    connect(m_room, &EngineRoom::journalRead, this, &ConsoleEngine::journalRead);
    connect(m_room, &EngineRoom::writesTold, this, &ConsoleEngine::writesTold);
    connect(m_room, &EngineRoom::writesRefused, this, &ConsoleEngine::writesRefused);
    connect(m_room, &EngineRoom::undoProposed, this, &ConsoleEngine::undoProposed);
    connect(m_room, &EngineRoom::undone, this, &ConsoleEngine::undone);
    connect(m_room, &EngineRoom::undoCarriedOut, this, &ConsoleEngine::undoCarriedOut);
    connect(m_room, &EngineRoom::undoFailed, this, &ConsoleEngine::undoFailed);
    connect(m_room, &EngineRoom::undoEnded, this, [this] {
        m_isUndoing = false;
        Q_EMIT undoEnded();
    });
}

bool ConsoleEngine::isAtWork() const
{
    return m_isRecovering || m_isJudging || m_isUndoing || m_mayTrack;
}

/// What a recovery works with has to stay until it has come to the end of its step, and what is tracked is
/// given up with its leases: both at the same time, so that neither waits for the other.
void ConsoleEngine::endWork()
{
    QEventLoop untilIdle;
    const auto endOnceIdle = [this, &untilIdle] {
        if (!isAtWork())
            untilIdle.quit();
    };
    connect(this, &ConsoleEngine::triageEnded, &untilIdle, endOnceIdle);
    connect(this, &ConsoleEngine::undoEnded, &untilIdle, endOnceIdle);
    connect(this, &ConsoleEngine::recoveryEnded, &untilIdle, endOnceIdle);
    connect(this, &ConsoleEngine::trackingStopped, &untilIdle, endOnceIdle);
    if (m_isRecovering)
        stopRecovery();
    if (m_isJudging)
        stopJudging();
    if (m_isUndoing)
        stopUndoing();
    if (m_mayTrack)
        QMetaObject::invokeMethod(m_room, &EngineRoom::stopTracking, Qt::QueuedConnection);
    // A Redis that is frozen gets no chance to hold up the end; its leases end by themselves then.
    QTimer::singleShot(trackingEndsWithin, &untilIdle, [this, endOnceIdle] {
        m_mayTrack = false;
        endOnceIdle();
    });
    if (isAtWork())
        untilIdle.exec(QEventLoop::ExcludeUserInputEvents);
}

ConsoleEngine::~ConsoleEngine()
{
    endWork();
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

void ConsoleEngine::askForRecord(
    const RecordsAddress &address, const PromptId &id, const SchemaMapping &mapping)
{
    QMetaObject::invokeMethod(
        m_room, [room = m_room, address, id, mapping] { room->askForRecord(address, id, mapping); },
        Qt::QueuedConnection);
}

void ConsoleEngine::proposeRecovery(const RecoverySetup &setup, PlanScope scope,
    const comfyui::ServerAllowList &allowed, const QSet<PromptId> &only)
{
    if (std::exchange(m_isRecovering, true))
        return;
    QMetaObject::invokeMethod(
        m_room,
        [room = m_room, setup, scope, allowed, only] { room->proposeRecovery(setup, scope, allowed, only); },
        Qt::QueuedConnection);
}

void ConsoleEngine::carryOutRecovery(const RecoverySetup &setup, const RecoveryProposal &proposal)
{
    if (std::exchange(m_isRecovering, true))
        return;
    m_mayTrack = true;
    QMetaObject::invokeMethod(
        m_room, [room = m_room, setup, proposal] { room->carryOutRecovery(setup, proposal); },
        Qt::QueuedConnection);
}

void ConsoleEngine::stopRecovery()
{
    QMetaObject::invokeMethod(m_room, &EngineRoom::stopRecovery, Qt::QueuedConnection);
}

void ConsoleEngine::judge(const RecoverySetup &setup, const comfyui::ServerAllowList &allowed)
{
    if (std::exchange(m_isJudging, true))
        return;
    QMetaObject::invokeMethod(
        m_room, [room = m_room, setup, allowed] { room->judge(setup, allowed); }, Qt::QueuedConnection);
}

void ConsoleEngine::stopJudging()
{
    QMetaObject::invokeMethod(m_room, &EngineRoom::stopJudging, Qt::QueuedConnection);
}

void ConsoleEngine::readJournal(const RecoverySetup &setup, const JournalQuestion &question)
{
    QMetaObject::invokeMethod(
        m_room, [room = m_room, setup, question] { room->readJournal(setup, question); },
        Qt::QueuedConnection);
}

void ConsoleEngine::proposeUndo(const RecoverySetup &setup, const UndoSelection &selection)
{
    if (std::exchange(m_isUndoing, true))
        return;
    QMetaObject::invokeMethod(
        m_room, [room = m_room, setup, selection] { room->proposeUndo(setup, selection); },
        Qt::QueuedConnection);
}

void ConsoleEngine::carryOutUndo(
    const RecoverySetup &setup, const QList<UndoCandidate> &entries, const Agreement &agreement)
{
    if (std::exchange(m_isUndoing, true))
        return;
    QMetaObject::invokeMethod(
        m_room, [room = m_room, setup, entries, agreement] { room->carryOutUndo(setup, entries, agreement); },
        Qt::QueuedConnection);
}

void ConsoleEngine::stopUndoing()
{
    QMetaObject::invokeMethod(m_room, &EngineRoom::stopUndoing, Qt::QueuedConnection);
}

void ConsoleEngine::watchWrites(const RecoverySetup &setup)
{
    QMetaObject::invokeMethod(
        m_room, [room = m_room, setup] { room->watchWrites(setup); }, Qt::QueuedConnection);
}

void ConsoleEngine::raiseWrites(
    const RecoverySetup &setup, std::chrono::milliseconds length, const QString &reason)
{
    QMetaObject::invokeMethod(
        m_room, [room = m_room, setup, length, reason] { room->raiseWrites(setup, length, reason); },
        Qt::QueuedConnection);
}

void ConsoleEngine::lowerWrites(const RecoverySetup &setup)
{
    QMetaObject::invokeMethod(
        m_room, [room = m_room, setup] { room->lowerWrites(setup); }, Qt::QueuedConnection);
}

} // namespace emberwatch
