// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/clocktext.h"

#include "core/base/timetext.h"

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

QDateTime inZone(Timestamp moment, ClockZone zone)
{
    const QDateTime utc = utcTime(moment);
    return zone == ClockZone::Utc ? utc : utc.toLocalTime();
}

QString written(Timestamp moment, ClockZone zone, const QString &format)
{
    const QDateTime time = inZone(moment, zone);
    const QString name = zone == ClockZone::Utc ? u"UTC"_s : time.timeZoneAbbreviation();
    return time.toString(format) + u' ' + name;
}

} // namespace

QString clockText(Timestamp moment, ClockZone zone)
{
    return written(moment, zone, u"HH:mm:ss"_s);
}

QString datedClockText(Timestamp moment, ClockZone zone)
{
    return written(moment, zone, u"yyyy-MM-dd HH:mm:ss.zzz"_s);
}

} // namespace emberwatch
