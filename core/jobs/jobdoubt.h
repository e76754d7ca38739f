// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jobs/jobdocument.h"

#include <QByteArray>

namespace emberwatch {

/// What there is to doubt about a readable job (bits of JobDoubt).
///
/// @param id         the id in the key, which is the job's identity
/// @param pttl       PTTL's answer in milliseconds; -1: the key never expires
/// @param serverNow  the server's clock, milliseconds since the epoch
[[nodiscard]] quint8 doubtsOf(const JobFields &fields, QByteArrayView id, qint64 pttl, qint64 serverNow);

/// The doubts in words, UTF-8, "; " between them; empty for none. Quotes the inner promptId as it stands.
[[nodiscard]] QByteArray doubtText(quint8 doubts, const JobFields &fields);

} // namespace emberwatch
