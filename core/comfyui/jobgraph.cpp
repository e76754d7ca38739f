// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comfyui/jobgraph.h"

#include "core/comfyui/jsonread.h"

using namespace Qt::StringLiterals;

namespace emberwatch::comfyui {

namespace {

constexpr double samplerShare = 0.8;

struct Node
{
    QList<QByteArray> inputs;
    bool isSampler = false;
};

/// A link is [nodeId, outputIndex]; a list of values may look like one, so the node must exist.
std::optional<QByteArray> linkedNode(JsonValue input)
{
    simdjson::dom::array link;
    if (input.get(link) || link.size() != 2)
        return std::nullopt;
    return bytes(item(input, 0));
}

/// What samples, and not what merely chooses a sampler.
bool isSampler(const QByteArray &classType, JsonValue inputs)
{
    return classType.toLower().contains("sampler") && member(inputs, "latent_image");
}

Node nodeOf(JsonValue value)
{
    Node node;
    const std::optional<JsonValue> inputs = member(value, "inputs");
    simdjson::dom::object list;
    if (!inputs || inputs->get(list))
        return node;
    node.isSampler = isSampler(bytes(member(value, "class_type")).value_or(QByteArray()), *inputs);
    for (const auto [name, input] : list) {
        if (const std::optional<QByteArray> from = linkedNode(input))
            node.inputs.append(*from);
    }
    return node;
}

QByteArrayList nodesNobodyUses(const QHash<QByteArray, Node> &nodes)
{
    QSet<QByteArray> used;
    for (const Node &node : nodes)
        used.unite(QSet<QByteArray>(node.inputs.begin(), node.inputs.end()));
    QByteArrayList unused;
    for (auto node = nodes.begin(); node != nodes.end(); ++node) {
        if (!used.contains(node.key()))
            unused.append(node.key());
    }
    return unused;
}

} // namespace

Result<JobGraph> JobGraph::fromWorkflow(const QByteArray &workflow, const QByteArrayList &outputs)
{
    JsonReader reader;
    const Result<JsonValue> root = reader.read(workflow);
    if (!root)
        return tl::make_unexpected(root.error());
    simdjson::dom::object list;
    if (root->get(list))
        return failure(Error::Kind::Invalid, u"the workflow is no object of nodes"_s);
    QHash<QByteArray, Node> all;
    for (const auto [id, value] : list)
        all.insert(view(id).toByteArray(), nodeOf(value));

    JobGraph graph;
    QByteArrayList open = outputs.isEmpty() ? nodesNobodyUses(all) : outputs;
    while (!open.isEmpty()) {
        const QByteArray id = open.takeLast();
        const auto node = all.constFind(id);
        if (node == all.constEnd() || graph.m_inputs.contains(id))
            continue;
        if (node->isSampler)
            graph.m_samplers.insert(id);
        QList<QByteArray> inputs;
        for (const QByteArray &input : node->inputs) {
            if (all.contains(input))
                inputs.append(input);
        }
        open.append(inputs);
        graph.m_inputs.insert(id, inputs);
    }
    return graph;
}

const QList<QByteArray> &JobGraph::inputsOf(const QByteArray &node) const
{
    static const QList<QByteArray> none;
    const auto found = m_inputs.constFind(node);
    return found == m_inputs.constEnd() ? none : *found;
}

double JobGraph::weightOf(const QByteArray &node) const
{
    if (!contains(node))
        return 0;
    const auto count = static_cast<double>(m_inputs.size());
    if (m_samplers.isEmpty())
        return 1 / count;
    const double share
        = m_samplers.contains(node) ? samplerShare / static_cast<double>(m_samplers.size()) : 0;
    return share + (1 - samplerShare) / count;
}

} // namespace emberwatch::comfyui
