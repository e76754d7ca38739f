// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/comfyui/serveraddress.h"

#include <QHostAddress>
#include <QList>
#include <QPair>
#include <QStringList>

namespace emberwatch::comfyui {

/// The servers that may be contacted. Empty at first: then nobody is.
///
/// An entry is a server's address ("https://gpu-2.example/comfy") or a network ("10.4.0.0/16"). A job record
/// names a server and so selects an entry; it never adds one. A network allows no server by itself: it says
/// that a listed *name* may resolve into it, which loopback, private and link-local addresses need. An entry
/// whose host is an address allows that address; "localhost" allows this machine's.
class ServerAllowList
{
public:
    ServerAllowList() = default;
    /// Errors: Invalid, naming the entry.
    [[nodiscard]] static Result<ServerAllowList> fromTexts(const QStringList &entries);

    void allow(const ServerAddress &server);
    void allowNetwork(const QHostAddress &subnet, int prefixLength);

    [[nodiscard]] const QList<ServerAddress> &servers() const { return m_servers; }
    [[nodiscard]] bool contains(const ServerAddress &server) const { return m_servers.contains(server); }

    /// The entry that a record's serverUrl names. Errors: Invalid (no address), Permission (not on the list).
    [[nodiscard]] Result<ServerAddress> select(const QString &serverUrl) const;
    /// Whether a connection to this address may be made on behalf of a listed server.
    [[nodiscard]] bool permits(const QHostAddress &address) const;
    /// permits() as a value, a copy of the list as it is now.
    [[nodiscard]] http::AddressCheck addressCheck() const;

    bool operator==(const ServerAllowList &) const = default;

private:
    [[nodiscard]] Result<void> allowText(const QString &entry);

    QList<ServerAddress> m_servers;
    QList<QPair<QHostAddress, int>> m_networks;
};

} // namespace emberwatch::comfyui
