// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/jsontokeniser.h"

namespace emberwatch {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isHex(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool isControl(char c)
{
    return static_cast<unsigned char>(c) < 0x20;
}

} // namespace

JsonTokeniser::JsonTokeniser(QByteArrayView document, int depthLimit)
    : m_text(document)
    , m_depthLimit(depthLimit)
{
}

std::optional<JsonToken> JsonTokeniser::next()
{
    if (m_fault)
        return std::nullopt;
    skipSpace();
    switch (m_expected) {
    case Expected::Value:
        return value();
    case Expected::ValueOrClose:
        return at(m_at) == ']' ? close(false) : value();
    case Expected::Key:
        return key();
    case Expected::KeyOrClose:
        return at(m_at) == '}' ? close(true) : key();
    case Expected::Colon:
        if (at(m_at) != ':')
            return fail(m_at, "a colon");
        m_expected = Expected::Value;
        return take(JsonToken::Kind::Colon, 1);
    case Expected::CommaOrClose:
        return commaOrClose();
    case Expected::End:
        if (m_at < m_text.size())
            return fail(m_at, "the end");
        break;
    }
    return std::nullopt;
}

void JsonTokeniser::skipSpace()
{
    while (m_at < m_text.size()) {
        const char c = m_text[m_at];
        if (c != ' ' && c != '\n' && c != '\r' && c != '\t')
            return;
        ++m_at;
    }
}

std::optional<JsonToken> JsonTokeniser::key()
{
    if (at(m_at) != '"')
        return fail(m_at, "a member name in double quotes");
    const std::optional<qsizetype> length = stringLength();
    if (!length)
        return std::nullopt;
    m_expected = Expected::Colon;
    return take(JsonToken::Kind::Key, *length);
}

std::optional<JsonToken> JsonTokeniser::value()
{
    const char first = at(m_at);
    if (first == '{' || first == '[')
        return open(first == '{');

    std::optional<qsizetype> length;
    JsonToken::Kind kind = JsonToken::Kind::Atom;
    if (first == '"') {
        kind = JsonToken::Kind::String;
        length = stringLength();
    } else if (first == '-' || isDigit(first)) {
        kind = JsonToken::Kind::Number;
        length = numberLength();
    } else {
        length = atomLength();
    }
    if (!length)
        return std::nullopt;
    valueEnded();
    return take(kind, *length);
}

std::optional<JsonToken> JsonTokeniser::open(bool isObject)
{
    if (m_isObject.size() >= static_cast<size_t>(m_depthLimit))
        return fail(m_at, "less depth");
    m_isObject.push_back(isObject);
    m_expected = isObject ? Expected::KeyOrClose : Expected::ValueOrClose;
    return take(isObject ? JsonToken::Kind::ObjectOpen : JsonToken::Kind::ArrayOpen, 1);
}

std::optional<JsonToken> JsonTokeniser::close(bool isObject)
{
    m_isObject.pop_back();
    valueEnded();
    return take(isObject ? JsonToken::Kind::ObjectClose : JsonToken::Kind::ArrayClose, 1);
}

std::optional<JsonToken> JsonTokeniser::commaOrClose()
{
    const bool isObject = m_isObject.back();
    if (at(m_at) == (isObject ? '}' : ']'))
        return close(isObject);
    if (at(m_at) != ',')
        return fail(m_at, isObject ? "a comma or }" : "a comma or ]");
    m_expected = isObject ? Expected::Key : Expected::Value;
    return take(JsonToken::Kind::Comma, 1);
}

JsonToken JsonTokeniser::take(JsonToken::Kind kind, qsizetype length)
{
    const JsonToken token{kind, m_text.sliced(m_at, length)};
    m_at += length;
    return token;
}

void JsonTokeniser::valueEnded()
{
    m_expected = m_isObject.empty() ? Expected::End : Expected::CommaOrClose;
}

std::nullopt_t JsonTokeniser::fail(qsizetype offset, const char *expected)
{
    m_fault = JsonFault{offset, QByteArray(expected)};
    return std::nullopt;
}

std::optional<qsizetype> JsonTokeniser::stringLength()
{
    for (qsizetype i = m_at + 1; i < m_text.size(); ++i) {
        const char c = m_text[i];
        if (c == '"')
            return i + 1 - m_at;
        if (isControl(c))
            return fail(i, "no control character");
        if (c != '\\')
            continue;
        ++i;
        if (at(i) == 'u') {
            for (int digit = 1; digit <= 4; ++digit) {
                if (!isHex(at(i + digit)))
                    return fail(i + digit, "four hexadecimal digits");
            }
            i += 4;
        } else if (!QByteArrayView("\"\\/bfnrt").contains(at(i)) || at(i) == '\0') {
            return fail(i, "an escape character");
        }
    }
    return fail(m_text.size(), "a closing quote");
}

std::optional<qsizetype> JsonTokeniser::numberLength()
{
    qsizetype i = m_at + (at(m_at) == '-' ? 1 : 0);
    const auto digits = [this, &i] {
        const qsizetype from = i;
        while (isDigit(at(i)))
            ++i;
        return i > from;
    };
    if (at(i) == '0')
        ++i;
    else if (!digits())
        return fail(i, "a digit");
    if (at(i) == '.') {
        ++i;
        if (!digits())
            return fail(i, "a digit");
    }
    if (at(i) == 'e' || at(i) == 'E') {
        ++i;
        if (at(i) == '+' || at(i) == '-')
            ++i;
        if (!digits())
            return fail(i, "a digit");
    }
    return i - m_at;
}

std::optional<qsizetype> JsonTokeniser::atomLength()
{
    for (const QByteArrayView atom :
        {QByteArrayView("true"), QByteArrayView("false"), QByteArrayView("null")}) {
        if (m_text.sliced(m_at).startsWith(atom))
            return atom.size();
    }
    return fail(m_at, "a value");
}

} // namespace emberwatch
