// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/triage/reading.h"

namespace emberwatch {

QByteArrayView wordOf(RedisReading reading)
{
    switch (reading) {
    case RedisReading::Absent:
        return "absent";
    case RedisReading::Corrupt:
        return "corrupt";
    case RedisReading::Queued:
        return "queued";
    case RedisReading::Processing:
        return "processing";
    case RedisReading::Completed:
        return "completed";
    case RedisReading::Failed:
        return "failed";
    case RedisReading::Unknown:
        return "unknown";
    }
    return {};
}

QByteArrayView wordOf(RecordReading reading)
{
    switch (reading) {
    case RecordReading::Absent:
        return "absent";
    case RecordReading::Queued:
        return "queued";
    case RecordReading::Processing:
        return "processing";
    case RecordReading::Completed:
        return "completed";
    case RecordReading::Failed:
        return "failed";
    case RecordReading::Cancelled:
        return "cancelled";
    case RecordReading::SeveralRows:
        return "several-rows";
    case RecordReading::Unknown:
        return "unknown";
    }
    return {};
}

QByteArrayView wordOf(ComfyReading reading)
{
    switch (reading) {
    case ComfyReading::Pending:
        return "pending";
    case ComfyReading::Running:
        return "running";
    case ComfyReading::DoneOk:
        return "done-ok";
    case ComfyReading::DoneError:
        return "done-error";
    case ComfyReading::Interrupted:
        return "interrupted";
    case ComfyReading::Absent:
        return "absent";
    case ComfyReading::Unknown:
        return "unknown";
    }
    return {};
}

QByteArrayView wordsOf(CorruptReason reason)
{
    switch (reason) {
    case CorruptReason::NotReadable:
        return "not readable";
    case CorruptReason::IdDiffers:
        return "the promptId inside differs from the key";
    case CorruptReason::NoTtl:
        return "no TTL, the key never expires";
    case CorruptReason::StartedInFuture:
        return "startedAt is in the future";
    case CorruptReason::StartedAtUnusable:
        return "startedAt is not in milliseconds";
    }
    return {};
}

} // namespace emberwatch
