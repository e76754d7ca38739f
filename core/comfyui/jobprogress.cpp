// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comfyui/jobprogress.h"

#include <algorithm>
#include <utility>

namespace emberwatch::comfyui {

namespace {

/// What is shown at most before the end is known.
constexpr double almost = 0.99;

} // namespace

/// A node without a progress bar of its own shows 0/1 all the time.
double JobProgress::Visit::fraction() const
{
    if (isFinished)
        return 1;
    return most > 1 ? std::clamp(value / most, 0.0, 1.0) : 0;
}

JobProgress::JobProgress(PromptId promptId, JobGraph graph)
    : m_promptId(std::move(promptId))
    , m_graph(std::move(graph))
{
}

void JobProgress::setGraph(JobGraph graph)
{
    m_graph = std::move(graph);
    show();
}

void JobProgress::apply(const StreamMessage &message)
{
    // Progress may still come after the end.
    if (m_hasEnded || promptIdOf(message) != m_promptId)
        return;
    std::visit([this](const auto &m) { take(m); }, message);
    show();
}

void JobProgress::take(const StartedMessage & /*message*/)
{
    m_isKnown = true;
}

void JobProgress::take(const CachedMessage &message)
{
    m_isKnown = true;
    m_cached.unite(QSet<QByteArray>(message.nodes.begin(), message.nodes.end()));
}

void JobProgress::take(const NodesMessage &message)
{
    m_isKnown = m_hasNodesMessages = true;
    QHash<QByteArray, std::pair<double, int>> children;
    for (const NodeProgress &node : message.nodes) {
        const Visit visit{node.isFinished, node.value, node.most};
        if (m_graph.isEmpty() || m_graph.contains(node.node)) {
            m_visits.insert(node.node, visit);
            if (!node.isFinished)
                m_currentNode = node.node;
            continue;
        }
        const QByteArray owner = graphNodeOf(node, message);
        if (owner.isEmpty())
            continue;
        std::pair<double, int> &sum = children[owner];
        sum.first += visit.fraction();
        ++sum.second;
    }
    for (auto child = children.constBegin(); child != children.constEnd(); ++child)
        m_expanded.insert(child.key(), child->first / child->second);
}

/// The node of the workflow that an expanded one belongs to; empty where it cannot be told.
QByteArray JobProgress::graphNodeOf(const NodeProgress &node, const NodesMessage &all) const
{
    QByteArray parent = node.parentNode;
    for (qsizetype i = 0; i < all.nodes.size() && !parent.isEmpty(); ++i) {
        if (m_graph.contains(parent))
            return parent;
        const auto found = std::find_if(all.nodes.begin(), all.nodes.end(),
            [&parent](const NodeProgress &other) { return other.node == parent; });
        parent = found == all.nodes.end() ? QByteArray() : found->parentNode;
    }
    return graphNodeOf(node.realNode, node.displayNode);
}

QByteArray JobProgress::graphNodeOf(const QByteArray &node, const QByteArray &displayNode) const
{
    if (m_graph.isEmpty() || m_graph.contains(node))
        return node;
    return m_graph.contains(displayNode) ? displayNode : QByteArray();
}

void JobProgress::take(const ExecutingMessage &message)
{
    if (message.isLast())
        return;
    m_isKnown = true;
    const QByteArray node = graphNodeOf(message.node, message.displayNode);
    if (node.isEmpty())
        return;
    // Where nothing better is told, the beginning of a node is the end of the one before. Newer servers say
    // so themselves, and may run several at once.
    const auto previous = m_visits.find(m_currentNode);
    if (!m_hasNodesMessages && node != m_currentNode && previous != m_visits.end())
        previous->isFinished = true;
    m_currentNode = node;
    if (!m_visits.contains(node))
        m_visits.insert(node, {});
}

void JobProgress::take(const StepMessage &message)
{
    m_isKnown = true;
    if (m_hasNodesMessages)
        return; // the same was told before, with its place in the graph
    const QByteArray node = message.node.isEmpty() ? m_currentNode : graphNodeOf(message.node, m_currentNode);
    if (node.isEmpty())
        return;
    m_currentNode = node;
    Visit &visit = m_visits[node];
    visit.value = message.value;
    visit.most = message.most;
}

/// Of cached output nodes this is the only sign on old servers.
void JobProgress::take(const ExecutedMessage &message)
{
    m_isKnown = true;
    const QByteArray node = graphNodeOf(message.node, message.displayNode);
    if (!node.isEmpty() && node == message.node)
        m_visits[node].isFinished = true;
}

void JobProgress::take(const EndedMessage &message)
{
    m_hasEnded = true;
    if (message.outcome == JobOutcome::Succeeded)
        m_shown = 1;
}

/// Cached, finished, or behind any node that was reached: it must have run or been cached. The last restores
/// what was missed while nobody was connected.
QSet<QByteArray> JobProgress::doneNodes() const
{
    QSet<QByteArray> done = m_cached;
    QList<QByteArray> open;
    for (auto visit = m_visits.constBegin(); visit != m_visits.constEnd(); ++visit) {
        if (visit->isFinished)
            done.insert(visit.key());
        open.append(m_graph.inputsOf(visit.key()));
    }
    QSet<QByteArray> seen;
    while (!open.isEmpty()) {
        const QByteArray node = open.takeLast();
        if (seen.contains(node))
            continue;
        seen.insert(node);
        done.insert(node);
        open.append(m_graph.inputsOf(node));
    }
    return done;
}

double JobProgress::fractionNow() const
{
    const QSet<QByteArray> done = doneNodes();
    double sum = 0;
    const QList<QByteArray> nodes = m_graph.nodes();
    for (const QByteArray &node : nodes) {
        double fraction = done.contains(node) ? 1 : m_visits.value(node).fraction();
        const auto expanded = m_expanded.constFind(node);
        if (fraction < 1 && expanded != m_expanded.constEnd())
            fraction = std::min(*expanded, almost);
        sum += fraction * m_graph.weightOf(node);
    }
    return sum;
}

void JobProgress::show()
{
    if (m_hasEnded || !m_isKnown || m_graph.isEmpty())
        return;
    m_shown = std::max(m_shown.value_or(0), std::min(fractionNow(), almost));
}

std::optional<double> JobProgress::currentStep() const
{
    const auto visit = m_visits.constFind(m_currentNode);
    if (visit == m_visits.constEnd() || visit->isFinished || visit->most <= 1)
        return std::nullopt;
    return visit->fraction();
}

} // namespace emberwatch::comfyui
