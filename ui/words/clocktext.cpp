// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/clocktext.h"

#include <QDateTime>
#include <QTimeZone>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

QDateTime inZone(Timestamp moment, ClockZone zone)
{
    const QDateTime utc = QDateTime::fromMSecsSinceEpoch(moment.time_since_epoch().count(), QTimeZone::utc());
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
