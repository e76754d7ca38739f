// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/addressclass.h"

using namespace Qt::StringLiterals;

namespace emberwatch::http {

namespace {

struct Network
{
    QLatin1StringView subnet;
    AddressClass addressClass;
};

constexpr Network networks[] = {
    {"127.0.0.0/8"_L1, AddressClass::Loopback},
    {"::1/128"_L1, AddressClass::Loopback},
    {"10.0.0.0/8"_L1, AddressClass::Private},
    {"172.16.0.0/12"_L1, AddressClass::Private},
    {"192.168.0.0/16"_L1, AddressClass::Private},
    {"100.64.0.0/10"_L1, AddressClass::Private},
    {"fc00::/7"_L1, AddressClass::Private},
    {"169.254.0.0/16"_L1, AddressClass::LinkLocal},
    {"fe80::/10"_L1, AddressClass::LinkLocal},
    {"0.0.0.0/8"_L1, AddressClass::Unusable},
    {"224.0.0.0/3"_L1, AddressClass::Unusable}, // multicast, reserved, broadcast
    {"::/128"_L1, AddressClass::Unusable},
    {"ff00::/8"_L1, AddressClass::Unusable},
};

QHostAddress unmapped(const QHostAddress &address)
{
    bool isIpv4 = false;
    const quint32 ipv4 = address.toIPv4Address(&isIpv4);
    return isIpv4 ? QHostAddress(ipv4) : address;
}

} // namespace

AddressClass classOf(const QHostAddress &address)
{
    if (address.isNull())
        return AddressClass::Unusable;
    const QHostAddress plain = unmapped(address);
    for (const Network &network : networks) {
        if (plain.isInSubnet(QHostAddress::parseSubnet(QString(network.subnet))))
            return network.addressClass;
    }
    return AddressClass::Public;
}

QString wordOf(AddressClass addressClass)
{
    switch (addressClass) {
    case AddressClass::Loopback:
        return u"an address of this machine"_s;
    case AddressClass::Private:
        return u"a private address"_s;
    case AddressClass::LinkLocal:
        return u"a link-local address"_s;
    case AddressClass::Unusable:
        return u"an address that nothing can be connected to"_s;
    case AddressClass::Public:
        break;
    }
    return u"a public address"_s;
}

} // namespace emberwatch::http
