// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/axisticks.h"

#include "core/base/timetext.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace emberwatch {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr double smallestEnd = 2;

double smallestEndFor(double largest)
{
    double power = 1;
    while (power * 10 < largest)
        power *= 10;
    for (const double factor : {2, 4, 6, 8, 10}) {
        if (factor * power >= largest)
            return factor * power;
    }
    return 20 * power;
}

QString inUnits(double value, double unit, const QString &pattern)
{
    return pattern.arg(QLocale().toString(value / unit, 'g', 3));
}

QString labelOf(Timestamp time, std::chrono::milliseconds step)
{
    return utcTime(time).toString(step < 1min ? u"HH:mm:ss"_s : u"HH:mm"_s);
}

} // namespace

double axisEnd(double largest, double current)
{
    if (!std::isfinite(largest) || largest <= smallestEnd)
        largest = smallestEnd;
    const double wanted = smallestEndFor(largest);
    const bool isRoomy = smallestEndFor(largest * 1.15) < current;
    return wanted > current || isRoomy ? wanted : current;
}

QString axisLabel(double value)
{
    //: Thousands, on the axis of a chart
    const QString thousands = QCoreApplication::translate("emberwatch::Axis", "%1 k");
    //: Millions, on the axis of a chart
    const QString millions = QCoreApplication::translate("emberwatch::Axis", "%1 M");
    if (value >= 1e6)
        return inUnits(value, 1e6, millions);
    if (value >= 1e4)
        return inUnits(value, 1e3, thousands);
    return QLocale::c().toString(value, 'g', 5);
}

std::vector<TimeTick> timeTicks(Timestamp from, Timestamp to, int mostTicks)
{
    std::vector<TimeTick> ticks;
    if (to <= from || mostTicks < 1)
        return ticks;
    for (const std::chrono::milliseconds step :
        {10'000ms, 20'000ms, 30'000ms, 60'000ms, 120'000ms, 300'000ms, 600'000ms, 1'200'000ms, 1'800'000ms,
            3'600'000ms, 7'200'000ms, 14'400'000ms, 21'600'000ms, 43'200'000ms, 86'400'000ms}) {
        const qint64 first = (from.time_since_epoch() + step - 1ms) / step;
        const qint64 last = to.time_since_epoch() / step;
        if (last - first + 1 > mostTicks)
            continue;
        for (qint64 number = first; number <= last; ++number) {
            const Timestamp time(number * step);
            ticks.push_back({time, labelOf(time, step)});
        }
        break;
    }
    return ticks;
}

} // namespace emberwatch
