// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/welcome/pastedaddress.h"

#include <QProcess>
#include <QRegularExpression>
#include <QStringList>
#include <QUrl>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

bool isQuoted(const QString &text)
{
    return text.size() >= 2 && text.front() == text.back() && u"\"'`"_s.contains(text.front());
}

/// Without what stands around a value in a shell, a .env file, YAML or JSON.
QString bare(const QString &pasted)
{
    static const QRegularExpression assignment(
        u"^(?:export\\s+)?[\"']?[A-Za-z_][A-Za-z0-9_]*[\"']?\\s*[=:]\\s*(?!//)(?=\\S*[:/\"'])"_s);
    QString text = pasted.simplified();
    if (!text.contains("redis-cli"_L1) && !text.contains("valkey-cli"_L1)) {
        const QRegularExpressionMatch match = assignment.match(text);
        const bool isAssignment = match.hasMatch() && (text.contains("://"_L1) || text.contains(u'='));
        if (isAssignment)
            text = text.sliced(match.capturedLength());
    }
    while (text.endsWith(u';') || text.endsWith(u','))
        text.chop(1);
    while (isQuoted(text))
        text = text.sliced(1, text.size() - 2).trimmed();
    return text;
}

QString encoded(const QString &text)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text));
}

struct CommandLine
{
    QString url;
    QString socket;
    QString host = u"127.0.0.1"_s;
    QString port = u"6379"_s;
    QString database;
    QString user;
    QString password;
    QString authorities;
    QString serverName;
    bool isTls = false;
};

CommandLine readCommandLine(const QStringList &words)
{
    CommandLine line;
    const auto takes = [&](const QString &word) -> QString * {
        if (word == "-u"_L1)
            return &line.url;
        if (word == "-s"_L1)
            return &line.socket;
        if (word == "-h"_L1)
            return &line.host;
        if (word == "-p"_L1)
            return &line.port;
        if (word == "-n"_L1)
            return &line.database;
        if (word == "--user"_L1)
            return &line.user;
        if (word == "-a"_L1 || word == "--pass"_L1)
            return &line.password;
        if (word == "--cacert"_L1)
            return &line.authorities;
        if (word == "--sni"_L1)
            return &line.serverName;
        return nullptr;
    };
    for (qsizetype i = 1; i < words.size(); ++i) {
        if (words[i] == "--tls"_L1)
            line.isTls = true;
        else if (QString *value = takes(words[i]); value && i + 1 < words.size())
            *value = words[++i];
    }
    return line;
}

QString urlOf(const CommandLine &line)
{
    if (!line.url.isEmpty())
        return line.url;
    QString credentials;
    if (!line.user.isEmpty() || !line.password.isEmpty())
        credentials = encoded(line.user) + u':' + encoded(line.password) + u'@';
    if (!line.socket.isEmpty())
        return "unix://"_L1 + credentials + line.socket
            + (line.database.isEmpty() ? QString() : "?db="_L1 + line.database);

    const QString host = line.host.contains(u':') ? u'[' + line.host + u']' : line.host;
    QString url = (line.isTls ? "rediss://"_L1 : "redis://"_L1) + credentials + host + u':' + line.port;
    if (!line.database.isEmpty())
        url += u'/' + line.database;
    QStringList options;
    if (line.isTls && !line.authorities.isEmpty())
        options += "cacert="_L1 + encoded(line.authorities);
    if (line.isTls && !line.serverName.isEmpty())
        options += "sni="_L1 + encoded(line.serverName);
    return options.isEmpty() ? url : url + u'?' + options.join(u'&');
}

/// The schemes of other clients in the words of ours.
QString withKnownScheme(const QString &url)
{
    static const std::pair<QLatin1StringView, QLatin1StringView> schemes[] = {
        {"valkey://"_L1, "redis://"_L1},
        {"valkeys://"_L1, "rediss://"_L1},
        {"redis+ssl://"_L1, "rediss://"_L1},
        {"redis+tls://"_L1, "rediss://"_L1},
        {"tls://"_L1, "rediss://"_L1},
        {"tcp://"_L1, "redis://"_L1},
        {"redis+socket://"_L1, "unix://"_L1},
        {"redis+unix://"_L1, "unix://"_L1},
    };
    for (const auto &[theirs, ours] : schemes) {
        if (url.startsWith(theirs, Qt::CaseInsensitive))
            return ours + url.sliced(theirs.size());
    }
    return url;
}

/// Generated passwords have slashes in them, and are pasted without %2F.
QString withEncodedPassword(const QString &url)
{
    const qsizetype begin = url.indexOf("://"_L1) + 3;
    const qsizetype at = url.lastIndexOf(u'@');
    if (begin < 3 || at < begin)
        return url;
    QString credentials = url.sliced(begin, at - begin);
    credentials.replace(u'/', "%2F"_L1).replace(u'?', "%3F"_L1).replace(u'#', "%23"_L1);
    return url.first(begin) + credentials + url.sliced(at);
}

bool looksLikeHost(const QString &text)
{
    static const QRegularExpression host(
        u"^(?:[^\\s/@]*@)?(?:\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9._-]+)(?::\\d+)?(?:/\\d*)?$"_s);
    return host.match(text).hasMatch();
}

} // namespace

QString redisUrlIn(const QString &pasted)
{
    const QString text = bare(pasted);
    const QStringList words = QProcess::splitCommand(QString(text).replace(u'\'', u'"'));
    if (!words.isEmpty()
        && (words.first().endsWith("redis-cli"_L1) || words.first().endsWith("valkey-cli"_L1)))
        return withEncodedPassword(withKnownScheme(urlOf(readCommandLine(words))));
    if (text.contains("://"_L1))
        return withEncodedPassword(withKnownScheme(text));
    if (text.startsWith(u'/'))
        return "unix://"_L1 + text;
    return looksLikeHost(text) ? "redis://"_L1 + text : text;
}

} // namespace emberwatch
