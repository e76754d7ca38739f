// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfysim/progressboard.h"

#include <algorithm>

namespace emberwatch::comfysim {

void ProgressBoard::start(const PlannedNode &node)
{
    lineOf(node);
}

void ProgressBoard::step(const PlannedNode &node, int value, int max)
{
    Line &line = lineOf(node);
    line.value = QByteArray::number(value);
    line.max = QByteArray::number(max);
}

void ProgressBoard::finish(const PlannedNode &node)
{
    Line &line = lineOf(node);
    line.value = line.max;
    line.isFinished = true;
}

QByteArray ProgressBoard::text(const QByteArray &promptId) const
{
    QList<json::Member> nodes;
    for (const Line &line : m_lines) {
        const PlannedNode &node = line.node;
        nodes.append({node.id,
            json::object({{"value", line.value}, {"max", line.max},
                {"state", line.isFinished ? "\"finished\"" : "\"running\""},
                {"node_id", json::quoted(node.id)}, {"prompt_id", json::quoted(promptId)},
                {"display_node_id", json::quoted(node.displayId)},
                {"parent_node_id", node.parentId.isNull() ? QByteArray("null") : json::quoted(node.parentId)},
                {"real_node_id", json::quoted(node.realId)}})});
    }
    return json::object({{"prompt_id", json::quoted(promptId)}, {"nodes", json::object(nodes)}});
}

ProgressBoard::Line &ProgressBoard::lineOf(const PlannedNode &node)
{
    const auto found
        = std::ranges::find_if(m_lines, [&node](const Line &line) { return line.node.id == node.id; });
    if (found != m_lines.end())
        return *found;
    Line line;
    line.node = node;
    m_lines.append(line);
    return m_lines.last();
}

} // namespace emberwatch::comfysim
