// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/timestamp.h"
#include "core/jobs/jobdocument.h"

#include <QByteArrayView>
#include <QString>

namespace emberwatch {

/// What gives reason to doubt a readable job; an unreadable one has no doubts, its reason says it all.
///
/// @param idInKey    the promptId of the key
/// @param pttl       PTTL's answer in milliseconds, -1: never expires
/// @param serverNow  the server's clock
/// @return a set of JobDoubt
[[nodiscard]] quint8 doubtsOf(
    const JobFields &fields, QByteArrayView idInKey, qint64 pttl, Timestamp serverNow);

/// The doubts in words, in the order of JobDoubt, with "; " between them. Empty for none.
[[nodiscard]] QString doubtText(quint8 doubts);

} // namespace emberwatch
