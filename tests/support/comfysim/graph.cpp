// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfysim/graph.h"

namespace emberwatch::comfysim {

namespace {

/// [nodeId, outputIndex]
bool isLink(const json::Value &input)
{
    return input.IsArray() && input.Size() == 2 && input[0].IsString() && input[1].IsInt();
}

} // namespace

QList<QByteArray> Graph::nodeIds() const
{
    QList<QByteArray> ids;
    if (m_prompt->IsObject()) {
        for (const auto &entry : m_prompt->GetObject())
            ids << json::bytes(entry.name);
    }
    return ids;
}

QList<QByteArray> Graph::sources(const QByteArray &id) const
{
    QList<QByteArray> ids;
    const json::Value *all = inputs(id);
    if (!all || !all->IsObject())
        return ids;
    for (const auto &input : all->GetObject()) {
        if (isLink(input.value))
            ids << json::bytes(input.value[0]);
    }
    return ids;
}

QList<QByteArray> Graph::order(const QList<QByteArray> &outputs) const
{
    QList<QByteArray> visited;
    QList<QByteArray> order;
    for (const QByteArray &id : outputs)
        visit(id, visited, order);
    return order;
}

void Graph::visit(const QByteArray &id, QList<QByteArray> &visited, QList<QByteArray> &order) const
{
    if (visited.contains(id))
        return;
    visited << id;
    const QList<QByteArray> ids = sources(id);
    for (const QByteArray &source : ids)
        visit(source, visited, order);
    order << id;
}

bool Graph::isOutputClass(const QByteArray &classType)
{
    return classType == "SimJob" || classType.contains("Save") || classType.contains("Preview")
        || classType.contains("Combine") || classType.contains("Output");
}

} // namespace emberwatch::comfysim
