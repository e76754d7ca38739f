// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jobs/jobdocument.h"
#include "core/jobs/jobstate.h"

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace emberwatch {

/// Where a job lives in every table of this process: given by the feed, the same in the feed, the index and
/// the model, and free again one batch after the job is gone.
using JobSlot = quint32;
/// A text that many rows share; see StringTable. 0 is the empty text.
using StringId = quint32;

/// A promptId in 16 bytes: a canonical lower-case UUID as its value, any other text as a StringId.
struct PackedId
{
    quint64 high = 0;
    quint64 low = 0;

    [[nodiscard]] static std::optional<PackedId> fromUuid(QByteArrayView text);
    /// 36 characters. Only for ids that came from fromUuid().
    void writeUuid(char *to) const;
    bool operator==(const PackedId &) const = default;
};

/// A job as the live table keeps it: plain data of 64 bytes. What is not here (the raw value) is read when
/// asked for.
struct JobRow
{
    enum Flag : quint8
    {
        IdIsPooled = 1, ///< id.low is a StringId
        HasStartedAt = 2,
        HasTtl = 4,
    };

    JobSlot slot = 0;
    StringId user = 0;
    PackedId id;
    qint64 startedAt = 0; ///< ms since the epoch, by the producer's clock; valid with HasStartedAt
    qint64 expiresAt = 0; ///< ms since the epoch, by the server's clock; valid with HasTtl
    StringId type = 0;
    StringId server = 0;
    StringId reason = 0; ///< why it is unreadable or doubtful, in words; 0 for a plain job
    float progress = 0; ///< percent
    JobStatus status = JobStatus::Queued; ///< only where readable
    Unreadable unreadable = Unreadable::No;
    quint8 doubts = 0; ///< of JobDoubt
    quint8 flags = 0;

    [[nodiscard]] bool isReadable() const { return unreadable == Unreadable::No; }
    [[nodiscard]] bool has(Flag flag) const { return (flags & flag) != 0; }
    bool operator==(const JobRow &) const = default;
};
static_assert(sizeof(JobRow) == 64);

/// Why a job left the table.
enum class RemovalCause : quint8
{
    Deleted,
    Expired,
    Evicted,
    Flushed
};
[[nodiscard]] QByteArrayView wordOf(RemovalCause cause);

} // namespace emberwatch
