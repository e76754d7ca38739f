// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jobs/joborder.h"
#include "core/jobs/jobtable.h"

#include <QString>
#include <QVariant>

#include <chrono>

namespace emberwatch {

/// What the cells of a table are read against.
struct JobCellContext
{
    const JobTable *table = nullptr;
    std::chrono::milliseconds fullTtl{};
    std::chrono::milliseconds silenceLimit{}; ///< beyond it a silent open job is warned of
    qint64 serverNow = 0; ///< server's clock, milliseconds since the epoch
};

/// In short, for the cell; control and bidirectional characters escaped. A dash where the job does not say.
[[nodiscard]] QString jobCellText(JobColumn column, const JobRow &row, const JobCellContext &context);
/// In full and exact, one thing a line; plain text. URLs without user and query.
[[nodiscard]] QString jobCellToolTip(JobColumn column, const JobRow &row, const JobCellContext &context);
/// As it is read out: "processing, 40 percent".
[[nodiscard]] QString jobCellSpoken(JobColumn column, const JobRow &row, const JobCellContext &context);
/// A number where the column has one (durations in milliseconds, percent), else the text; invalid: not known.
[[nodiscard]] QVariant jobCellValue(JobColumn column, const JobRow &row, const JobCellContext &context);
/// Wants a warning sign: unreadable, silent for too long, without TTL, or doubtful in this column.
[[nodiscard]] bool jobCellWarns(JobColumn column, const JobRow &row, const JobCellContext &context);

/// The host in a server's URL; the whole text where there is none.
[[nodiscard]] QByteArrayView hostOf(QByteArrayView url);

/// Stands where nothing is known.
[[nodiscard]] QString unknownText();

} // namespace emberwatch
