// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/jsonoutput.h"

#include "core/base/utf8.h"

#include <array>
#include <charconv>

namespace emberwatch::cli {

namespace {

constexpr char hexDigits[] = "0123456789abcdef";

enum class Care : quint8
{
    None,
    Escape,
    Decode
};

constexpr std::array<Care, 256> careFor = [] {
    std::array<Care, 256> care{};
    for (size_t byte = 0; byte < 0x20; ++byte)
        care[byte] = Care::Escape;
    care['"'] = Care::Escape;
    care['\\'] = Care::Escape;
    for (size_t byte = 0x80; byte < 0x100; ++byte)
        care[byte] = Care::Decode;
    return care;
}();

Care careOf(char c)
{
    return careFor[static_cast<quint8>(c)];
}

void appendEscaped(std::string &to, char c)
{
    if (c == '"' || c == '\\') {
        to += {'\\', c};
        return;
    }
    to += "\\u00";
    to += {hexDigits[c >> 4], hexDigits[c & 15]};
}

const char *appendDecoded(std::string &to, const char *at, const char *end)
{
    const Utf8Char character = decodeUtf8(at, end);
    if (character.isValid)
        to.append(at, static_cast<size_t>(character.length));
    else
        to += "\uFFFD";
    return at + character.length;
}

} // namespace

void appendJsonString(std::string &to, QByteArrayView text)
{
    to += '"';
    const char *at = text.begin();
    const char *const end = text.end();
    while (at != end) {
        const char *const plain = at;
        while (at != end && careOf(*at) == Care::None)
            ++at;
        to.append(plain, at);
        if (at == end)
            break;
        if (careOf(*at) == Care::Escape)
            appendEscaped(to, *at++);
        else
            at = appendDecoded(to, at, end);
    }
    to += '"';
}

void appendJsonNumber(std::string &to, std::optional<qint64> number)
{
    if (!number) {
        to += "null";
        return;
    }
    std::array<char, 24> digits{};
    const std::to_chars_result result = std::to_chars(digits.data(), digits.data() + digits.size(), *number);
    to.append(digits.data(), result.ptr);
}

void appendJsonHex(std::string &to, QByteArrayView bytes)
{
    to += '"';
    for (const char c : bytes)
        to += {hexDigits[static_cast<quint8>(c) >> 4], hexDigits[static_cast<quint8>(c) & 15]};
    to += '"';
}

bool isUtf8(QByteArrayView text)
{
    for (const char *at = text.begin(); at != text.end();) {
        const Utf8Char character = decodeUtf8(at, text.end());
        if (!character.isValid)
            return false;
        at += character.length;
    }
    return true;
}

} // namespace emberwatch::cli
