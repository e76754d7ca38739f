// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/rediscommand.h"

#include <QUrl>
#include <QUrlQuery>

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

QString shellQuoted(const QString &text)
{
    QString inside = text;
    return u'\'' + inside.replace(u'\'', "'\\''"_L1) + u'\'';
}

bool isPrintable(char c)
{
    return c >= 0x20 && c < 0x7F;
}

/// As redis-cli reads it from its input: "..." with \xNN.
QString redisQuoted(QByteArrayView key)
{
    QString text;
    for (const char c : key) {
        if (isPrintable(c) && c != '"' && c != '\\' && c != '\'')
            text += QLatin1Char(c);
        else
            text += "\\x"_L1 + QString::number(static_cast<uchar>(c), 16).rightJustified(2, u'0');
    }
    return u'"' + text + u'"';
}

QString clientFor(const QString &displayUrl)
{
    if (displayUrl.isEmpty())
        return u"redis-cli"_s;
    const QUrl url(displayUrl);
    if (url.scheme() != "unix"_L1)
        return "redis-cli -u "_L1 + shellQuoted(displayUrl);
    QString client = "redis-cli -s "_L1 + shellQuoted(url.path());
    if (const QString database = QUrlQuery(url).queryItemValue(u"db"_s); !database.isEmpty())
        client += " -n "_L1 + shellQuoted(database);
    return client;
}

} // namespace

QString redisGetCommand(QByteArrayView key, const QString &displayUrl)
{
    const QString client = clientFor(displayUrl);
    if (std::all_of(key.begin(), key.end(), isPrintable))
        return client + " GET "_L1 + shellQuoted(QString::fromLatin1(key));
    return "printf '%s\\n' 'GET "_L1 + redisQuoted(key) + "' | "_L1 + client;
}

} // namespace emberwatch
