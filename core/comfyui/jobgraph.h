// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QByteArrayList>
#include <QHash>
#include <QList>
#include <QSet>

namespace emberwatch::comfyui {

/// The nodes of a workflow that a server will really visit, and what each is worth of the whole.
///
/// Found from the outputs to execute, following the links backwards: what leads to none of them is never run
/// and never counted.
class JobGraph
{
public:
    JobGraph() = default;

    /// @param workflow  API format: node id to {class_type, inputs}
    /// @param outputs  `outputs_to_execute`; empty: every node that no other one uses
    /// Errors: Parse, Invalid where it is no object of nodes.
    [[nodiscard]] static Result<JobGraph> fromWorkflow(
        const QByteArray &workflow, const QByteArrayList &outputs = {});

    [[nodiscard]] bool isEmpty() const { return m_inputs.isEmpty(); }
    [[nodiscard]] qsizetype nodeCount() const { return m_inputs.size(); }
    [[nodiscard]] bool contains(const QByteArray &node) const { return m_inputs.contains(node); }
    [[nodiscard]] QList<QByteArray> nodes() const { return m_inputs.keys(); }
    /// The nodes it takes its inputs from.
    [[nodiscard]] const QList<QByteArray> &inputsOf(const QByteArray &node) const;
    /// Of the whole, 0..1; all together 1. Samplers share four fifths among themselves where there are any,
    /// for they take most of the time.
    [[nodiscard]] double weightOf(const QByteArray &node) const;

    bool operator==(const JobGraph &) const = default;

private:
    QHash<QByteArray, QList<QByteArray>> m_inputs; ///< of every node that counts
    QSet<QByteArray> m_samplers;
};

} // namespace emberwatch::comfyui
