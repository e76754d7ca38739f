// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comfyui/pythonjson.h"

#include <QByteArrayView>

#include <charconv>
#include <cstring>
#include <optional>

namespace emberwatch::comfyui {

namespace {

struct Replacement
{
    qsizetype length = 0; ///< bytes of the token
    QByteArrayView instead;
    bool isAppended = false; ///< `instead` comes behind the token
};

/// Behind the string whose opening quote is at `at`; the end where it has no closing one.
const char *afterString(const char *at, const char *end)
{
    for (++at; at < end; ++at) {
        if (*at == '"')
            return at + 1;
        if (*at == '\\')
            ++at;
    }
    return end;
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool startsWith(const char *at, const char *end, QByteArrayView word)
{
    return end - at >= word.size() && std::memcmp(at, word.data(), static_cast<size_t>(word.size())) == 0;
}

/// The integers between the least of the signed and the greatest of the unsigned.
bool fits64Bits(const char *begin, const char *end)
{
    quint64 positive = 0;
    qint64 negative = 0;
    const std::errc error
        = *begin == '-' ? std::from_chars(begin, end, negative).ec : std::from_chars(begin, end, positive).ec;
    return error == std::errc();
}

std::optional<Replacement> numberReplacement(const char *at, const char *end)
{
    constexpr qsizetype surelyFits = 18;
    const char *behind = at + (*at == '-' ? 1 : 0);
    while (behind < end && isDigit(*behind))
        ++behind;
    const bool isFloat = behind < end && (*behind == '.' || *behind == 'e' || *behind == 'E');
    const qsizetype length = behind - at;
    if (isFloat || length <= surelyFits || fits64Bits(at, behind))
        return Replacement{length, {}, true};
    return Replacement{length, "e0", true};
}

/// The token at `at` if it is one that may need another.
std::optional<Replacement> replacementAt(const char *at, const char *end)
{
    for (const QByteArrayView word :
        {QByteArrayView("NaN"), QByteArrayView("Infinity"), QByteArrayView("-Infinity")}) {
        if (startsWith(at, end, word))
            return Replacement{word.size(), "null", false};
    }
    return isDigit(*at) || *at == '-' ? numberReplacement(at, end) : std::nullopt;
}

/// Behind a number's fraction and exponent, so that their digits are not taken for integers.
const char *afterNumberTail(const char *at, const char *end)
{
    while (at < end && (isDigit(*at) || QByteArrayView(".eE+-").contains(*at)))
        ++at;
    return at;
}

} // namespace

QByteArray strictJson(const QByteArray &python)
{
    QByteArray strict;
    const char *at = python.constData();
    const char *copied = at;
    const char *const end = at + python.size();
    while (at < end) {
        if (*at == '"') {
            at = afterString(at, end);
            continue;
        }
        const std::optional<Replacement> found = replacementAt(at, end);
        if (!found) {
            ++at;
            continue;
        }
        const char *const behind = at + found->length;
        if (!found->instead.isEmpty()) {
            strict.append(copied, (found->isAppended ? behind : at) - copied).append(found->instead);
            copied = behind;
        }
        at = afterNumberTail(behind, end);
    }
    if (copied == python.constData())
        return python;
    return strict.append(copied, end - copied);
}

} // namespace emberwatch::comfyui
