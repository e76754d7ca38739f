// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comfyui/serverallowlist.h"

#include "core/http/addressclass.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace emberwatch::comfyui {

namespace {

bool isSameAddress(const QHostAddress &a, const QHostAddress &b)
{
    return a.isEqual(b, QHostAddress::ConvertV4MappedToIPv4);
}

QHostAddress unmapped(const QHostAddress &address)
{
    bool isIpv4 = false;
    const quint32 ipv4 = address.toIPv4Address(&isIpv4);
    return isIpv4 ? QHostAddress(ipv4) : address;
}

} // namespace

Result<ServerAllowList> ServerAllowList::fromTexts(const QStringList &entries)
{
    ServerAllowList list;
    for (const QString &entry : entries) {
        const Result<void> allowed = list.allowText(entry.trimmed());
        if (!allowed)
            return failure(allowed.error().kind, u"\""_s + entry + u"\": "_s + allowed.error().message);
    }
    return list;
}

Result<void> ServerAllowList::allowText(const QString &entry)
{
    if (!entry.contains("://"_L1) && entry.contains(u'/')) {
        const QPair<QHostAddress, int> subnet = QHostAddress::parseSubnet(entry);
        if (subnet.second < 0)
            return failure(Error::Kind::Invalid, u"not a network"_s);
        allowNetwork(subnet.first, subnet.second);
        return {};
    }
    const Result<ServerAddress> server = ServerAddress::fromText(entry);
    if (!server)
        return tl::make_unexpected(server.error());
    allow(*server);
    return {};
}

void ServerAllowList::allow(const ServerAddress &server)
{
    if (!m_servers.contains(server))
        m_servers.append(server);
}

void ServerAllowList::allowNetwork(const QHostAddress &subnet, int prefixLength)
{
    const QPair<QHostAddress, int> network(subnet, prefixLength);
    if (!m_networks.contains(network))
        m_networks.append(network);
}

Result<ServerAddress> ServerAllowList::select(const QString &serverUrl) const
{
    const Result<ServerAddress> named = ServerAddress::fromText(serverUrl);
    if (!named)
        return named;
    if (!contains(*named))
        return failure(Error::Kind::Permission, named->text() + u" is not on the list of allowed servers"_s);
    return named;
}

bool ServerAllowList::permits(const QHostAddress &address) const
{
    const http::AddressClass addressClass = http::classOf(address);
    if (addressClass == http::AddressClass::Unusable)
        return false;
    if (addressClass == http::AddressClass::Public)
        return true;
    const bool isLoopback = addressClass == http::AddressClass::Loopback;
    const bool isListed = std::any_of(m_servers.begin(), m_servers.end(), [&](const ServerAddress &server) {
        return isSameAddress(QHostAddress(server.host()), address)
            || (isLoopback && server.host() == "localhost"_L1);
    });
    const QHostAddress plain = unmapped(address);
    return isListed || std::any_of(m_networks.begin(), m_networks.end(), [&](const auto &network) {
        return plain.isInSubnet(network);
    });
}

http::AddressCheck ServerAllowList::addressCheck() const
{
    return [list = *this](const QHostAddress &address) { return list.permits(address); };
}

} // namespace emberwatch::comfyui
