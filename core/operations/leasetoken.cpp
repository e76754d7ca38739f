// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/leasetoken.h"

#include "core/jobs/jobkey.h"

#include <QCoreApplication>
#include <QRandomGenerator>
#include <QSysInfo>
#include <QUrl>

#include <array>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype fieldCount = 4;
constexpr qsizetype tokenAtMost = 1024;

QByteArray randomHex()
{
    std::array<quint32, 4> words{};
    QRandomGenerator::system()->fillRange(words.data(), static_cast<qsizetype>(words.size()));
    return QByteArray(reinterpret_cast<const char *>(words.data()), sizeof words).toHex();
}

/// Readable where the name is an ordinary one, and free of our separators in any case.
QByteArray field(const QString &text)
{
    return QUrl::toPercentEncoding(text);
}

QString userName()
{
    const QString user = qEnvironmentVariable("USER");
    return user.isEmpty() ? qEnvironmentVariable("LOGNAME", u"unknown"_s) : user;
}

} // namespace

LeaseHolder holderHere(const QString &program)
{
    return {program, QSysInfo::machineHostName(), userName(), QCoreApplication::applicationPid()};
}

QByteArray newLeaseToken(const LeaseHolder &holder)
{
    return field(holder.program) + '@' + field(holder.host) + '/' + field(holder.operatorName) + '/'
        + QByteArray::number(holder.processId) + ':' + randomHex();
}

std::optional<LeaseHolder> holderInToken(QByteArrayView token)
{
    if (token.size() > tokenAtMost)
        return std::nullopt;
    QByteArray words = token.toByteArray();
    words.replace('@', '/').replace(':', '/');
    const QByteArrayList parts = words.split('/');
    if (parts.size() != fieldCount + 1)
        return std::nullopt;
    const auto text = [&parts](qsizetype i) { return QUrl::fromPercentEncoding(parts[i]); };
    bool isNumber = false;
    const qint64 processId = parts[3].toLongLong(&isNumber);
    if (!isNumber)
        return std::nullopt;
    return LeaseHolder{text(0), text(1), text(2), processId};
}

QString holderText(const LeaseHolder &holder)
{
    const auto shown = [](const QString &text) { return displayText(text.toUtf8()); };
    return u"the "_s + shown(holder.program) + u" on "_s + shown(holder.host) + u" (run by "_s
        + shown(holder.operatorName) + u')';
}

} // namespace emberwatch
