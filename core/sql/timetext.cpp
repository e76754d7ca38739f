// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/timetext.h"

#include "core/base/timetext.h"

#include <algorithm>

namespace emberwatch::sql {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

/// Reads digits from the front of a text.
class Digits
{
public:
    explicit Digits(QByteArrayView text)
        : m_rest(text)
    {
    }
    [[nodiscard]] bool isGood() const { return m_isGood; }
    [[nodiscard]] QByteArrayView rest() const { return m_rest; }

    int number(qsizetype digits)
    {
        int value = 0;
        for (qsizetype i = 0; i < digits; ++i) {
            if (!hasDigit())
                return fail();
            value = value * 10 + (m_rest.front() - '0');
            m_rest = m_rest.sliced(1);
        }
        return value;
    }
    void expect(QByteArrayView oneOf)
    {
        if (take(oneOf) == 0)
            m_isGood = false;
    }
    /// @return 0: it is none of these
    char take(QByteArrayView oneOf)
    {
        if (m_rest.isEmpty() || !oneOf.contains(m_rest.front()))
            return 0;
        const char taken = m_rest.front();
        m_rest = m_rest.sliced(1);
        return taken;
    }
    [[nodiscard]] bool hasDigit() const
    {
        return !m_rest.isEmpty() && m_rest.front() >= '0' && m_rest.front() <= '9';
    }

private:
    int fail()
    {
        m_isGood = false;
        return 0;
    }
    QByteArrayView m_rest;
    bool m_isGood = true;
};

milliseconds readFraction(Digits &digits)
{
    if (digits.take(".") == 0)
        return {};
    int value = 0;
    int taken = 0;
    for (; digits.hasDigit(); ++taken) {
        const int digit = digits.number(1);
        if (taken < 3)
            value = value * 10 + digit;
    }
    for (; taken < 3; ++taken)
        value *= 10;
    return milliseconds(value);
}

minutes readOffset(Digits &digits)
{
    const char sign = digits.take("+-Z");
    if (sign == 0 || sign == 'Z')
        return {};
    minutes offset = hours(digits.number(2));
    digits.take(":");
    if (digits.hasDigit())
        offset += minutes(digits.number(2));
    return sign == '-' ? -offset : offset;
}

/// The number that `count` digits make; negative where one of them is none.
int digitsAt(const char *text, int count)
{
    int value = 0;
    int others = 0;
    for (int i = 0; i < count; ++i) {
        const int digit = text[i] - '0';
        others |= digit | (9 - digit);
        value = value * 10 + digit;
    }
    return others < 0 ? -1 : value;
}

/// "2026-11-25 09:00:01.003", which is what nearly all are; nullopt: look closer. Four times as fast.
std::optional<Timestamp> plainTime(QByteArrayView view)
{
    constexpr qsizetype toSeconds = 19;
    const char *text = view.data();
    const bool isShaped = view.size() >= toSeconds && view.size() <= toSeconds + 7 && text[4] == '-'
        && text[7] == '-' && text[10] == ' ' && text[13] == ':' && text[16] == ':'
        && (view.size() == toSeconds || (text[toSeconds] == '.' && view.size() > toSeconds + 1));
    if (!isShaped)
        return std::nullopt;
    const int parts[] = {digitsAt(text, 4), digitsAt(text + 5, 2), digitsAt(text + 8, 2),
        digitsAt(text + 11, 2), digitsAt(text + 14, 2), digitsAt(text + 17, 2)};
    const int given = std::max(0, static_cast<int>(view.size() - toSeconds) - 1);
    const int micros = given == 0 ? 0 : digitsAt(text + toSeconds + 1, given);
    bool isGood = micros >= 0;
    for (const int part : parts)
        isGood = isGood && part >= 0;
    const year_month_day date{
        year(parts[0]), month(static_cast<unsigned>(parts[1])), day(static_cast<unsigned>(parts[2]))};
    if (!isGood || !date.ok())
        return std::nullopt;
    constexpr int scale[] = {1, 100, 10, 1}; // of up to three digits
    const milliseconds fraction(given <= 3 ? micros * scale[given] : digitsAt(text + toSeconds + 1, 3));
    return Timestamp(sys_days(date).time_since_epoch() + hours(parts[3]) + minutes(parts[4])
        + seconds(parts[5]) + fraction);
}

} // namespace

std::optional<Timestamp> readTime(QByteArrayView text)
{
    const std::optional<Timestamp> plain = plainTime(text);
    if (plain)
        return plain;
    Digits digits(text);
    const int y = digits.number(4);
    digits.expect("-");
    const int m = digits.number(2);
    digits.expect("-");
    const int d = digits.number(2);
    const year_month_day date{year(y), month(static_cast<unsigned>(m)), day(static_cast<unsigned>(d))};
    digits.expect(" T");
    const auto time = hours(digits.number(2));
    digits.expect(":");
    const auto min = minutes(digits.number(2));
    digits.expect(":");
    const auto sec = seconds(digits.number(2));
    const milliseconds fraction = readFraction(digits);
    const minutes offset = readOffset(digits);
    if (!digits.isGood() || !digits.rest().isEmpty() || !date.ok())
        return std::nullopt;
    return Timestamp(sys_days(date).time_since_epoch() + time + min + sec + fraction - offset);
}

std::optional<Timestamp> readTime(QStringView text)
{
    const QByteArray bytes = text.toLatin1(); // what is not in it is no digit either
    return readTime(QByteArrayView(bytes));
}

QString writeTime(Timestamp moment)
{
    return utcTime(moment).toString(u"yyyy-MM-dd HH:mm:ss.zzz"_s);
}

} // namespace emberwatch::sql
