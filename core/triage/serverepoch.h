// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace emberwatch {

/// One life of one Redis server: a judgement holds for it alone (correctness.md 3).
struct ServerEpoch
{
    QString address; ///< host:port
    QByteArray runId; ///< changes with every start
    QByteArray replicationId;
    QByteArray role; ///< master, slave
    bool operator==(const ServerEpoch &) const = default;
};

} // namespace emberwatch
