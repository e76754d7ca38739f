// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/comfyui/jobgraph.h"
#include "core/comfyui/streammessage.h"

#include <QByteArray>
#include <QHash>
#include <QSet>

#include <optional>

namespace emberwatch::comfyui {

/// How far a job is, from the messages of its stream. Pure arithmetic; source: comfyui-protocol.md 5.
///
/// Honest: nullopt until something is known, and below 1 until the job has succeeded. Monotonic: the shown
/// value never falls, though the server's may. One object a job; messages of other prompts are passed over.
class JobProgress
{
public:
    JobProgress() = default;
    /// @param graph  empty where the workflow is not known: then only the step of the running node is
    explicit JobProgress(PromptId promptId, JobGraph graph = {});

    /// The workflow became known later.
    void setGraph(JobGraph graph);
    void apply(const StreamMessage &message);

    /// 0..1; nullopt: it runs, and how far it is nobody knows. 1 only after success.
    [[nodiscard]] std::optional<double> fraction() const { return m_shown; }
    /// The node of the workflow that runs; the last one begun where several do.
    [[nodiscard]] const QByteArray &currentNode() const { return m_currentNode; }
    /// 0..1 of the running node, where it tells.
    [[nodiscard]] std::optional<double> currentStep() const;
    [[nodiscard]] bool hasEnded() const { return m_hasEnded; }

private:
    struct Visit
    {
        bool isFinished = false;
        double value = 0;
        double most = 1;
        [[nodiscard]] double fraction() const;
    };

    void take(const StartedMessage &message);
    void take(const CachedMessage &message);
    void take(const NodesMessage &message);
    void take(const ExecutingMessage &message);
    void take(const StepMessage &message);
    void take(const ExecutedMessage &message);
    void take(const EndedMessage &message);
    template <typename Other> void take(const Other & /*message*/) { }

    [[nodiscard]] QByteArray graphNodeOf(const NodeProgress &node, const NodesMessage &all) const;
    [[nodiscard]] QByteArray graphNodeOf(const QByteArray &node, const QByteArray &displayNode) const;
    [[nodiscard]] QSet<QByteArray> doneNodes() const;
    [[nodiscard]] double fractionNow() const;
    void show();

    PromptId m_promptId;
    JobGraph m_graph;
    QSet<QByteArray> m_cached;
    QHash<QByteArray, Visit> m_visits; ///< of nodes of the graph
    QHash<QByteArray, double> m_expanded; ///< nodes with children: the children's mean
    QByteArray m_currentNode;
    bool m_hasNodesMessages = false; ///< the server is new enough to tell all at once
    bool m_isKnown = false; ///< something is, so that a fraction means something
    bool m_hasEnded = false;
    std::optional<double> m_shown;
};

} // namespace emberwatch::comfyui
