// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/redis/reply.h"

#include <QByteArray>
#include <QElapsedTimer>
#include <QObject>

#include <chrono>
#include <functional>

namespace emberwatch {

namespace redis {
class Connection;
}

/// Counts the keys under a prefix by SCAN, for no longer than a while. Keys that SCAN names twice count
/// twice: the number is for people.
class KeyCount : public QObject
{
    Q_OBJECT
public:
    struct Outcome
    {
        qint64 keys = 0;
        bool isComplete = false; ///< false: the time was up, there are more
    };
    using Done = std::function<void(Result<Outcome>)>;

    /// @param connection  ready, and outlives the count
    KeyCount(redis::Connection *connection, const QByteArray &prefix, QObject *parent = nullptr);
    /// `done` is called once, unless the object goes before.
    void start(std::chrono::milliseconds budget, Done done);

private:
    void scan(const QByteArray &cursor);
    void takePage(const Result<redis::Reply> &reply);

    redis::Connection *m_connection;
    QByteArray m_pattern;
    std::chrono::milliseconds m_budget{0};
    QElapsedTimer m_elapsed;
    Outcome m_outcome;
    Done m_done;
};

} // namespace emberwatch
