// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QtGlobal>

namespace emberwatch {

/// What a source says of one job (verdicts.md 1). Unknown means that it was not asked or gave no answer that
/// counts; it never turns into Absent.

enum class RedisReading : quint8
{
    Absent,
    Corrupt, ///< there is a value, and it gives reason not to touch it (CorruptReason)
    Queued,
    Processing,
    Completed,
    Failed,
    Unknown,
};

enum class RecordReading : quint8
{
    Absent, ///< a database answered that it has no row, or it is stated that there is no database
    Queued,
    Processing,
    Completed,
    Failed,
    Cancelled,
    SeveralRows, ///< more than one row for the promptId
    Unknown,
};

enum class ComfyReading : quint8
{
    Pending,
    Running,
    DoneOk,
    DoneError,
    Interrupted,
    Absent,
    Unknown,
};

/// Why a value in Redis is called corrupt; several may hold.
enum class CorruptReason : quint8
{
    NotReadable = 1, ///< not JSON, or not a job by its schema
    IdDiffers = 2, ///< the promptId inside is not the key's
    NoTtl = 4,
    StartedInFuture = 8,
    StartedAtUnusable = 16, ///< in seconds, before 2001, no integer
};

/// Why ComfyUI does not know the job, as far as that is known (verdicts.md 2.3).
enum class AbsenceReason : quint8
{
    Unexplained,
    Restarted, ///< the server restarted since the submission
    Evicted, ///< its history is a bounded list
    NeverSeen,
};

[[nodiscard]] constexpr bool isOpen(RedisReading reading)
{
    return reading == RedisReading::Queued || reading == RedisReading::Processing;
}
[[nodiscard]] constexpr bool isTerminal(RedisReading reading)
{
    return reading == RedisReading::Completed || reading == RedisReading::Failed;
}
[[nodiscard]] constexpr bool isOpen(RecordReading reading)
{
    return reading == RecordReading::Queued || reading == RecordReading::Processing;
}
[[nodiscard]] constexpr bool isTerminal(RecordReading reading)
{
    return reading == RecordReading::Completed || reading == RecordReading::Failed
        || reading == RecordReading::Cancelled;
}
[[nodiscard]] constexpr bool isLive(ComfyReading reading)
{
    return reading == ComfyReading::Pending || reading == ComfyReading::Running;
}
/// The server's history says how it ended.
[[nodiscard]] constexpr bool isTerminal(ComfyReading reading)
{
    return reading == ComfyReading::DoneOk || reading == ComfyReading::DoneError
        || reading == ComfyReading::Interrupted;
}

/// "absent", "corrupt", "queued", ...: stable, used in JSON.
[[nodiscard]] QByteArrayView wordOf(RedisReading reading);
/// "absent", "queued", ..., "cancelled", "several-rows", "unknown": stable, used in JSON.
[[nodiscard]] QByteArrayView wordOf(RecordReading reading);
/// "pending", "running", "done-ok", "done-error", "interrupted", "absent", "unknown": stable, used in JSON.
[[nodiscard]] QByteArrayView wordOf(ComfyReading reading);
/// For people: "promptId inside differs from the key".
[[nodiscard]] QByteArrayView wordsOf(CorruptReason reason);

} // namespace emberwatch
