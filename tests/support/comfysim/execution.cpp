// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfysim/execution.h"

#include "tests/support/comfysim/messages.h"

#include <algorithm>
#include <cmath>

using namespace std::chrono_literals;

namespace emberwatch::comfysim {

namespace {

constexpr int movesAtOnce = 200; // then the event loop gets its turn

} // namespace

Execution::Execution(const JobRef &job, const Workplace &workplace)
    : m_job(job)
    , m_place(workplace)
    , m_record(job)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &Execution::makeDueMoves);
}

QByteArray Execution::displayNode() const
{
    return m_inside < 0 || m_hasEnded ? QByteArray() : m_job->plan->nodes.at(m_inside).displayId;
}

double Execution::fraction() const
{
    const qsizetype all = m_job->plan->moves.size();
    return all == 0 ? 1 : static_cast<double>(m_next) / static_cast<double>(all);
}

void Execution::start()
{
    m_record.setStartTime(m_place.settings.now());
    sendStart();
    sendCached();
    resumeClock();
}

void Execution::setPaused(bool isPaused)
{
    m_timer.stop();
    if (!isPaused && !m_isDead && !m_hasEnded)
        resumeClock();
}

void Execution::die()
{
    m_timer.stop();
    m_isDead = true;
    Q_EMIT workerDied();
}

void Execution::finishNow()
{
    const QList<Move> &moves = m_job->plan->moves;
    m_timer.stop();
    while (!m_hasEnded && m_next < moves.size()) {
        const Move &move = moves.at(m_next++);
        if (move.kind == Move::Kind::StartNode || move.kind == Move::Kind::FinishNode)
            make(move);
    }
    if (!m_hasEnded)
        end(Outcome::Success);
}

void Execution::failNow(const QByteArray &exceptionType, const QByteArray &message)
{
    m_timer.stop();
    if (!m_hasEnded)
        fail(currentNode(), exceptionType, message);
}

void Execution::interruptNow()
{
    m_timer.stop();
    if (!m_hasEnded)
        endInterrupted(currentNode());
}

void Execution::advanceTo(double target)
{
    const QList<Move> &moves = m_job->plan->moves;
    while (!m_hasEnded && !m_isDead && m_next < moves.size() && fraction() < target) {
        if (!make(moves.at(m_next++)))
            return;
    }
    if (m_timer.isActive())
        setPaused(false); // the time of the next move begins now
}

void Execution::sendStart()
{
    const QByteArray data = json::object({{"prompt_id", promptIdText()}, {"timestamp", timestamp()}});
    m_record.addMessage("execution_start", data);
    sendToOwner("execution_start", data);
}

void Execution::sendCached()
{
    QList<QByteArray> ids;
    for (const PlannedNode &node : m_job->plan->nodes) {
        if (node.isCached)
            ids << node.id;
    }
    const QByteArray data = json::object(
        {{"nodes", json::strings(ids)}, {"prompt_id", promptIdText()}, {"timestamp", timestamp()}});
    m_record.addMessage("execution_cached", data);
    sendToOwner("execution_cached", data);
    for (const PlannedNode &node : m_job->plan->nodes) {
        if (!node.isCached || !node.isOutput)
            continue;
        sendExecuted(node);
        m_board.finish(node);
        sendProgressState();
    }
}

void Execution::resumeClock()
{
    m_clock.start();
    m_due = 0us;
    addWait();
    armTimer();
}

void Execution::addWait()
{
    const QList<Move> &moves = m_job->plan->moves;
    if (m_next >= moves.size())
        return;
    const double wait = static_cast<double>(moves.at(m_next).wait.count());
    m_due += std::chrono::microseconds(std::llround(wait / m_place.settings.speed));
}

void Execution::armTimer()
{
    const auto left = m_due - std::chrono::microseconds(m_clock.nsecsElapsed() / 1000);
    m_timer.start(std::max(0ms, std::chrono::ceil<std::chrono::milliseconds>(left)));
}

