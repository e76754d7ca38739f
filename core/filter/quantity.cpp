// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/filter/quantity.h"

#include <QString>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace emberwatch::filter {

namespace {

bool isDigit(QChar c)
{
    return c >= QLatin1Char('0') && c <= QLatin1Char('9');
}

bool isNumeric(QChar c)
{
    return isDigit(c) || c == QLatin1Char('.');
}

/// Takes what satisfies the condition from the front of the text.
template <typename Condition> QStringView taken(QStringView &text, Condition condition)
{
    const auto *end = std::find_if_not(text.begin(), text.end(), condition);
    const QStringView front = text.first(end - text.begin());
    text = text.sliced(front.size());
    return front;
}

/// Digits, and a point only between digits.
std::optional<double> decimal(QStringView text)
{
    const bool isWritten = !text.isEmpty() && isDigit(text.front()) && isDigit(text.back());
    if (!isWritten || !std::all_of(text.begin(), text.end(), isNumeric))
        return std::nullopt;
    bool isNumber = false;
    const double value = text.toDouble(&isNumber);
    return isNumber && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

std::optional<double> millisecondsIn(QStringView unit)
{
    static constexpr std::array<std::pair<QLatin1String, double>, 5> units{{
        {QLatin1String("ms"), 1},
        {QLatin1String("s"), 1000},
        {QLatin1String("m"), 60'000},
        {QLatin1String("h"), 3'600'000},
        {QLatin1String("d"), 86'400'000},
    }};
    const auto *found
        = std::find_if(units.begin(), units.end(), [unit](const auto &u) { return u.first == unit; });
    return found == units.end() ? std::nullopt : std::optional(found->second);
}

} // namespace

std::optional<double> parseDuration(QStringView text)
{
    if (const std::optional<double> seconds = decimal(text))
        return *seconds * 1000;
    if (text.isEmpty())
        return std::nullopt;
    double sum = 0;
    while (!text.isEmpty()) {
        const std::optional<double> number = decimal(taken(text, isNumeric));
        const std::optional<double> unit = millisecondsIn(taken(text, [](QChar c) { return !isNumeric(c); }));
        if (!number || !unit)
            return std::nullopt;
        sum += *number * *unit;
    }
    return std::isfinite(sum) ? std::optional(sum) : std::nullopt;
}

std::optional<double> parsePercent(QStringView text)
{
    if (text.endsWith(QLatin1Char('%')))
        text.chop(1);
    return decimal(text);
}

} // namespace emberwatch::filter
