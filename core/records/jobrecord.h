// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/strongid.h"
#include "core/base/timestamp.h"
#include "core/records/recordstatus.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace emberwatch {

/// A row's primary key, as text.
using RecordId = StrongId<struct RecordIdTag, QString>;

/// One row of the job table, in our words. Times are the database's own and in UTC; they are never subtracted
/// from a time of Redis (verdicts.md 2.6).
struct JobRecord
{
    RecordId id;
    PromptId promptId;
    QString userId;
    std::optional<QString> characterId;
    QString type; ///< Redis's word where the mapping knows one, else the database's
    std::optional<RecordStatus> status; ///< nullopt: a word that the mapping does not know
    QString statusWord; ///< the database's own
    std::optional<QByteArray> outputs; ///< JSON
    std::optional<QString> error;
    std::optional<int> retryCount;
    std::optional<Timestamp> startedAt;
    std::optional<Timestamp> completedAt;
    std::optional<Timestamp> createdAt;
    std::optional<Timestamp> updatedAt;
    std::optional<Timestamp> readAt; ///< rowsFor(): the database's clock, for ages within this one source
    /// updated_at exactly as the database says it, with all its digits; nullopt: NULL. What a guard compares.
    std::optional<QString> revision;
    /// Rows of our provider with this promptId; nullopt: not counted (openRows()). More than one is report
    /// only.
    std::optional<int> rowCount;
    bool operator==(const JobRecord &) const = default;
};

/// Open rows in the order of their keys, a page of them.
struct RecordPage
{
    QList<JobRecord> rows;
    std::optional<RecordId> next; ///< where the next page begins; nullopt: this was the last
};

} // namespace emberwatch
