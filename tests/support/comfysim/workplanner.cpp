// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfysim/workplanner.h"

#include <algorithm>
#include <cmath>

using namespace std::chrono_literals;

namespace emberwatch::comfysim {

namespace {

PlannedNode plainNode(const Graph &graph, const QByteArray &id)
{
    PlannedNode node{id, id, {}, id, graph.classOf(id)};
    node.isOutput = Graph::isOutputClass(node.classType);
    node.isCached = json::isTruthy(json::member(json::member(graph.node(id), "_meta"), "cached"));
    node.images = node.isOutput ? 1 : 0;
    node.filePrefix = json::stringAt(graph.inputs(id), "filename_prefix", "ComfyUI");
    node.fileType = node.classType.contains("Preview") ? "temp" : "output";
    return node;
}

/// The moves of a SimJob node, in the order of time.
class SimJobPlanner
{
public:
    SimJobPlanner(const Graph &graph, const QByteArray &id, WorkPlan &plan)
        : m_inputs(graph.inputs(id))
        , m_plan(plan)
        , m_self(plainNode(graph, id))
        , m_steps(std::max(1, json::integerAt(m_inputs, "steps", 10)))
        , m_children(std::max(1, json::integerAt(m_inputs, "nodes", 1)))
    {
        const double duration = std::max(0.0, json::numberAt(m_inputs, "duration_ms", 1000));
        m_stepTime = std::chrono::microseconds(std::llround(duration * 1000 / (m_steps * m_children)));
    }

    void add()
    {
        describeOutput();
        const qsizetype self = addNode(m_self);
        if (m_self.isCached)
            return;
        m_plan.hidesFailure = m_plan.hidesFailure || isSet("cycle");
        m_plan.moves << Move{Move::Kind::StartNode, self};
        if (m_children == 1)
            addSteps(self);
        else
            addChildren();
        m_plan.moves << Move{Move::Kind::FinishNode, self, m_steps > 1 ? 0us : m_stepTime};
    }

private:
    [[nodiscard]] bool isSet(const char *name) const { return json::isTruthy(json::member(m_inputs, name)); }

    qsizetype addNode(const PlannedNode &node)
    {
        m_plan.nodes << node;
        return m_plan.nodes.size() - 1;
    }

    void describeOutput()
    {
        m_self.isCached = m_self.isCached || isSet("cached");
        m_self.images = std::max(0, json::integerAt(m_inputs, "images", 1));
        m_self.fileType = isSet("temp") ? "temp" : "output";
        m_self.sendsPreviews = isSet("previews");
        if (isSet("nan")) {
            m_self.extraOutput << json::Member{"loss", "[NaN, Infinity, -Infinity, \"NaN\"]"};
            m_self.currentInputs = "{\"sigma\": [NaN]}";
        }
        if (isSet("big"))
            m_self.extraOutput << json::Member{"seed", "[18446744073709551615]"};
        const int size = json::integerAt(m_inputs, "output_bytes", 0);
        if (size > 0)
            m_self.extraOutput << json::Member{"text", json::strings({QByteArray(size, 'x')})};
    }

    void addChildren()
    {
        for (int child = 1; child <= m_children; ++child) {
            PlannedNode node = m_self;
            node.id = m_self.id + ".0.0." + QByteArray::number(child);
            node.parentId = m_self.id;
            node.classType = "SimStep";
            node.isOutput = false;
            const qsizetype index = addNode(node);
            m_plan.moves << Move{Move::Kind::StartNode, index};
            addSteps(index);
            m_plan.moves << Move{Move::Kind::FinishNode, index, m_steps > 1 ? 0us : m_stepTime};
        }
    }

    void addSteps(qsizetype node)
    {
        addEvents(node);
        // A node of one step is a node without a progress bar: its time passes before it is finished.
        for (int step = 1; step <= m_steps && m_steps > 1; ++step) {
            m_plan.moves << Move{Move::Kind::Step, node, m_stepTime, step, m_steps};
            ++m_done;
            addEvents(node);
        }
        if (m_steps == 1)
            ++m_done;
    }

    /// What the inputs ask for at this fraction of the work.
    void addEvents(qsizetype node)
    {
        if (isDue("text_at", 0.0, isSet("text")))
            m_plan.moves << Move{Move::Kind::Say, node, 0us, 0, 0, json::stringAt(m_inputs, "text")};
        if (isDue("block_at", 0.5, isSet("block")))
            m_plan.moves << Move{Move::Kind::Block, node, 0us, 0, 0, "Execution Blocked: simulated"};
        if (isDue("fail_at", 0.5, json::member(m_inputs, "fail_at") || isSet("cycle") || isSet("error")))
            m_plan.moves << failure(node);
        const QByteArray death = json::stringAt(m_inputs, "die");
        if (isDue("die_at", 0.5, !death.isEmpty()))
            m_plan.moves << Move{death == "worker" ? Move::Kind::KillWorker : Move::Kind::KillProcess, node};
    }

    bool isDue(const QByteArray &name, double otherwise, bool isWanted)
    {
        const double fraction = json::numberAt(m_inputs, name.constData(), otherwise);
        const bool isReached = m_done >= std::floor(fraction * m_steps * m_children);
        if (!isWanted || !isReached || m_happened.contains(name))
            return false;
        m_happened << name;
        return true;
    }

    [[nodiscard]] Move failure(qsizetype node) const
    {
        const QByteArray type = isSet("cycle") ? "graph.DependencyCycleError" : "RuntimeError";
        return Move{Move::Kind::Fail, node, 0us, 0, 0, json::stringAt(m_inputs, "error", "simulated failure"),
            json::stringAt(m_inputs, "error_type", type)};
    }

    const json::Value *m_inputs;
    WorkPlan &m_plan;
    PlannedNode m_self;
    int m_steps;
    int m_children;
    std::chrono::microseconds m_stepTime{0};
    int m_done = 0;
    QList<QByteArray> m_happened;
};

void addPlainNode(const Graph &graph, const QByteArray &id, const Settings &settings, WorkPlan &plan)
{
    const PlannedNode node = plainNode(graph, id);
    plan.nodes << node;
    if (node.isCached)
        return;
    const qsizetype index = plan.nodes.size() - 1;
    plan.moves << Move{Move::Kind::StartNode, index};
    const bool hasSteps = node.classType.contains("Sampler") || node.classType.contains("Train");
    const int steps = hasSteps ? json::integerAt(graph.inputs(id), "steps", 20) : 0;
    for (int step = 1; step <= steps; ++step)
        plan.moves << Move{Move::Kind::Step, index, settings.stepTime, step, steps};
    plan.moves << Move{Move::Kind::FinishNode, index, hasSteps ? 0ms : settings.nodeTime};
}

} // namespace

WorkPlan planWork(const json::Value &prompt, const QList<QByteArray> &outputs, const Settings &settings)
{
    const Graph graph(prompt);
    WorkPlan plan;
    const QList<QByteArray> order = graph.order(outputs);
    for (const QByteArray &id : order) {
        if (graph.classOf(id) == "SimJob")
            SimJobPlanner(graph, id, plan).add();
        else
            addPlainNode(graph, id, settings, plan);
    }
    return plan;
}

} // namespace emberwatch::comfysim
