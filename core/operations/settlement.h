// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/strongid.h"
#include "core/base/timestamp.h"
#include "core/jobs/jobstate.h"
#include "core/jobs/jobstore.h"
#include "core/records/recordchange.h"
#include "core/records/recordstatus.h"
#include "core/triage/evidence.h"
#include "core/triage/serverepoch.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace emberwatch {

/// Why: what the journal and the audit row say of it.
struct SettlementReason
{
    QByteArray rule; ///< the row of the table: "absent-both-open"; with the action it is part of the op id
    QString action; ///< "settle-completed", "settle-failed", "settle-cancelled", "take-redis-end", "clean"
    QString verdict;
    QString sentence;
    QByteArray evidence; ///< JSON
    bool operator==(const SettlementReason &) const = default;
};

/// The bytes that were judged, which alone may be replaced.
struct JudgedState
{
    QByteArray value; ///< exact; empty where there was no key
    std::optional<Timestamp> expiresAt; ///< absolute, the server's clock; nullopt: had none
    std::optional<qint64> startedAt; ///< part of the op id; nullopt: unusable
    ServerEpoch epoch; ///< which Redis
    bool isAbsent = false; ///< there was no key: the record alone is settled, and only while there is none
    bool operator==(const JudgedState &) const = default;
};

/// What becomes of the record.
struct RecordEnd
{
    JudgedRow row; ///< as it was judged: the update is guarded by it
    RecordStatus status = RecordStatus::Failed; ///< Cancelled becomes Failed where there is no such word
    /// It says `failed`, by an action of ours that turned out wrong.
    bool correctsFailed = false;
    QString error; ///< Failed, Cancelled: why, for the row; empty: left as it is
    bool operator==(const RecordEnd &) const = default;
};

/// One job to settle.
struct Settlement
{
    PromptId promptId;
    JudgedState
        judged; ///< where it says the terminal status already, the claim stands and only the rest is done
    JobStatus status = JobStatus::Failed; ///< Completed (with progress 100) or Failed
    TtlPolicy ttl = TtlPolicy::Keep; ///< Renew: by the job's producer, and then the expiry is not checked
    std::optional<RecordEnd> record; ///< nullopt: there is none to write
    std::optional<QByteArray> outputs; ///< ComfyUI's list, JSON: into journal and record
    SettlementReason reason;
    bool operator==(const Settlement &) const = default;
};

/// What happened to it.
struct SettledJob
{
    enum class Kind
    {
        Done,
        AlreadyDone, ///< all of it, by somebody else who judged the same
        Changed, ///< its producer wrote something else since: nothing was done, judge again
        Touched, ///< its producer wrote the same since: it is alive, nothing was done
        Gone, ///< the key: nothing was done
        RecordDecided, ///< claimed, but others have decided about the record, and it is left
        Unknown, ///< the connection was lost at it: the next look finds out, and finishes it
        Failed, ///< see the text; `isClaimed` tells whether the record alone is missing
    };
    Kind kind = Kind::Failed;
    /// Redis says the terminal status. Where the record is still open, whoever looks next finishes it.
    bool isClaimed = false;
    bool isUnconfirmed = false; ///< claimed, and no replica had it in time: a failover may lose the claim
    QByteArray value; ///< claimed: the bytes that are there now, for cleaning later
    OperationId op; ///< in journal and audit table
    QString text; ///< a sentence for people; mostly empty where Done
    bool operator==(const SettledJob &) const = default;
};

/// One key to delete.
struct Cleaning
{
    PromptId promptId;
    JudgedState judged;
    SettlementReason reason;
    std::optional<QByteArray> outputs; ///< ComfyUI's list, JSON: into the journal
    bool operator==(const Cleaning &) const = default;
};

/// What happened to it.
struct CleanedKey
{
    enum class Kind
    {
        Done, ///< deleted, and not there when it was looked at again
        Changed,
        Touched,
        Gone, ///< it was not there any more: nothing was done
        CameBack, ///< deleted, and there again: judge anew
        Unknown, ///< the connection was lost at it
        Failed,
    };
    Kind kind = Kind::Failed;
    OperationId op;
    QString text; ///< a sentence for people; empty where Done
    bool operator==(const CleanedKey &) const = default;
};

} // namespace emberwatch
