// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHostAddress>
#include <QString>

#include <functional>

namespace emberwatch::http {

/// Whom to connect to.
struct Endpoint
{
    bool isTls = false;
    QString host; ///< a name or an address, without brackets
    quint16 port = 80;
    /// PEM file with the authorities to trust; empty: the system's.
    QString caFile;
    bool operator==(const Endpoint &) const = default;
};

/// Whether an address that a name resolved to may be connected to. Set by who knows the allow-list.
using AddressCheck = std::function<bool(const QHostAddress &)>;

} // namespace emberwatch::http
