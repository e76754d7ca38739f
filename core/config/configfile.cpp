// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/configfile.h"

#include <QFile>
#include <QFileInfo>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 fileAtMost = 1 << 20;
constexpr qint64 longestAddress = 64 * 1024;

Error::Kind kindOf(const QFile &file)
{
    if (!file.exists())
        return Error::Kind::NotFound;
    return file.error() == QFileDevice::OpenError || file.error() == QFileDevice::PermissionsError
        ? Error::Kind::Permission
        : Error::Kind::Invalid;
}

} // namespace

Result<QByteArray> readConfigFile(const QString &path)
{
    // Opening a pipe would wait for its other end.
    const QFileInfo info(path);
    if (info.exists() && !info.isFile())
        return failure(Error::Kind::Invalid, u"%1: no file"_s.arg(path));
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(kindOf(file), u"%1: %2"_s.arg(path, file.errorString()));
    const QByteArray text = file.read(fileAtMost + 1);
    if (file.error() != QFileDevice::NoError)
        return failure(Error::Kind::Invalid, u"%1: %2"_s.arg(path, file.errorString()));
    if (text.size() > fileAtMost)
        return failure(Error::Kind::Invalid, u"%1: larger than 1 MiB"_s.arg(path));
    return text;
}

Result<QString> firstLineOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(Error::Kind::Invalid, u"%1: %2"_s.arg(path, file.errorString()));
    const QString line = QString::fromUtf8(file.readLine(longestAddress)).trimmed();
    if (line.isEmpty())
        return failure(Error::Kind::Invalid, u"%1: its first line is empty"_s.arg(path));
    return line;
}

} // namespace emberwatch
