// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/durationtext.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Duration)
};

QString twoDigits(qint64 value)
{
    return u"%1"_s.arg(value, 2, 10, QLatin1Char('0'));
}

QString secondsText(std::chrono::milliseconds duration, int decimals)
{
    const double seconds = static_cast<double>(duration.count()) / 1000;
    //: seconds, short
    return Words::tr("%1 s").arg(QLocale().toString(seconds, 'f', decimals));
}

} // namespace

QString fineDurationText(std::chrono::milliseconds duration)
{
    if (duration >= 10s)
        return durationText(duration);
    // Rounded down as durationText does, so that 9.99 s is not shown as 10.0 s.
    return secondsText(std::max(0ms, duration / 100 * 100), 1);
}

QString exactDurationText(std::chrono::milliseconds duration)
{
    duration = std::max(0ms, duration);
    const QString rest = secondsText(duration % 1min, 3);
    const qint64 minutes = duration / 1min;
    if (minutes == 0)
        return rest;
    if (minutes < 60)
        return Words::tr("%1 m %2").arg(QString::number(minutes), rest);
    return Words::tr("%1 h %2 m %3").arg(QString::number(minutes / 60), twoDigits(minutes % 60), rest);
}

} // namespace emberwatch
