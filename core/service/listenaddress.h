// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QHostAddress>
#include <QString>

namespace emberwatch {

/// Where status pages are served: this machine alone. What is to be seen from elsewhere goes through a proxy
/// that asks who it is.
struct ListenAddress
{
    QHostAddress host = QHostAddress::LocalHost;
    quint16 port = 0; ///< 0: any that is free
    bool operator==(const ListenAddress &) const = default;
};

/// "127.0.0.1:9464", "[::1]:9464", "localhost:9464" or ":9464". Errors: Invalid, also for an address that is
/// not loopback.
[[nodiscard]] Result<ListenAddress> parseListenAddress(const QString &text);

} // namespace emberwatch
