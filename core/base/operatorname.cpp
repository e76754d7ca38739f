// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/operatorname.h"

#ifdef Q_OS_UNIX
#include <pwd.h>
#include <unistd.h>

#include <array>
#endif

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

/// Services and containers have no USER.
QString nameOfUserId()
{
#ifdef Q_OS_UNIX
    passwd entry{};
    passwd *found = nullptr;
    std::array<char, 4096> buffer{};
    if (::getpwuid_r(::geteuid(), &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr)
        return QString::fromLocal8Bit(entry.pw_name);
#endif
    return {};
}

} // namespace

QString operatorName()
{
    for (const QString &name :
        {qEnvironmentVariable("USER"), qEnvironmentVariable("LOGNAME"), nameOfUserId()}) {
        if (!name.isEmpty())
            return name;
    }
    return u"unknown"_s;
}

} // namespace emberwatch
