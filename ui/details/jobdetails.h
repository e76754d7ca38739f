// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jobs/jobrow.h"

#include "core/base/strongid.h"
#include "core/base/timestamp.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace emberwatch {

class JobTable;

/// What the live table knows of one job, as values of its own: good for showing it, without its document.
struct JobDetails
{
    PromptId id;
    QByteArray type; ///< texts as in Redis: UTF-8, any characters, any length
    QByteArray user;
    QByteArray server;
    std::optional<JobStatus> status; ///< nullopt: the value is not readable
    std::optional<double> progress; ///< percent; nullopt: not known (not readable, or not begun)
    std::optional<Timestamp> startedAt; ///< the producer's clock
    std::optional<Timestamp> expiresAt; ///< the server's clock; nullopt: never
    Unreadable unreadable = Unreadable::No;
    quint8 doubts = 0; ///< of JobDoubt
    QString reason; ///< why it is not readable or doubtful, as the feed says it
    bool operator==(const JobDetails &) const = default;
};

/// @param row  a row of `table`
[[nodiscard]] JobDetails jobDetailsOf(const JobRow &row, const JobTable &table);

} // namespace emberwatch