void Execution::makeDueMoves()
{
    const QList<Move> &moves = m_job->plan->moves;
    for (int made = 0; made < movesAtOnce; ++made) {
        if (std::chrono::microseconds(m_clock.nsecsElapsed() / 1000) < m_due)
            break;
        if (m_next >= moves.size()) {
            end(Outcome::Success);
            return;
        }
        const Move &move = moves.at(m_next++);
        if (obeysInterrupt(move) || !make(move))
            return;
        addWait();
    }
    armTimer();
}

bool Execution::obeysInterrupt(const Move &move)
{
    // A node without steps cannot be interrupted: it is noticed when the next one begins.
    if (!m_isInterrupted || (move.kind != Move::Kind::StartNode && move.kind != Move::Kind::Step))
        return false;
    endInterrupted(m_job->plan->nodes.at(move.node));
    return true;
}

bool Execution::make(const Move &move)
{
    const PlannedNode &node = m_job->plan->nodes.at(move.node);
    switch (move.kind) {
    case Move::Kind::StartNode:
        m_inside = move.node;
        startNode(node);
        return true;
    case Move::Kind::Step:
        step(node, move);
        return true;
    case Move::Kind::FinishNode:
        finishNode(node);
        return true;
    case Move::Kind::Block:
        block(node, move);
        return true;
    case Move::Kind::Say:
        if (m_place.behaviour.numbersProgressText())
            m_place.publisher.send(std::nullopt, {messages::progressText(node.id, move.text), true});
        return true;
    case Move::Kind::Fail:
        fail(node, move.exceptionType, move.text);
        return false;
    case Move::Kind::KillWorker:
        die();
        return false;
    case Move::Kind::KillProcess:
        m_isDead = true;
        Q_EMIT processDied();
        return false;
    }
    return true;
}

void Execution::startNode(const PlannedNode &node)
{
    m_lastProgress.invalidate();
    m_lastShown = 0;
    m_board.start(node);
    sendProgressState();
    sendToOwner("executing",
        json::object({{"node", json::quoted(node.id)}, {"display_node", json::quoted(node.displayId)},
            {"prompt_id", promptIdText()}}));
}

void Execution::step(const PlannedNode &node, const Move &move)
{
    m_board.step(node, move.value, move.max);
    if (isThrottled(node, move))
        return;
    sendProgressState();
    const bool hasMetadata
        = m_place.behaviour.hasFeatureFlags() && m_place.clients.wantsPreviewMetadata(m_job->clientId);
    if (node.sendsPreviews && hasMetadata)
        m_place.publisher.send(m_job->clientId, {messages::previewWithMetadata(node, m_job->id), true});
    // Without an owner old servers do not remember the node.
    const bool knowsNode = m_place.behaviour.hasProgressState() || m_job->clientId.has_value();
    sendToOwnerOrAll("progress",
        json::object({{"value", json::number(qint64(move.value))}, {"max", json::number(qint64(move.max))},
            {"prompt_id", promptIdText()},
            {"node", knowsNode ? json::quoted(node.id) : QByteArray("null")}}));
    if (node.sendsPreviews && !hasMetadata)
        m_place.publisher.send(m_job->clientId, {messages::preview(), true});
}

/// From 0.9.2: at most one message in 100 ms and for 0.5 % of change; first, last and preview steps always.
bool Execution::isThrottled(const PlannedNode &node, const Move &move)
{
    constexpr qint64 pauseMs = 100;
    constexpr double change = 0.005;
    const double shown = static_cast<double>(move.value) / move.max;
    const bool isEdge = !m_lastProgress.isValid() || move.value == move.max || node.sendsPreviews;
    const bool isDue = isEdge || (m_lastProgress.hasExpired(pauseMs) && shown - m_lastShown >= change);
    if (m_place.behaviour.throttlesProgress() && !isDue)
        return true;
    m_lastProgress.start();
    m_lastShown = shown;
    return false;
}

void Execution::finishNode(const PlannedNode &node)
{
    m_executed << node.id;
    if (node.isOutput)
        sendExecuted(node);
    m_board.finish(node);
    sendProgressState();
}

