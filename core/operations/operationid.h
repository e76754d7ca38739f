// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/strongid.h"

#include <QByteArray>

#include <optional>

namespace emberwatch {

/// Names one effect on one job: whoever judges the same state by the same rule comes to the same id, so that
/// two consoles do it once. 64 lower-case hex digits.
using OperationId = StrongId<struct OperationIdTag, QByteArray>;

/// What an operation's id is made of (correctness.md 4).
struct OperationFacts
{
    QByteArray key; ///< of the job in Redis
    std::optional<qint64> startedAt; ///< milliseconds; nullopt: unusable, or no key
    QByteArray rule; ///< the row of the table and the action: "absent-both-open/settle-failed"
    QByteArray judgedBytes;
    int earlierUndos = 0; ///< of this operation: so that it can be done again after one
    bool operator==(const OperationFacts &) const = default;
};

/// SHA-256 over all of them, each with its length in front, so that no two sets of facts read the same.
[[nodiscard]] OperationId operationIdOf(const OperationFacts &facts);

} // namespace emberwatch
