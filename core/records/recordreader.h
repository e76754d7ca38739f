// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/records/jobrecord.h"
#include "core/records/recordchange.h"
#include "core/records/recordlink.h"

#include <QHash>

namespace emberwatch {

/// Readings of the two tables over an open link, whatever the database.
class RecordReader
{
public:
    explicit RecordReader(RecordLink &link)
        : m_link(link)
    {
    }

    [[nodiscard]] Result<RecordPage> openRows(const std::optional<RecordId> &after, qsizetype limit);
    [[nodiscard]] Result<QList<JobRecord>> rowsFor(const QList<PromptId> &ids);
    [[nodiscard]] Result<QHash<PromptId, int>> counts(const QList<PromptId> &ids);
    [[nodiscard]] Result<QHash<OperationId, int>> undoCounts(const QList<OperationId> &bases);
    [[nodiscard]] Result<QHash<RecordId, OperationId>> decidedByUs(const QList<JobRecord> &records);
    [[nodiscard]] Result<QList<AuditRow>> auditRows(const QList<OperationId> &ops);
    [[nodiscard]] Result<QList<AuditRow>> audit(const AuditSelection &selection);
    [[nodiscard]] Result<std::optional<QByteArray>> inputOf(const RecordId &id);

private:
    RecordLink &m_link;
};

} // namespace emberwatch
