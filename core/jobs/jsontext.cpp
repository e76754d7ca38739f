// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/jsontext.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <limits>
#include <system_error>

namespace emberwatch {

namespace {

constexpr char32_t replacement = 0xFFFD;

constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// Skips one digit or more; nullptr where there is none.
const char *afterDigits(const char *at, const char *end)
{
    if (at == end || !isDigit(*at))
        return nullptr;
    while (at != end && isDigit(*at))
        ++at;
    return at;
}

/// The value of a hexadecimal digit, -1 for any other character.
constexpr int hexValue(char c)
{
    if (isDigit(c))
        return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// The four hexadecimal digits at `at`; -1 where there are none.
int hexQuad(const char *at, const char *end)
{
    if (end - at < 4)
        return -1;
    int value = 0;
    for (int i = 0; i < 4; ++i) {
        const int digit = hexValue(at[i]);
        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

void appendUtf8(char32_t c, std::string &to)
{
    const auto put = [&to](char32_t byte) { to.push_back(static_cast<char>(byte)); };
    if (c < 0x80) {
        put(c);
    } else if (c < 0x800) {
        put(0xC0 | (c >> 6));
        put(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        put(0xE0 | (c >> 12));
        put(0x80 | ((c >> 6) & 0x3F));
        put(0x80 | (c & 0x3F));
    } else {
        put(0xF0 | (c >> 18));
        put(0x80 | ((c >> 12) & 0x3F));
        put(0x80 | ((c >> 6) & 0x3F));
        put(0x80 | (c & 0x3F));
    }
}

constexpr bool isHighSurrogate(int unit)
{
    return unit >= 0xD800 && unit < 0xDC00;
}

constexpr bool isLowSurrogate(int unit)
{
    return unit >= 0xDC00 && unit < 0xE000;
}

/// The UTF-16 unit of a \u escape at `at`, -1 where there is none.
int unitAt(const char *at, const char *end)
{
    return end - at >= 6 && at[0] == '\\' && at[1] == 'u' ? hexQuad(at + 2, end) : -1;
}

/// Appends the character of the \u escape at `at`, which takes its second half along; returns what follows.
const char *appendUnicodeEscape(const char *at, const char *end, std::string &to)
{
    const int unit = unitAt(at, end);
    at += 6;
    if (!isHighSurrogate(unit)) {
        appendUtf8(isLowSurrogate(unit) ? replacement : static_cast<char32_t>(unit), to);
        return at;
    }
    const int second = unitAt(at, end);
    if (!isLowSurrogate(second)) {
        appendUtf8(replacement, to);
        return at;
    }
    appendUtf8(static_cast<char32_t>(0x10000 + ((unit - 0xD800) << 10) + (second - 0xDC00)), to);
    return at + 6;
}

char simpleEscape(char c)
{
    switch (c) {
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return c;
    }
}

/// The exponent of a number, 0 where none is written; capped.
qint64 exponentOf(QByteArrayView number)
{
    const char *at = std::find_if(number.begin(), number.end(), [](char c) { return c == 'e' || c == 'E'; });
    if (at == number.end())
        return 0;
    ++at;
    if (*at == '+')
        ++at;
    constexpr qint64 cap = 1'000'000'000;
    qint64 exponent = *at == '-' ? -cap : cap;
    std::from_chars(at, number.end(), exponent);
    return std::clamp(exponent, -cap, cap);
}

/// from_chars does not say whether a number was too large for a double or too near to 0.
double nearestToUnrepresentable(QByteArrayView number)
{
    const auto firstDigit
        = std::find_if(number.begin(), number.end(), [](char c) { return c >= '1' && c <= '9'; });
    const auto point
        = std::find_if(number.begin(), number.end(), [](char c) { return c != '-' && !isDigit(c); });
    const qint64 magnitude = (point - firstDigit) + exponentOf(number);
    if (magnitude < 0)
        return 0;
    const double infinity = std::numeric_limits<double>::infinity();
    return number.front() == '-' ? -infinity : infinity;
}

const char *findBackslash(const char *at, const char *end)
{
    const void *found = std::memchr(at, '\\', static_cast<size_t>(end - at));
    return found ? static_cast<const char *>(found) : end;
}

} // namespace

bool isJsonNumber(QByteArrayView text)
{
    const char *at = text.begin();
    const char *const end = text.end();
    if (at != end && *at == '-')
        ++at;
    at = at != end && *at == '0' ? at + 1 : afterDigits(at, end);
    if (at && at != end && *at == '.')
        at = afterDigits(at + 1, end);
    if (at && at != end && (*at == 'e' || *at == 'E')) {
        ++at;
        if (at != end && (*at == '+' || *at == '-'))
            ++at;
        at = afterDigits(at, end);
    }
    return at == end;
}

double jsonNumberValue(QByteArrayView number)
{
    double value = 0;
    const std::from_chars_result result = std::from_chars(number.begin(), number.end(), value);
    return result.ec == std::errc() ? value : nearestToUnrepresentable(number);
}

std::optional<qsizetype> firstBadEscape(QByteArrayView content)
{
    const char *const end = content.end();
    const char *at = findBackslash(content.begin(), end);
    while (at != end) {
        const bool isUnicode = unitAt(at, end) >= 0;
        const bool isSimple = end - at >= 2 && QByteArrayView("\"\\/bfnrt").contains(at[1]);
        if (!isUnicode && !isSimple)
            return at - content.begin();
        at = findBackslash(at + (isUnicode ? 6 : 2), end);
    }
    return std::nullopt;
}

void appendUnescaped(QByteArrayView content, std::string &to)
{
    const char *at = content.begin();
    const char *const end = content.end();
    while (at != end) {
        const char *const escape = findBackslash(at, end);
        to.append(at, escape);
        at = escape;
        if (at == end)
            return;
        if (at[1] == 'u') {
            at = appendUnicodeEscape(at, end, to);
        } else {
            to.push_back(simpleEscape(at[1]));
            at += 2;
        }
    }
}

QByteArray jsonString(QByteArrayView text)
{
    static constexpr char digits[] = "0123456789abcdef";
    QByteArray json;
    json.reserve(text.size() + 2);
    json.append('"');
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            json.append('\\');
            json.append(c);
        } else if (c >= 0 && c < 0x20) {
            json.append("\\u00");
            json.append(digits[c >> 4]);
            json.append(digits[c & 15]);
        } else {
            json.append(c);
        }
    }
    json.append('"');
    return json;
}

} // namespace emberwatch
