// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHostAddress>
#include <QString>

namespace emberwatch::http {

/// What kind of network an address belongs to, as far as it matters to whom one may connect.
enum class AddressClass : quint8
{
    Public,
    Loopback,
    Private, ///< RFC 1918, carrier-grade NAT, IPv6 unique local
    LinkLocal, ///< the metadata services of clouds among them
    Unusable, ///< unspecified, multicast, broadcast, reserved: nothing to connect to
};

/// An IPv4 address mapped into IPv6 counts as what it maps.
[[nodiscard]] AddressClass classOf(const QHostAddress &address);

/// "a private address", for messages.
[[nodiscard]] QString wordOf(AddressClass addressClass);

} // namespace emberwatch::http
