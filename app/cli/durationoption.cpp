// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/durationoption.h"

#include <array>
#include <utility>

namespace emberwatch::cli {

using namespace std::chrono;

namespace {

constexpr qint64 longest = milliseconds(days(365)).count();

std::optional<qint64> unitInMs(QStringView unit)
{
    static constexpr std::array<std::pair<QStringView, qint64>, 5> units{
        {{u"ms", 1}, {u"s", 1'000}, {u"m", 60'000}, {u"h", 3'600'000}, {u"d", 86'400'000}}};
    for (const auto &[name, ms] : units) {
        if (unit == name)
            return ms;
    }
    return std::nullopt;
}

template <typename Condition> QStringView takeWhile(QStringView &text, Condition holds)
{
    qsizetype count = 0;
    while (count < text.size() && holds(text[count]))
        ++count;
    const QStringView taken = text.first(count);
    text = text.sliced(count);
    return taken;
}

std::optional<qint64> takePart(QStringView &text)
{
    bool isNumber = false;
    const QStringView digits = takeWhile(text, [](QChar c) { return c >= u'0' && c <= u'9'; });
    const qint64 number = digits.toLongLong(&isNumber);
    const std::optional<qint64> unit
        = unitInMs(takeWhile(text, [](QChar c) { return c >= u'a' && c <= u'z'; }));
    if (!isNumber || !unit || number > longest / *unit)
        return std::nullopt;
    return number * *unit;
}

} // namespace

std::optional<milliseconds> parseDuration(QStringView text)
{
    if (text.isEmpty())
        return std::nullopt;
    qint64 sum = 0;
    while (!text.isEmpty()) {
        const std::optional<qint64> part = takePart(text);
        if (!part)
            return std::nullopt;
        sum += *part;
    }
    return sum <= longest ? std::optional(milliseconds(sum)) : std::nullopt;
}

} // namespace emberwatch::cli
