// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/triage/databasemoment.h"

#include <QDateTime>

namespace emberwatch {

std::optional<Timestamp> databaseMoment(const QString &text)
{
    constexpr qsizetype toSeconds = 19;
    QString iso = text.left(toSeconds);
    iso.replace(QLatin1Char(' '), QLatin1Char('T'));
    const QDateTime read = QDateTime::fromString(iso, Qt::ISODate);
    if (iso.size() < toSeconds || !read.isValid())
        return std::nullopt;
    const QDateTime utc(read.date(), read.time(), Qt::UTC);
    return Timestamp(std::chrono::milliseconds(utc.toMSecsSinceEpoch()));
}

} // namespace emberwatch
