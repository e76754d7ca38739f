// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comfyui/serveraddress.h"

#include <QUrlQuery>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace emberwatch::comfyui {

namespace {

tl::unexpected<Error> unusable(const QString &why)
{
    return failure(Error::Kind::Invalid, u"not a server address: "_s + why);
}

bool isDotSegment(QStringView segment)
{
    const QString plain = segment.toString().replace(u"%2e"_s, u"."_s, Qt::CaseInsensitive);
    return plain == "."_L1 || plain == ".."_L1;
}

/// Without doubled slashes and the one at the end.
Result<QString> prefixOf(const QUrl &url)
{
    const QString path = url.path(QUrl::FullyEncoded);
    QString prefix;
    for (const QStringView segment : QStringView(path).split(u'/', Qt::SkipEmptyParts)) {
        if (isDotSegment(segment))
            return unusable(u"its path has dots"_s);
        prefix.append(u'/').append(segment);
    }
    return prefix;
}

Result<void> checkParts(const QUrl &url)
{
    if (!url.isValid())
        return unusable(url.errorString());
    if (url.scheme() != "http"_L1 && url.scheme() != "https"_L1)
        return unusable(u"only http and https are spoken"_s);
    if (!url.userInfo().isEmpty() || url.authority().contains(u'@'))
        return unusable(u"it holds a user name or password"_s);
    if (url.hasQuery() || url.hasFragment())
        return unusable(u"it has a query or fragment"_s);
    if (url.host().isEmpty() || url.port() == 0)
        return unusable(u"no host or port"_s);
    return {};
}

} // namespace

Result<ServerAddress> ServerAddress::fromText(const QString &text)
{
    const QUrl url(text.trimmed(), QUrl::StrictMode);
    const Result<void> checked = checkParts(url);
    if (!checked)
        return tl::make_unexpected(checked.error());
    const Result<QString> prefix = prefixOf(url);
    if (!prefix)
        return tl::make_unexpected(prefix.error());
    ServerAddress address;
    address.m_isTls = url.scheme() == "https"_L1;
    address.m_host = url.host(QUrl::FullyEncoded).toLower();
    if (address.m_host.startsWith(u'['))
        address.m_host = address.m_host.mid(1).chopped(1);
    address.m_port = static_cast<quint16>(url.port(address.m_isTls ? 443 : 80));
    address.m_prefix = *prefix;
    return address;
}

QUrl ServerAddress::url(const QString &scheme) const
{
    QUrl url;
    url.setScheme(scheme);
    url.setHost(m_host);
    if (m_port != (m_isTls ? 443 : 80))
        url.setPort(m_port);
    url.setPath(m_prefix, QUrl::TolerantMode);
    return url;
}

QString ServerAddress::text() const
{
    return isNull() ? QString() : url(m_isTls ? u"https"_s : u"http"_s).toString(QUrl::FullyEncoded);
}

QByteArray ServerAddress::target(QByteArrayView path) const
{
    return m_prefix.toLatin1().append(path);
}

QString ServerAddress::urlText(QByteArrayView path) const
{
    return QString(text() + QString::fromLatin1(path));
}

QUrl ServerAddress::streamUrl(const QString &clientId) const
{
    QUrl stream = url(m_isTls ? u"wss"_s : u"ws"_s);
    stream.setPath(QString(m_prefix + u"/ws"_s), QUrl::TolerantMode);
    const QByteArray encoded = QUrl::toPercentEncoding(clientId);
    stream.setQuery(QString(u"clientId="_s + QString::fromLatin1(encoded)), QUrl::StrictMode);
    return stream;
}

http::Endpoint ServerAddress::endpoint(const QString &caFile) const
{
    return {m_isTls, m_host, m_port, caFile};
}

} // namespace emberwatch::comfyui
