// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/records/jobrecord.h"
#include "core/records/operationids.h"
#include "core/triage/evidence.h"

#include <QHash>
#include <QList>

namespace emberwatch {

/// What the database said, once, of many jobs.
class RecordFindings
{
public:
    /// There was no answer: everything is unknown.
    [[nodiscard]] static RecordFindings unanswered(const QString &why, Timestamp now);
    /// It is stated that there is no database: everything is absent.
    [[nodiscard]] static RecordFindings statedAbsent(Timestamp now);
    /// @param rows  all of the jobs that were asked about
    /// @param ours  rows that stand as an action of ours left them
    RecordFindings(const QList<JobRecord> &rows, QHash<RecordId, OperationId> ours, Timestamp now);

    /// What was said of further jobs. Without an answer on these, there is none on any.
    void include(const RecordFindings &more);

    [[nodiscard]] RecordEvidence of(const PromptId &id) const;
    /// nullptr: none, or several.
    [[nodiscard]] const JobRecord *recordOf(const PromptId &id) const;
    [[nodiscard]] bool isAnswered() const { return m_trouble.isEmpty(); }

private:
    RecordFindings() = default;

    QHash<PromptId, QList<JobRecord>> m_rows;
    QHash<RecordId, OperationId> m_ours;
    QString m_trouble; ///< why there was no answer
    bool m_isStatedAbsent = false;
    Timestamp m_at;
};

} // namespace emberwatch
