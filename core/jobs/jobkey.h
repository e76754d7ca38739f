// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/strongid.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <optional>

namespace emberwatch {

[[nodiscard]] QByteArray keyOf(QByteArrayView prefix, const PromptId &id);
/// The promptId of a key, nullopt if the key does not begin with the prefix.
[[nodiscard]] std::optional<QByteArrayView> idInKey(QByteArrayView prefix, QByteArrayView key);
/// The glob pattern (SCAN MATCH, PSUBSCRIBE) that matches exactly the text: *, ?, [, ], \ and ^ escaped.
[[nodiscard]] QByteArray globEscaped(QByteArrayView text);

/// A promptId for people: invalid UTF-8 as replacement characters, control and bidirectional characters as
/// \xNN or \u{NNNN} (correctness.md 10). Never shortened.
[[nodiscard]] QString displayText(QByteArrayView bytes);

} // namespace emberwatch
