// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/strongid.h"
#include "core/base/timestamp.h"
#include "core/jobs/jobstate.h"
#include "core/operations/leasetoken.h"

#include <QByteArray>
#include <QCoroTask>
#include <QString>

#include <chrono>
#include <optional>

namespace emberwatch {

/// A live job whose tracking is to be taken up again, as it was judged.
struct TrackingRequest
{
    PromptId promptId;
    QString serverUrl; ///< where it lives, as its record or its state names it
    QString clientId; ///< the job's own; empty: none, then it is polled
    QByteArray judgedValue; ///< exact bytes of its key; empty: there is no key
    std::optional<Timestamp> expiresAt; ///< of that key, absolute, the server's clock; nullopt: no TTL
    /// Since the last write of its producer, when it was judged; nullopt: cannot be judged, counts as not
    /// silent. The stream may be taken beyond 60 s, or after a runner of ours (correctness.md 5).
    std::optional<std::chrono::milliseconds> silence;
    /// Redis forgot it (then there is no judgedValue): this state is created first, by SET NX, once the job's
    /// lease is held. What stands there already is left and tracked.
    std::optional<JobState> forgotten;
    bool operator==(const TrackingRequest &) const = default;
};

/// How a job's tracking was taken up.
struct TrackingTaken
{
    enum class Way
    {
        Stream, ///< by the job's own client id
        Polling, ///< until the stream may be taken, or for good
        ByOthers, ///< somebody else holds its lease and tracks it: it is his
    };
    Way way = Way::Polling;
    std::optional<LeaseHolder> holder; ///< ByOthers: who; nullopt: unknown
    QString text; ///< a sentence for the report: "Tracked by polling, its producer was heard 12 s ago."
    bool operator==(const TrackingTaken &) const = default;
};

/// Takes up the tracking of live jobs. Called by a recovery, many calls at the same time, each once a job;
/// all in one thread.
class Tracking
{
public:
    Tracking() = default;
    virtual ~Tracking() = default;
    Q_DISABLE_COPY_MOVE(Tracking)

    /// Returns once it is known who tracks the job and how; the tracking goes on by itself. Asked again for a
    /// job that is tracked already, it says how. Errors: why nobody does (Redis is away, the server is not on
    /// the list).
    [[nodiscard]] virtual QCoro::Task<Result<TrackingTaken>> take(TrackingRequest request) = 0;
};

} // namespace emberwatch
