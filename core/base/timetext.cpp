// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/timetext.h"

#include <QCoreApplication>

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

QString twoDigits(qint64 number)
{
    return QString::number(number).rightJustified(2, u'0');
}

QString units(const char *pattern, qint64 first, qint64 second)
{
    return QCoreApplication::translate("Duration", pattern).arg(QString::number(first), twoDigits(second));
}

} // namespace

QString durationText(std::chrono::milliseconds duration)
{
    const qint64 seconds = std::max<qint64>(0, duration.count() / 1000);
    constexpr qint64 minute = 60;
    constexpr qint64 hour = 60 * minute;
    constexpr qint64 day = 24 * hour;
    if (seconds < minute)
        //: Seconds
        return QCoreApplication::translate("Duration", "%1 s").arg(seconds);
    if (seconds < hour)
        //: Minutes and seconds
        return units(QT_TRANSLATE_NOOP("Duration", "%1 m %2 s"), seconds / minute, seconds % minute);
    if (seconds < day)
        //: Hours and minutes
        return units(QT_TRANSLATE_NOOP("Duration", "%1 h %2 m"), seconds / hour, seconds % hour / minute);
    //: Days and hours
    return units(QT_TRANSLATE_NOOP("Duration", "%1 d %2 h"), seconds / day, seconds % day / hour);
}

QString momentText(Timestamp moment, Timestamp now)
{
    const QDateTime at = utcTime(moment);
    const bool isToday = at.date() == utcTime(now).date();
    return at.toString(isToday ? u"HH:mm:ss 'UTC'"_s : u"yyyy-MM-dd HH:mm:ss 'UTC'"_s);
}

QString isoText(Timestamp moment)
{
    return utcTime(moment).toString(Qt::ISODateWithMs);
}

QDateTime utcTime(Timestamp moment)
{
    return QDateTime::fromMSecsSinceEpoch(moment.time_since_epoch().count()).toUTC();
}

QString exactMomentText(Timestamp moment)
{
    return utcTime(moment).toString(u"yyyy-MM-dd HH:mm:ss.zzz 'UTC'"_s);
}

} // namespace emberwatch
