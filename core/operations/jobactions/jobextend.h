// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/jobactions/actionsources.h"

#include <QCoroTask>

#include <chrono>
#include <optional>

namespace emberwatch {

/// A key may be given at most so much longer to live, from now.
inline constexpr std::chrono::hours longestExtension{24};

/// What became of a key that was to live longer.
struct ExtendedJob
{
    enum class End : quint8
    {
        Done,
        Gone, ///< there is no such key
        Changed, ///< somebody has written since it was read: it has a life of its own
        NotLater, ///< it lives as long already, or never expires
        NotReadable, ///< no string, or larger than what is read: its bytes cannot be compared
        Unknown, ///< the connection was lost at it
        Failed,
    };
    End end = End::Failed;
    std::optional<Timestamp> before; ///< when it would have expired, the server's clock
    std::optional<Timestamp> expiresAt; ///< when it expires now
    QString text; ///< a sentence
    bool operator==(const ExtendedJob &) const = default;
};
/// "done", "gone", "changed", "not-later", "not-readable", "unknown", "failed": stable, used in JSON.
[[nodiscard]] QByteArrayView wordOf(ExtendedJob::End end);

/// Lets a key live until that long from now: later than it would, and at most a day; its bytes stay, and it
/// happens only if they are those that were read. Its producer's next write sets the usual time again. Until
/// then its silence is not known, and it counts as not silent.
///
/// Nobody but its producer shortens a key's life: it cannot be taken back.
///
/// Errors: Invalid (no time, or more than longestExtension), those of Redis, of the journal, and of the guard
/// rails; nothing was done.
[[nodiscard]] QCoro::Task<Result<ExtendedJob>> extendJob(ActionSources sources, ActionOptions options,
    PromptId id, std::chrono::milliseconds time, Agreement agreement = {});

} // namespace emberwatch
