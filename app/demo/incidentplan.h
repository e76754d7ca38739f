// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/triage/reading.h"
#include "core/triage/verdicttable.h"

#include <QByteArray>
#include <QList>
#include <QStringList>

#include <chrono>

namespace emberwatch::demo {

/// What one job of the incident is in each of the three places, and what it therefore has to be called.
struct StagedJob
{
    QByteArray id;
    RedisReading redis = RedisReading::Processing;
    RecordReading record = RecordReading::Processing; ///< SeveralRows: two
    ComfyReading comfy = ComfyReading::Absent; ///< Unknown: its server is not on the list of allowed ones
    TableRow rule = TableRow::NothingOpen;
    Verdict verdict = Verdict::Consistent;

    CorruptReason corrupt = CorruptReason::NotReadable; ///< where redis is Corrupt
    std::chrono::milliseconds silence{std::chrono::minutes(14)}; ///< its last write was so long ago
    QString user = {}; ///< one of incidentUsers()
    int server = 0; ///< of incidentServers; the last one runs nothing at all
    bool isKept = false; ///< a producer goes on writing it, so that it does not fall silent
    bool isFailedByUs = false; ///< its record was settled as failed by Emberwatch
    bool isKnownToJournal = false; ///< our own journal names it
};

inline constexpr int incidentServers = 3;

/// Whose jobs they are: ids as the application has them.
[[nodiscard]] QStringList incidentUsers();

/// One job for each row of the verdict table, and for each reading of Redis, the database and ComfyUI. Two
/// rows have none: a source that gives no answer at all is no matter of one job.
[[nodiscard]] QList<StagedJob> incidentPlan();

} // namespace emberwatch::demo
