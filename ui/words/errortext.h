// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QString>

namespace emberwatch {

/// What happened, as a clause about the server: "10.0.4.12:6379 does not answer in time". No full stop.
/// @param server  host:port or whatever names it for the operator
[[nodiscard]] QString errorClause(const Error &error, const QString &server);
/// What a person can do about it, as a sentence; empty where waiting is all there is.
[[nodiscard]] QString errorAdvice(const Error &error);
/// Asking again by itself makes no sense: a person must change something first.
[[nodiscard]] bool needsPerson(const Error &error);

} // namespace emberwatch
