// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/redis/reply.h"

#include <QByteArray>
#include <QByteArrayView>

#include <chrono>
#include <initializer_list>
#include <memory>
#include <span>

struct redisContext;

namespace emberwatch::test {

/// A client that waits for each answer: what "redis-cli in another terminal" is to a test. Plain TCP on
/// loopback, none of the code under test; sees neither its time-outs nor its limits.
class RedisClient
{
public:
    explicit RedisClient(quint16 port, const QByteArray &password = {}, const QByteArray &user = {});
    ~RedisClient();
    RedisClient(RedisClient &&) noexcept;
    RedisClient &operator=(RedisClient &&) noexcept;

    [[nodiscard]] bool isConnected() const;

    /// The answer; empty if there was none. Kept also for last().
    redis::Reply run(std::initializer_list<QByteArrayView> words);
    redis::Reply run(std::span<const QByteArrayView> words);

    /// The bytes of the last answer (a string, status or error); of an integer its decimal form.
    [[nodiscard]] const QByteArray &lastText() const { return m_lastText; }
    /// run() and lastText() in one.
    QByteArray text(std::initializer_list<QByteArrayView> words);
    qint64 integer(std::initializer_list<QByteArrayView> words);

    /// Puts a command behind the others without waiting; collect() sends them and takes all the answers.
    void append(std::initializer_list<QByteArrayView> words);
    /// How many of the answers were errors; -1 if the connection broke.
    int collect();

private:
    struct Free
    {
        void operator()(redisContext *context) const;
    };
    std::unique_ptr<redisContext, Free> m_context;
    int m_appended = 0;
    QByteArray m_lastText;
};

} // namespace emberwatch::test
