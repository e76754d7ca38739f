// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/readings.h"

namespace emberwatch {

using comfyui::Presence;

RedisReading readingOf(JobStatus status)
{
    switch (status) {
    case JobStatus::Queued:
        return RedisReading::Queued;
    case JobStatus::Processing:
        return RedisReading::Processing;
    case JobStatus::Completed:
        return RedisReading::Completed;
    case JobStatus::Failed:
        return RedisReading::Failed;
    }
    return RedisReading::Unknown;
}

RecordReading readingOf(RecordStatus status)
{
    switch (status) {
    case RecordStatus::Queued:
        return RecordReading::Queued;
    case RecordStatus::Processing:
        return RecordReading::Processing;
    case RecordStatus::Completed:
        return RecordReading::Completed;
    case RecordStatus::Failed:
        return RecordReading::Failed;
    case RecordStatus::Cancelled:
        return RecordReading::Cancelled;
    }
    return RecordReading::Unknown;
}

ComfyReading readingOf(Presence presence)
{
    switch (presence) {
    case Presence::Pending:
        return ComfyReading::Pending;
    case Presence::Running:
        return ComfyReading::Running;
    case Presence::DoneOk:
        return ComfyReading::DoneOk;
    case Presence::DoneError:
        return ComfyReading::DoneError;
    case Presence::Interrupted:
        return ComfyReading::Interrupted;
    case Presence::Absent:
        return ComfyReading::Absent;
    case Presence::Unknown:
        break;
    }
    return ComfyReading::Unknown;
}

JudgedRow judgedRowOf(const JobRecord &record)
{
    return {record.id.value(), record.statusWord, record.revision.value_or(QString())};
}

} // namespace emberwatch