void Execution::sendExecuted(const PlannedNode &node)
{
    QList<QByteArray> files;
    for (int i = 0; i < node.images; ++i)
        files << m_place.files.save(node.filePrefix, node.fileType, m_job->prompt);
    QList<json::Member> members;
    if (!files.isEmpty())
        members.append({"images", json::array(files)});
    members << node.extraOutput;
    const QByteArray output = json::object(members);
    m_record.addOutput(node, output, files);
    sendToOwner("executed",
        json::object({{"node", json::quoted(node.id)}, {"display_node", json::quoted(node.displayId)},
            {"output", output}, {"prompt_id", promptIdText()}}));
}

void Execution::block(const PlannedNode &node, const Move &move)
{
    // Not kept in history, and without a timestamp.
    sendToOwnerOrAll("execution_error",
        json::object({{"prompt_id", promptIdText()}, {"node_id", json::quoted(node.realId)},
            {"node_type", json::quoted(node.classType)}, {"executed", json::strings(m_executed)},
            {"exception_message", json::quoted(move.text)}, {"exception_type", "\"ExecutionBlocked\""},
            {"traceback", "[]"}, {"current_inputs", "[]"}, {"current_outputs", "[]"}}));
}

void Execution::fail(const PlannedNode &node, const QByteArray &exceptionType, const QByteArray &message)
{
    const QByteArray tail = m_place.behaviour.endsMessagesWithNewline() ? "\n" : "";
    // What fails inside an expansion is reported for the node that was expanded.
    const QByteArray data
        = json::object({{"prompt_id", promptIdText()}, {"node_id", json::quoted(node.realId)},
            {"node_type", json::quoted(node.classType)}, {"executed", json::strings(m_executed)},
            {"exception_message", json::quoted(QByteArray(message + tail))},
            {"exception_type", json::quoted(exceptionType)},
            {"traceback", json::strings({"  File \"/comfy/execution.py\", line 361, in execute\n"})},
            {"current_inputs", node.currentInputs}, {"current_outputs", json::strings(m_executed)},
            {"timestamp", timestamp()}});
    m_record.addMessage("execution_error", data);
    m_record.setError(data);
    sendToOwner("execution_error", data);
    end(Outcome::Error);
}

void Execution::endInterrupted(const PlannedNode &node)
{
    const QByteArray data = json::object({{"prompt_id", promptIdText()},
        {"node_id", json::quoted(node.realId)}, {"node_type", json::quoted(node.classType)},
        {"executed", json::strings(m_executed)}, {"timestamp", timestamp()}});
    m_record.addMessage("execution_interrupted", data);
    sendToOwnerOrAll("execution_interrupted", data);
    end(Outcome::Interrupted);
}

void Execution::end(Outcome outcome)
{
    m_timer.stop();
    m_hasEnded = true;
    if (outcome == Outcome::Success) {
        const QByteArray data = json::object({{"prompt_id", promptIdText()}, {"timestamp", timestamp()}});
        m_record.addMessage("execution_success", data);
        sendToOwner("execution_success", data);
    }
    m_record.end(outcome, m_place.settings.now());
    Q_EMIT ended();
}

const PlannedNode &Execution::currentNode() const
{
    static const PlannedNode none;
    if (m_inside >= 0)
        return m_job->plan->nodes.at(m_inside);
    return m_job->plan->nodes.isEmpty() ? none : m_job->plan->nodes.first();
}

void Execution::sendToOwner(const QByteArray &type, const QByteArray &data)
{
    if (m_job->clientId)
        m_place.publisher.send(m_job->clientId, {messages::message(type, data)});
}

void Execution::sendToOwnerOrAll(const QByteArray &type, const QByteArray &data)
{
    m_place.publisher.send(m_job->clientId, {messages::message(type, data)});
}

void Execution::sendProgressState()
{
    if (!m_place.behaviour.hasProgressState())
        return;
    const bool isPrivate = m_place.behaviour.keepsProgressStatePrivate();
    m_place.publisher.send(isPrivate ? m_job->clientId : std::nullopt,
        {messages::message("progress_state", m_board.text(m_job->id))});
}

} // namespace emberwatch::comfysim
