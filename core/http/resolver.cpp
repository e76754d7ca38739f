// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/resolver.h"

#include "core/http/addressclass.h"

#include <QHostInfo>
#include <QStringList>

using namespace Qt::StringLiterals;

namespace emberwatch::http {

Result<QList<QHostAddress>> permittedOf(
    const QString &host, const QList<QHostAddress> &addresses, const AddressCheck &check)
{
    QList<QHostAddress> permitted;
    QStringList refused;
    for (const QHostAddress &address : addresses) {
        if (check(address))
            permitted.append(address);
        else
            refused.append(address.toString() + u", "_s + wordOf(classOf(address)));
    }
    if (permitted.isEmpty())
        return failure(Error::Kind::Permission,
            host + u" is "_s + refused.join(u"; "_s)
                + u": connect to it only if that address or its network is on the list of allowed servers"_s);
    return permitted;
}

Resolver::Resolver(QObject *parent)
    : QObject(parent)
{
}

Resolver::~Resolver()
{
    cancel();
}

void Resolver::cancel()
{
    if (m_lookup != -1)
        QHostInfo::abortHostLookup(m_lookup);
    m_lookup = -1;
    m_handler = nullptr;
}

void Resolver::resolve(const QString &host, AddressCheck check, Handler handler)
{
    cancel();
    m_host = host;
    m_check = std::move(check);
    m_handler = std::move(handler);
    m_lookup = QHostInfo::lookupHost(host, this, &Resolver::finish);
}

void Resolver::finish(const QHostInfo &info)
{
    if (info.lookupId() != m_lookup || !m_handler)
        return;
    m_lookup = -1;
    const Handler handler = std::exchange(m_handler, nullptr);
    if (info.error() != QHostInfo::NoError || info.addresses().isEmpty())
        handler(failure(Error::Kind::Network, m_host + u": "_s + info.errorString()));
    else
        handler(permittedOf(m_host, info.addresses(), m_check));
}

} // namespace emberwatch::http
