// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QtGlobal>

#include <optional>

namespace emberwatch {

/// What happened to a job (verdicts.md 3).
enum class Verdict : quint8
{
    Live, ///< pending or running on ComfyUI
    Stalled, ///< live, and nothing has moved for too long
    Stale, ///< the job has ended, and Redis or the database has not heard of it
    UnclaimedResult, ///< the result exists and the user does not have it
    LateResult, ///< the result came after a cancel
    Orphaned, ///< open in Redis, on no server: nobody will ever finish it
    Lost, ///< only the database still believes in it
    Zombie, ///< live, and nobody will collect it
    Residue, ///< ended everywhere; the key expires by itself
    Corrupt,
    Conflict, ///< two sources that name different ends
    Unverifiable, ///< a source that is needed did not answer
    Foreign, ///< on a server, not ours
    Settling, ///< too young, or its readings still change
    Consistent,
};

/// "live", "unclaimed-result", ...: stable, used in JSON and in the filter.
[[nodiscard]] QByteArrayView wordOf(Verdict verdict);
[[nodiscard]] std::optional<Verdict> verdictFromWord(QByteArrayView word);

/// What is said beside a verdict.
struct VerdictFlags
{
    bool isQuiet = false; ///< live, and silent for longer than usual
    bool isUntracked = false; ///< there is no record of it
    bool isUnchecked = false; ///< ComfyUI has not been heard on it
    bool operator==(const VerdictFlags &) const = default;
};

} // namespace emberwatch
