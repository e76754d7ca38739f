// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/comfysim/behaviour.h"
#include "tests/support/comfysim/executionrecord.h"
#include "tests/support/comfysim/outputfiles.h"
#include "tests/support/comfysim/progressboard.h"
#include "tests/support/comfysim/publisher.h"
#include "tests/support/comfysim/settings.h"

#include <QElapsedTimer>
#include <QTimer>

namespace emberwatch::comfysim {

/// What an execution works with.
struct Workplace
{
    const Behaviour &behaviour;
    const Settings &settings;
    Publisher &publisher;
    const ClientRegistry &clients;
    OutputFiles &files;
};

/// One running job: makes the moves of its plan in their time and sends the messages of section 4 of the
/// protocol reference, up to and without the last status.
class Execution : public QObject
{
    Q_OBJECT

public:
    Execution(const JobRef &job, const Workplace &workplace);

    [[nodiscard]] const JobRef &job() const { return m_job; }
    [[nodiscard]] bool isDead() const { return m_isDead; }
    [[nodiscard]] bool hasEnded() const { return m_hasEnded; }
    /// The display node that it is inside of; null: none.
    [[nodiscard]] QByteArray displayNode() const;
    [[nodiscard]] HistoryEntry historyEntry() const { return m_record.entry(); }
    /// Moves made of moves to make.
    [[nodiscard]] double fraction() const;

    void start();
    /// Takes effect at the next node or step.
    void interrupt() { m_isInterrupted = true; }
    /// No more moves until it is released; an interrupt waits as well.
    void setPaused(bool isPaused);
    /// What a hung or dead worker thread looks like from outside, for good.
    void die();
    /// Ends it at once: all nodes are finished, without further steps.
    void finishNow();
    void failNow(const QByteArray &exceptionType, const QByteArray &message);
    void interruptNow();
    /// Makes the moves up to this fraction at once.
    void advanceTo(double fraction);

Q_SIGNALS:
    /// The terminal message was sent.
    void ended();
    void workerDied();
    void processDied();

private:
    void sendStart();
    void sendCached();
    void resumeClock();
    void addWait();
    void armTimer();
    void makeDueMoves();
    /// @return false: the job does not go on
    bool make(const Move &move);
    bool obeysInterrupt(const Move &move);
    void startNode(const PlannedNode &node);
    void step(const PlannedNode &node, const Move &move);
    void finishNode(const PlannedNode &node);
    void sendExecuted(const PlannedNode &node);
    void block(const PlannedNode &node, const Move &move);
    void fail(const PlannedNode &node, const QByteArray &exceptionType, const QByteArray &message);
    void endInterrupted(const PlannedNode &node);
    void end(Outcome outcome);
    [[nodiscard]] bool isThrottled(const PlannedNode &node, const Move &move);
    [[nodiscard]] const PlannedNode &currentNode() const;

    void sendToOwner(const QByteArray &type, const QByteArray &data);
    void sendToOwnerOrAll(const QByteArray &type, const QByteArray &data);
    void sendProgressState();
    [[nodiscard]] QByteArray promptIdText() const { return json::quoted(m_job->id); }
    [[nodiscard]] QByteArray timestamp() const { return json::number(m_place.settings.now()); }

    JobRef m_job;
    Workplace m_place;
    ExecutionRecord m_record;
    ProgressBoard m_board;
    QTimer m_timer;
    QElapsedTimer m_clock;
    std::chrono::microseconds m_due{0}; ///< of the next move, by m_clock
    qsizetype m_next = 0;
    qsizetype m_inside = -1; ///< node; -1: none
    QList<QByteArray> m_executed;
    QElapsedTimer m_lastProgress;
    double m_lastShown = 0;
    bool m_isInterrupted = false;
    bool m_isDead = false;
    bool m_hasEnded = false;
};

} // namespace emberwatch::comfysim
