// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/listenaddress.h"

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

QHostAddress hostOf(QString text)
{
    if (text.isEmpty() || text == "localhost"_L1)
        return QHostAddress::LocalHost;
    if (text.startsWith(u'[') && text.endsWith(u']'))
        text = text.mid(1).chopped(1);
    return QHostAddress(text);
}

} // namespace

Result<ListenAddress> parseListenAddress(const QString &text)
{
    const qsizetype colon = text.lastIndexOf(u':');
    bool isNumber = false;
    const uint port = text.sliced(colon + 1).toUInt(&isNumber);
    if (colon < 0 || !isNumber || port > 65535)
        return failure(Error::Kind::Invalid, u"an address with its port, such as 127.0.0.1:9464"_s);
    const QHostAddress host = hostOf(text.first(colon));
    if (!host.isLoopback())
        return failure(
            Error::Kind::Invalid, u"only addresses of this machine itself: 127.0.0.1, [::1] or localhost"_s);
    return ListenAddress{host, static_cast<quint16>(port)};
}

} // namespace emberwatch
