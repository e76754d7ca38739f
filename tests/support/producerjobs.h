// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <chrono>

namespace emberwatch::test {

class RedisClient;

// What producers do to job keys, under the usual prefix.

/// @param ttl  of the key; 0: it never expires
void setJob(RedisClient &client, const QByteArray &id, const QByteArray &value,
    std::chrono::milliseconds ttl = std::chrono::hours(2));
void deleteJob(RedisClient &client, const QByteArray &id);
[[nodiscard]] QByteArray keyOfJob(const QByteArray &id);

/// A moment as documents hold it.
[[nodiscard]] QByteArray msAgo(qint64 ms);

/// A document of the producers' kind, with a member that only they know.
/// @param id  as it stands inside a JSON string; the other texts are JSON too
[[nodiscard]] QByteArray jobDocument(const QByteArray &id, const QByteArray &status = "processing",
    const QByteArray &progress = "42.50", const QByteArray &startedAt = msAgo(60'000));
[[nodiscard]] QByteArray jobDocument(const QByteArray &id, const QByteArray &status, double progress);

} // namespace emberwatch::test
