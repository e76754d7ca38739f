// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QString>
#include <QVersionNumber>

namespace emberwatch::redis {

/// What the handshake found out. Each question may be refused; then its field is empty and `refused` says
/// why.
struct ServerFacts
{
    QString product; ///< "Redis" or "Valkey"
    QString version; ///< "7.0.15"
    QByteArray runId; ///< changes with every start of the server
    QByteArray replicationId;
    QByteArray role; ///< master, slave, sentinel
    QString mode; ///< standalone, sentinel, cluster
    qint64 clientId = 0; ///< CLIENT ID, 0 where refused
    QHash<QByteArray, QString> refused; ///< command -> the server's own text

    [[nodiscard]] bool isPrimary() const { return role.isEmpty() || role == "master"; }
    /// SET ... PXAT, by which a key is put back with its expiry; false also where the version is not known.
    [[nodiscard]] bool knowsAbsoluteExpiry() const
    {
        return product != QLatin1StringView("Redis")
            || QVersionNumber::fromString(version) >= QVersionNumber(6, 2);
    }
    bool operator==(const ServerFacts &) const = default;
};

} // namespace emberwatch::redis
