// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/jobs/jobstate.h"

#include <QByteArray>
#include <QByteArrayView>

#include <memory>
#include <optional>

namespace emberwatch {

/// What a value may be before it is called not readable (correctness.md 1.6).
struct DocumentLimits
{
    qsizetype bytes = 1 << 20;
    int depth = 256;
};

/// Why a value under the prefix is no job we can read. The order is part of nothing; the words are
/// (reasonText).
enum class Unreadable : quint8
{
    No, ///< it is readable
    WrongRedisType, ///< not a string key
    Empty,
    TooLarge,
    NotUtf8,
    NotJson,
    TooDeep,
    NotAnObject,
    MissingMember, ///< promptId, type, status, progress or startedAt is not there
    WrongMemberType,
    UnknownStatus,
    ProgressOutOfRange,
};

/// What a readable job still gives reason to doubt. Shown beside it; none of them makes it unreadable.
enum class JobDoubt : quint8
{
    None = 0,
    IdDiffers = 1, ///< the promptId inside is not the key's: the key is the identity
    StartedAtUnusable = 2, ///< in seconds, before 2001, fractional: the age cannot be judged
    StartedInFuture = 4, ///< more than 60 s ahead of the server's clock
    NoTtl = 8, ///< the key never expires: not a producer's write
};

/// A job's members as they stand in the document. Texts are unescaped UTF-8 and point into the document or
/// into the parser; they hold until the parser's next parse. Of members that occur twice the last counts.
struct JobFields
{
    QByteArrayView promptId;
    QByteArrayView type;
    QByteArrayView userId;
    QByteArrayView characterId;
    QByteArrayView clientId;
    QByteArrayView serverUrl;
    bool hasCharacterId = false;
    bool hasClientId = false;
    JobStatus status = JobStatus::Queued;
    double progress = 0;
    /// Milliseconds since the epoch; nullopt where the number is no integer in 2001..2286 (then
    /// StartedAtUnusable).
    std::optional<qint64> startedAt;
    /// The two numbers as they are written in the document ("42.50", "1.7e9"), for exact output.
    QByteArrayView progressToken;
    QByteArrayView startedAtToken;

    Unreadable unreadable = Unreadable::No;
    QByteArray detail; ///< what exactly and where, e.g. "status" or "byte 17"; English
};

/// Reads job documents. Keeps its buffers, so one parser for many documents; not thread-safe.
///
/// A document is valid JSON as a whole (members we do not know included) in UTF-8, an object, with promptId,
/// type, status (strings; status one of ours) and progress (number 0..100) and startedAt (number). userId,
/// characterId, clientId, serverUrl are strings, null or missing.
class JobParser
{
public:
    explicit JobParser(DocumentLimits limits = {});
    ~JobParser();
    JobParser(JobParser &&) noexcept;
    JobParser &operator=(JobParser &&) noexcept;

    /// @param document  its bytes, and behind them at least redis::Reply::padding more that may be read
    [[nodiscard]] const JobFields &parsePadded(QByteArrayView document);
    /// The same for bytes without padding: copies them first.
    [[nodiscard]] const JobFields &parse(QByteArrayView document);

private:
    class Private;
    std::unique_ptr<Private> d;
};

/// A sentence for people: "not JSON (byte 17)". Empty for No.
[[nodiscard]] QString reasonText(Unreadable reason, QByteArrayView detail = {});

/// The job as values of its own. Errors: Parse, with reasonText as message.
[[nodiscard]] Result<JobState> jobStateOf(const JobFields &fields);

/// What we may change in a document: nothing else is ever edited (correctness.md 1.3).
struct JobEdit
{
    std::optional<JobStatus> status;
    std::optional<double> progress; ///< percent, 0..100; written as an integer where it is one
    bool operator==(const JobEdit &) const = default;
};

/// Replaces the bytes of the value of the last top-level member of that name, or appends the member before
/// the closing brace; every other byte stays as it was. An edit that changes nothing returns the same bytes.
/// Errors: Parse where the document is not readable (its bytes are then nobody's to edit), Invalid for a
/// progress that is not in 0..100.
[[nodiscard]] Result<QByteArray> editDocument(
    QByteArrayView document, const JobEdit &edit, DocumentLimits limits = {});

/// A new document in the producers' member order; optional members only where set.
[[nodiscard]] QByteArray newDocument(const JobState &job);

} // namespace emberwatch
