// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/strongid.h"
#include "core/base/timestamp.h"
#include "core/jobs/jobstate.h"
#include "core/triage/reading.h"
#include "core/triage/serverepoch.h"

#include <QByteArray>
#include <QString>

#include <chrono>
#include <optional>

namespace emberwatch {

/// What Redis said. Durations are by the server's clock.
struct RedisEvidence
{
    RedisReading reading = RedisReading::Unknown;
    Timestamp at; ///< the server's clock
    QString request; ///< what was asked: "peek comfyui:job:5d9e..."
    QString trouble; ///< Unknown: why there is no answer. Corrupt: what exactly cannot be read
    quint8 corruptReasons = 0; ///< bits of CorruptReason
    QByteArray value; ///< exact bytes
    bool hasValue = false; ///< false: absent, larger than the limit, not a string
    std::optional<Timestamp> expiresAt; ///< absolute, the server's clock; nullopt: no TTL, or no key
    bool isActionable = false; ///< read by the script peek; false: looked at, nothing may rest on it
    /// The status in the document; also of a corrupt one, where it can be read.
    std::optional<JobStatus> status;
    std::optional<double> progress; ///< percent
    std::optional<qint64>
        startedAt; ///< milliseconds since the epoch, the producer's clock; nullopt: unusable
    /// Now - startedAt; nullopt: cannot be judged.
    std::optional<std::chrono::milliseconds> age;
    /// The age when a recovery saw the job for the first time: it is that one which is held against the
    /// limit, so that a job which has to wait for its server does not age out.
    std::optional<std::chrono::milliseconds> ageAtFirstSight;
    /// Since the last proof of life: last write, progress event, move in the queue. nullopt: cannot be
    /// judged (no TTL, or extended), which counts as not silent.
    std::optional<std::chrono::milliseconds> silence;
    /// The reading was another one in the first of the two passes (open is one reading, whatever its word).
    bool hasChanged = false;
    /// Its terminal status is a claim of ours, by our journal: the record alone may be missing.
    bool isClaimOfOurs = false;
    ServerEpoch epoch;
    /// Since our own last claim, by our clock; nullopt: none lately. It keeps the TTL, so silence says
    /// nothing of it.
    std::optional<std::chrono::milliseconds> sinceOurClaim;
    int deletedLately = 0; ///< how often we have deleted it within the last hour
    bool isTakenBack = false; ///< somebody undid what we had done to it
    bool operator==(const RedisEvidence &) const = default;
};

/// The row that was judged; an update is guarded by it.
struct JudgedRow
{
    QString id; ///< primary key, as text
    QString status; ///< the database's own word
    QString updatedAt; ///< as the database prints it: it is compared, never calculated with
    bool operator==(const JudgedRow &) const = default;
};

/// What the database said, of ComfyUI's provider only.
struct RecordEvidence
{
    RecordReading reading = RecordReading::Unknown;
    Timestamp at; ///< our clock
    QString request;
    QString trouble; ///< Unknown: why there is no answer ("no database is configured")
    std::optional<JudgedRow> row;
    int rows = 0; ///< how many were found
    bool isFailedByUs = false; ///< its `failed` carries our marker
    bool isStatedAbsent = false; ///< Absent because it is stated that there is no database
    std::optional<std::chrono::milliseconds> age; ///< since created_at, by the database's clock
    bool hasChanged = false; ///< between the two passes, as in RedisEvidence
    // What is shown beside, and decides nothing. Times are the database's own, in UTC.
    QString userId;
    QString error; ///< its beginning
    bool hasOutputs = false;
    std::optional<Timestamp> createdAt;
    std::optional<Timestamp> updatedAt;
    bool operator==(const RecordEvidence &) const = default;
};

/// One pass over ComfyUI: first the queue, then the history.
struct ComfyPass
{
    ComfyReading reading = ComfyReading::Unknown;
    Timestamp at; ///< our clock, when the last answer had come
    QString request; ///< "GET http://gpu-2:8188/queue, /history/5d9e..."
    QString trouble; ///< Unknown: "connection refused", "not on the list of allowed servers"
    /// 1 and 1 where the job's server is known; else every allowed server is asked, and only if all have
    /// answered so is the job absent.
    int serversAsked = 1;
    int serversAnswered = 1;
    bool isServerIdle = false; ///< it runs nothing at all
    std::optional<int> queuePosition; ///< 1: next
    std::optional<double> progress; ///< percent, of this pass
    bool operator==(const ComfyPass &) const = default;
};

/// What ComfyUI said.
struct ComfyEvidence
{
    QString serverUrl; ///< where the job is or was; empty: nobody knows
    std::optional<ComfyPass> first;
    std::optional<ComfyPass> second;
    bool hasMoved = false; ///< progress or a move in the queue between the passes
    /// How long no movement has been seen, by whoever has watched longer than these two passes.
    std::optional<std::chrono::milliseconds> stillFor;
    /// DoneOk: ComfyUI's list of outputs, the bytes of its JSON. nullopt: not fetched.
    std::optional<QByteArray> outputs;
    int outputCount = 0;
    QString errorText; ///< DoneError: what the server says went wrong
    AbsenceReason absence = AbsenceReason::Unexplained;
    // When it worked on it, by its own clock: shown, and decides nothing. nullopt: it does not say.
    std::optional<Timestamp> startedAt;
    std::optional<Timestamp> endedAt;
    bool operator==(const ComfyEvidence &) const = default;
};

/// All that is known of one job at one moment, each reading with its source, time and request.
struct Evidence
{
    PromptId promptId;
    QString type;
    QString userId; ///< often empty
    QString clientId; ///< empty: none
    RedisEvidence redis;
    RecordEvidence record;
    ComfyEvidence comfy;
    bool isKnownToJournal = false; ///< our own journal has ever known the promptId
    bool operator==(const Evidence &) const = default;
};

} // namespace emberwatch
