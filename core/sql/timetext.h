// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/timestamp.h"

#include <QByteArrayView>
#include <QString>
#include <QStringView>

#include <optional>

namespace emberwatch::sql {

/// A database's time as text: "2025-11-24 02:51:07[.123456][+00[:00]|Z]", also with T between date and time.
/// Without a zone it is UTC (verdicts.md 2.6). Cut to milliseconds. nullopt for anything else ("infinity").
[[nodiscard]] std::optional<Timestamp> readTime(QByteArrayView text);
[[nodiscard]] std::optional<Timestamp> readTime(QStringView text);

/// "2025-11-24 02:51:07.123", UTC: what both databases take.
[[nodiscard]] QString writeTime(Timestamp moment);

} // namespace emberwatch::sql
