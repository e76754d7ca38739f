// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/records/recordchange.h"

#include <QString>

#include <chrono>

namespace emberwatch {

/// Limits of a records connection, and who it says it is. Source: correctness.md 8.
struct RecordsOptions
{
    std::chrono::milliseconds statementTimeout{5000};
    std::chrono::milliseconds lockTimeout{1000};
    std::chrono::seconds connectTimeout{5};
    QString applicationName = QStringLiteral("emberwatch"); ///< the database's operator sees who we are
    /// Rows of one statement: what the server sorts in memory, and keeps locked for some ten milliseconds.
    qsizetype chunk = 2000;
    RecordsPolicy policy;
};

} // namespace emberwatch
