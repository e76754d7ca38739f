// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/jobs/jobdocument.h"
#include "core/redis/serverfacts.h"
#include "core/redis/topology.h"

#include <QCoroTask>
#include <QObject>

#include <chrono>
#include <memory>
#include <optional>

namespace emberwatch {

/// One atomic observation of a key (the script peek, or TYPE, STRLEN, GET, PTTL, TIME where scripts are
/// refused).
struct JobReading
{
    PromptId promptId;
    bool exists = false;
    QByteArray redisType; ///< "string", "hash", ..., "none"
    qint64 size = 0; ///< bytes of a string
    QByteArray value; ///< exact bytes; empty where larger than the limit or not a string
    bool hasValue = false;
    std::optional<std::chrono::milliseconds> ttl; ///< nullopt: never expires
    Timestamp serverTime; ///< the server's clock at the moment of reading
    bool isActionable = false; ///< read by peek; false: "looked at, not actionable"

    /// serverTime + ttl.
    [[nodiscard]] std::optional<Timestamp> expiresAt() const;
    bool operator==(const JobReading &) const = default;
};

/// How long a job has shown no sign of life.
///
/// @param fullTtl    what producers set on each write (7200 s unless configured)
/// @param ttl        the key's remaining time; nullopt: never expires
/// @return fullTtl - ttl; nullopt where it cannot be known: no TTL, or longer than a producer's (extended).
/// Source: Redis command reference, PTTL; each write of a producer sets the TTL anew.
[[nodiscard]] std::optional<std::chrono::milliseconds> silenceOf(
    std::chrono::milliseconds fullTtl, std::optional<std::chrono::milliseconds> ttl);

/// Whose write it is: a producer renews the TTL, everybody else keeps it (correctness.md 1.8).
enum class TtlPolicy
{
    Keep,
    Renew
};

/// What came of a conditional write. Everything but Done and AlreadyDone means that nothing was changed.
struct WriteOutcome
{
    enum class Kind
    {
        Done,
        AlreadyDone, ///< the value was already as wanted ("same")
        Changed, ///< somebody wrote another value since it was judged
        Touched, ///< somebody wrote the same bytes since: its producer is alive
        Gone,
        WrongType,
        Refused, ///< the new expiry is not later, or more than 24 h ahead
        NotReadable, ///< a value that is no job is nobody's to edit
    };
    Kind kind = Kind::Done;
    QByteArray current; ///< Changed: the newer bytes
    std::optional<std::chrono::milliseconds> ttl;
    bool operator==(const WriteOutcome &) const = default;
};

/// Which jobs of a listing; all that are set must hold.
struct JobSelection
{
    std::optional<QString> userId;
    std::optional<QString> type;
    std::optional<JobStatus> status;
    std::optional<QString> serverUrl;
    bool onlyOpen = false; ///< queued or processing
    /// Also what cannot be read as a job, whatever else is set: nothing may disappear from sight.
    bool withUnreadable = false;
};

/// One compare-and-set of a batch.
struct ConditionalWrite
{
    JobReading judged;
    QByteArray newValue;
    TtlPolicy ttl = TtlPolicy::Keep;
};

/// The server that keeps a job's key, as its connection knows it.
struct JobServer
{
    QString address; ///< host:port
    redis::ServerFacts facts;
};

/// Job keys, one by one and in batches, touched only by the scripts and SET ... NX (correctness.md 2).
/// Lives in one thread; connects by itself; every call waits until the connection stands or its time-out.
class JobStore : public QObject
{
    Q_OBJECT
public:
    JobStore(
        redis::Topology *topology, JobSchema schema, DocumentLimits limits = {}, QObject *parent = nullptr);
    ~JobStore() override;

    [[nodiscard]] QCoro::Task<Result<JobReading>> get(PromptId id);
    [[nodiscard]] QCoro::Task<Result<QList<JobReading>>> getMany(QList<PromptId> ids);
    /// SET key document NX EX fullTtl. Changed (with the current bytes) where the key exists already.
    [[nodiscard]] QCoro::Task<Result<WriteOutcome>> create(JobState job);
    /// The producer's save: create, or merge status and progress into what is there, renewing the TTL.
    [[nodiscard]] QCoro::Task<Result<WriteOutcome>> save(JobState job);
    /// Reads, edits and compares-and-sets until it stands: other writers' updates are merged, never lost.
    [[nodiscard]] QCoro::Task<Result<WriteOutcome>> update(PromptId id, JobEdit edit, TtlPolicy ttl);
    /// The same edit for many, pipelined; outcomes in the order of the ids.
    [[nodiscard]] QCoro::Task<Result<QList<WriteOutcome>>> updateMany(
        QList<PromptId> ids, JobEdit edit, TtlPolicy ttl);
    /// One compare-and-set on judged bytes; never retried.
    [[nodiscard]] QCoro::Task<Result<WriteOutcome>> compareAndSet(
        JobReading judged, QByteArray newValue, TtlPolicy ttl);
    /// One for each, pipelined; outcomes in their order. An error of one says nothing about the others; after
    /// Network, Timeout or Protocol it is unknown whether it was carried out.
    [[nodiscard]] QCoro::Task<QList<Result<WriteOutcome>>> compareAndSetMany(QList<ConditionalWrite> writes);
    /// Deletes exactly what was judged.
    [[nodiscard]] QCoro::Task<Result<WriteOutcome>> remove(JobReading judged);
    [[nodiscard]] QCoro::Task<Result<QList<WriteOutcome>>> removeMany(QList<JobReading> judged);
    /// Later expiry for exactly what was judged, at most 24 h ahead.
    [[nodiscard]] QCoro::Task<Result<WriteOutcome>> extend(JobReading judged, Timestamp expiresAt);
    /// SET ... NX PXAT: brings back a deleted key with its original expiry.
    [[nodiscard]] QCoro::Task<Result<WriteOutcome>> restore(JobReading snapshot);
    /// A listing (SCAN, MGET, PTTL in overlapping pages), filtered. "looked at, not actionable".
    [[nodiscard]] QCoro::Task<Result<QList<JobReading>>> query(JobSelection selection);

    /// How to connect to the server that keeps a job's key. nullopt: the topology has gone.
    [[nodiscard]] std::optional<redis::ConnectionOptions> optionsFor(const PromptId &id) const;
    /// nullopt: not connected to it.
    [[nodiscard]] std::optional<JobServer> serverOf(const PromptId &id) const;

private:
    class Private;
    std::shared_ptr<Private> d; ///< a call under way outlives the store
};

} // namespace emberwatch
