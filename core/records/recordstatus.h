// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

#include <optional>

namespace emberwatch {

/// What a record says of its job. Beside Redis's four a record knows `cancelled`, which is final.
enum class RecordStatus : quint8
{
    Queued,
    Processing,
    Completed,
    Failed,
    Cancelled
};

inline constexpr RecordStatus allRecordStatuses[] = {RecordStatus::Queued, RecordStatus::Processing,
    RecordStatus::Completed, RecordStatus::Failed, RecordStatus::Cancelled};

[[nodiscard]] constexpr bool isOpen(RecordStatus status)
{
    return status == RecordStatus::Queued || status == RecordStatus::Processing;
}

/// Our words: "queued" ... "cancelled". The database's are in the mapping.
[[nodiscard]] constexpr QByteArrayView wordOf(RecordStatus status)
{
    switch (status) {
    case RecordStatus::Queued:
        return "queued";
    case RecordStatus::Processing:
        return "processing";
    case RecordStatus::Completed:
        return "completed";
    case RecordStatus::Failed:
        return "failed";
    case RecordStatus::Cancelled:
        return "cancelled";
    }
    return {};
}

} // namespace emberwatch
