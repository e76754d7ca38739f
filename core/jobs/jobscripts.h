// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jobs/jobstore.h"
#include "core/redis/connection.h"
#include "core/redis/reply.h"
#include "core/redis/scripts.h"

#include <QByteArray>
#include <QByteArrayList>
#include <QCoroTask>

#include <chrono>
#include <memory>
#include <optional>
#include <vector>

namespace emberwatch {

// What the scripts of job keys are told, and what they answer (correctness.md 2).

/// One script call.
struct Invocation
{
    QByteArray key;
    QByteArrayList arguments;
};

/// The answers to a batch of calls, each in the reply it came with.
struct Answers
{
    struct Place
    {
        std::shared_ptr<redis::Reply> reply;
        qsizetype index = 0;
    };
    std::vector<Place> places;
    [[nodiscard]] redis::Reply::View at(size_t i) const
    {
        return places[i].reply->root().at(places[i].index);
    }
};

/// Runs the calls in one round trip, and those that the server answered with NOSCRIPT (they have not run)
/// once more with the script's text.
/// @param connection  is ready, and outlives the call
[[nodiscard]] QCoro::Task<Result<Answers>> runAll(
    redis::Connection *connection, redis::Script script, std::vector<Invocation> calls);

/// peek: {type, length, value or nil, pttl, server time}
[[nodiscard]] Result<JobReading> readingFromPeek(const PromptId &id, redis::Reply::View view);
/// cas, cad and extend: {word, ...}
[[nodiscard]] Result<WriteOutcome> outcomeFrom(redis::Reply::View view);

/// PTTL's answer; nullopt: never expires.
[[nodiscard]] std::optional<std::chrono::milliseconds> ttlFrom(qint64 pttl);

} // namespace emberwatch
