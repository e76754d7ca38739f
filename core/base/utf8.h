// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace emberwatch {

/// A character of a UTF-8 text.
struct Utf8Char
{
    char32_t value = 0xFFFD; ///< U+FFFD where the bytes are no character
    int length = 1; ///< in bytes
    bool isValid = false;
};

/// The character at `at`; of bytes that are none, the first byte alone.
/// @param at  before `end`
[[nodiscard]] inline Utf8Char decodeUtf8(const char *at, const char *end)
{
    const auto byte = [at](int i) { return static_cast<char32_t>(static_cast<quint8>(at[i])); };
    const char32_t first = byte(0);
    if (first < 0x80)
        return {first, 1, true};
    const int length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || end - at < length)
        return {};
    char32_t value = first & (0x7FU >> length);
    for (int i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0) != 0x80)
            return {};
        value = (value << 6) | (byte(i) & 0x3F);
    }
    constexpr char32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    const bool isSurrogate = value >= 0xD800 && value < 0xE000;
    if (value < smallest[length] || value > 0x10FFFF || isSurrogate)
        return {};
    return {value, length, true};
}

} // namespace emberwatch
