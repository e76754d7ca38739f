// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/redisclient.h"

#include <QByteArrayList>
#include <QTest>

#include <vector>

namespace emberwatch::test {

/// Ways in which a Redis that answers reads takes no writes, as a test's data: the columns "refuse" and
/// "allow" hold the commands that begin and end it.
inline void addRefusedWrites()
{
    QTest::addColumn<QByteArrayList>("refuse");
    QTest::addColumn<QByteArrayList>("allow");
    QTest::newRow("out of memory") << QByteArrayList{"CONFIG", "SET", "maxmemory", "1"}
                                   << QByteArrayList{"CONFIG", "SET", "maxmemory", "0"};
    QTest::newRow("a replica") << QByteArrayList{"REPLICAOF", "127.0.0.1", "1"}
                               << QByteArrayList{"REPLICAOF", "NO", "ONE"};
    QTest::newRow("too few replicas") << QByteArrayList{"CONFIG", "SET", "min-replicas-to-write", "1"}
                                      << QByteArrayList{"CONFIG", "SET", "min-replicas-to-write", "0"};
}

/// Whether the server said OK.
[[nodiscard]] inline bool isTaken(RedisClient &client, const QByteArrayList &command)
{
    const std::vector<QByteArrayView> words(command.begin(), command.end());
    client.run(words);
    return client.lastText() == "OK";
}

} // namespace emberwatch::test
