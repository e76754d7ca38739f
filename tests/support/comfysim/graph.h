// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/comfysim/pythonjson.h"

namespace emberwatch::comfysim {

/// A workflow in API format as a graph: node id to {class_type, inputs}. Only looks at the parsed value.
class Graph
{
public:
    explicit Graph(const json::Value &prompt)
        : m_prompt(&prompt)
    {
    }

    [[nodiscard]] QList<QByteArray> nodeIds() const;
    [[nodiscard]] const json::Value *node(const QByteArray &id) const
    {
        return json::member(m_prompt, id.constData());
    }
    [[nodiscard]] const json::Value *inputs(const QByteArray &id) const
    {
        return json::member(node(id), "inputs");
    }
    [[nodiscard]] QByteArray classOf(const QByteArray &id) const
    {
        return json::stringAt(node(id), "class_type");
    }
    /// The ids that the inputs of a node link to, also those that do not exist.
    [[nodiscard]] QList<QByteArray> sources(const QByteArray &id) const;
    /// What has to run for these outputs, sources first. Loops are cut.
    [[nodiscard]] QList<QByteArray> order(const QList<QByteArray> &outputs) const;

    /// Whether nodes of this class are outputs: SimJob, and classes with Save, Preview, Combine or Output in
    /// their names.
    [[nodiscard]] static bool isOutputClass(const QByteArray &classType);

private:
    void visit(const QByteArray &id, QList<QByteArray> &visited, QList<QByteArray> &order) const;

    const json::Value *m_prompt;
};

} // namespace emberwatch::comfysim
