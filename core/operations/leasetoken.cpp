// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/leasetoken.h"

#include "core/base/operatorname.h"
#include "core/jobs/jobkey.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QFile>
#include <QRandomGenerator>
#include <QSysInfo>
#include <QUrl>

#include <array>

#ifdef Q_OS_LINUX
#include <cerrno>
#include <csignal>
#include <unistd.h>
#endif

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype fieldCount = 5;
constexpr qsizetype fieldCountOnce = 4; ///< of versions without the process space
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

/// Two containers may have one host name, and a machine the same one after a reboot.
QString readProcessSpace()
{
#ifdef Q_OS_LINUX
    QFile boot(u"/proc/sys/kernel/random/boot_id"_s);
    std::array<char, 64> space{}; // "pid:[4026531836]"
    const ssize_t size = ::readlink("/proc/self/ns/pid", space.data(), space.size());
    if (boot.open(QIODevice::ReadOnly) && size > 0) {
        const QByteArray both = boot.readAll() + QByteArray(space.data(), static_cast<qsizetype>(size));
        return QString::fromLatin1(QCryptographicHash::hash(both, QCryptographicHash::Sha1).first(8).toHex());
    }
#endif
    return {};
}

const QString &processSpaceHere()
{
    static const QString space = readProcessSpace();
    return space;
}

} // namespace

LeaseHolder holderHere(const QString &program)
{
    return {program, QSysInfo::machineHostName(), operatorName(), QCoreApplication::applicationPid(),
        processSpaceHere()};
}

bool hasEnded(const LeaseHolder &holder)
{
#ifdef Q_OS_LINUX
    return !holder.processSpace.isEmpty() && holder.processSpace == processSpaceHere() && holder.processId > 0
        && ::kill(static_cast<pid_t>(holder.processId), 0) != 0 && errno == ESRCH;
#else
    Q_UNUSED(holder)
    return false;
#endif
}

QByteArray newLeaseToken(const LeaseHolder &holder)
{
    return field(holder.program) + '@' + field(holder.host) + '/' + field(holder.operatorName) + '/'
        + QByteArray::number(holder.processId) + '/' + field(holder.processSpace) + ':' + randomHex();
}

std::optional<LeaseHolder> holderInToken(QByteArrayView token)
{
    if (token.size() > tokenAtMost)
        return std::nullopt;
    QByteArray words = token.toByteArray();
    words.replace('@', '/').replace(':', '/');
    const QByteArrayList parts = words.split('/');
    if (parts.size() != fieldCount + 1 && parts.size() != fieldCountOnce + 1)
        return std::nullopt;
    const auto text = [&parts](qsizetype i) { return QUrl::fromPercentEncoding(parts[i]); };
    bool isNumber = false;
    const qint64 processId = parts[3].toLongLong(&isNumber);
    if (!isNumber)
        return std::nullopt;
    return LeaseHolder{text(0), text(1), text(2), processId, parts.size() > fieldCount ? text(4) : QString()};
}

QString holderText(const LeaseHolder &holder)
{
    const auto shown = [](const QString &text) { return displayText(text.toUtf8()); };
    return u"the "_s + shown(holder.program) + u" on "_s + shown(holder.host) + u" (run by "_s
        + shown(holder.operatorName) + u')';
}

} // namespace emberwatch
