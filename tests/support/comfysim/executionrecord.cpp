// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfysim/executionrecord.h"

namespace emberwatch::comfysim {

void ExecutionRecord::addMessage(const QByteArray &type, const QByteArray &data)
{
    m_messages << json::array({json::quoted(type), data});
}

void ExecutionRecord::addOutput(
    const PlannedNode &node, const QByteArray &output, const QList<QByteArray> &files)
{
    m_outputs.append({node.id, output});
    m_meta.append({node.id,
        json::object({{"node_id", json::quoted(node.id)}, {"display_node", json::quoted(node.displayId)},
            {"parent_node", node.parentId.isNull() ? QByteArray("null") : json::quoted(node.parentId)},
            {"real_node_id", json::quoted(node.realId)}})});
    m_entry.outputsCount += static_cast<int>(files.size());
    if (m_entry.previewOutput.isNull() && !files.isEmpty()) {
        QByteArray item = files.first();
        item.chop(1);
        m_entry.previewOutput
            = item + ", \"nodeId\": " + json::quoted(node.id) + ", \"mediaType\": \"images\"}";
    }
}

void ExecutionRecord::end(Outcome outcome, qint64 time)
{
    m_entry.outcome = outcome;
    m_entry.endTime = time;
    m_entry.hidesFailure = outcome == Outcome::Error && m_entry.job->plan->hidesFailure;
}

HistoryEntry ExecutionRecord::entry() const
{
    HistoryEntry entry = m_entry;
    const bool isSuccess = entry.outcome == Outcome::Success || entry.hidesFailure;
    entry.outputs = json::object(m_outputs);
    entry.meta = json::object(m_meta);
    entry.status = json::object({{"status_str", isSuccess ? "\"success\"" : "\"error\""},
        {"completed", json::boolean(isSuccess)}, {"messages", json::array(m_messages)}});
    return entry;
}

} // namespace emberwatch::comfysim
