// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/momentoption.h"

#include "app/cli/durationoption.h"

#include <QDateTime>
#include <QTimeZone>

namespace emberwatch::cli {

std::optional<Timestamp> parseMoment(const QString &text, Timestamp now)
{
    const std::optional<std::chrono::milliseconds> ago = parseDuration(text);
    if (ago)
        return now - *ago;
    QDateTime moment = QDateTime::fromString(text, Qt::ISODateWithMs);
    if (!moment.isValid())
        return std::nullopt;
    if (moment.timeSpec() == Qt::LocalTime)
        moment = QDateTime(moment.date(), moment.time(), QTimeZone::utc());
    return Timestamp(std::chrono::milliseconds(moment.toMSecsSinceEpoch()));
}

} // namespace emberwatch::cli
