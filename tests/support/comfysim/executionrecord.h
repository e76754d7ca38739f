// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/comfysim/history.h"

namespace emberwatch::comfysim {

/// Collects what history will say of a job while it runs.
class ExecutionRecord
{
public:
    explicit ExecutionRecord(const JobRef &job) { m_entry.job = job; }

    /// A message that history keeps: execution_start, _cached, _success, _error, _interrupted.
    void addMessage(const QByteArray &type, const QByteArray &data);
    /// @param files  items {"filename", ...}
    void addOutput(const PlannedNode &node, const QByteArray &output, const QList<QByteArray> &files);
    void setStartTime(qint64 time) { m_entry.startTime = time; }
    void end(Outcome outcome, qint64 time);
    void setError(const QByteArray &message) { m_entry.executionError = message; }

    [[nodiscard]] HistoryEntry entry() const;

private:
    HistoryEntry m_entry;
    QList<QByteArray> m_messages;
    QList<json::Member> m_outputs;
    QList<json::Member> m_meta;
};

} // namespace emberwatch::comfysim
