// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/triage/durationwords.h"

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

QString units(qint64 first, QStringView firstUnit, qint64 second, QStringView secondUnit)
{
    QString text = QString::number(first) + u' ' + firstUnit;
    if (second > 0)
        text += u' ' + QString::number(second) + u' ' + secondUnit;
    return text;
}

} // namespace

QString durationInWords(std::chrono::milliseconds duration)
{
    constexpr qint64 minute = 60;
    constexpr qint64 hour = 60 * minute;
    constexpr qint64 day = 24 * hour;
    const qint64 seconds = std::max<qint64>(0, duration.count() / 1000);
    if (seconds < minute)
        return units(seconds, u"s", 0, {});
    if (seconds < 10 * minute)
        return units(seconds / minute, u"min", seconds % minute, u"s");
    if (seconds < hour)
        return units(seconds / minute, u"min", 0, {});
    if (seconds < day)
        return units(seconds / hour, u"h", seconds % hour / minute, u"min");
    return units(seconds / day, u"d", seconds % day / hour, u"h");
}

} // namespace emberwatch
