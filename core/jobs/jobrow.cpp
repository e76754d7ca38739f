// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/jobrow.h"

#include <array>

namespace emberwatch {

namespace {

constexpr qsizetype uuidLength = 36;

constexpr bool isDash(qsizetype position)
{
    return position == 8 || position == 13 || position == 18 || position == 23;
}

/// The value of a lower-case hexadecimal digit, 16 for any other character.
constexpr quint64 digitOf(char c)
{
    if (c >= '0' && c <= '9')
        return static_cast<quint64>(c - '0');
    if (c >= 'a' && c <= 'f')
        return static_cast<quint64>(c - 'a') + 10;
    return 16;
}

} // namespace

std::optional<PackedId> PackedId::fromUuid(QByteArrayView text)
{
    if (text.size() != uuidLength)
        return std::nullopt;
    PackedId id;
    for (qsizetype i = 0; i < uuidLength; ++i) {
        const char c = text[i];
        if (isDash(i)) {
            if (c != '-')
                return std::nullopt;
            continue;
        }
        const quint64 digit = digitOf(c);
        if (digit == 16)
            return std::nullopt;
        id.high = (id.high << 4) | (id.low >> 60);
        id.low = (id.low << 4) | digit;
    }
    return id;
}

void PackedId::writeUuid(char *to) const
{
    static constexpr char digits[] = "0123456789abcdef";
    int shift = 128;
    for (qsizetype i = 0; i < uuidLength; ++i) {
        if (isDash(i)) {
            to[i] = '-';
            continue;
        }
        shift -= 4;
        const quint64 word = shift >= 64 ? high >> (shift - 64) : low >> shift;
        to[i] = digits[word & 15];
    }
}

QByteArrayView wordOf(RemovalCause cause)
{
    static constexpr std::array<QByteArrayView, 4> words{"deleted", "expired", "evicted", "flushed"};
    return words[static_cast<size_t>(cause)];
}

} // namespace emberwatch
