// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/filter/casefold.h"
#include "core/filter/expression.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

namespace emberwatch::filter {

namespace {

constexpr std::array<char, 256> lowerTable()
{
    std::array<char, 256> table{};
    for (size_t i = 0; i < table.size(); ++i)
        table[i] = static_cast<char>(i >= 'A' && i <= 'Z' ? i + ('a' - 'A') : i);
    return table;
}
constexpr std::array<char, 256> lowerCase = lowerTable();

char lower(char c)
{
    return lowerCase[static_cast<quint8>(c)];
}

bool isAscii(QByteArrayView text)
{
    constexpr quint64 highBits = 0x8080'8080'8080'8080;
    quint64 all = 0;
    const char *at = text.begin();
    for (; text.end() - at >= 8; at += 8) {
        quint64 eight;
        std::memcpy(&eight, at, 8);
        all |= eight;
    }
    for (; at != text.end(); ++at)
        all |= static_cast<quint8>(*at);
    return (all & highBits) == 0;
}

/// FoldedCursor for ASCII alone.
class AsciiCursor
{
public:
    AsciiCursor(const char *at, const char *end)
        : m_at(at)
        , m_end(end)
    {
    }
    [[nodiscard]] bool isAtEnd() const { return m_at == m_end; }
    [[nodiscard]] const char *position() const { return m_at; }
    char next() { return lower(*m_at++); }

private:
    const char *m_at;
    const char *m_end;
};

FoldedCursor cursor(QByteArrayView text)
{
    return FoldedCursor(text.begin(), text.end());
}

/// Whether the text at the cursor begins with the pattern; the cursor is then behind it.
bool startsWith(FoldedCursor &text, QByteArrayView pattern)
{
    FoldedCursor expected = cursor(pattern);
    while (!expected.isAtEnd()) {
        if (text.isAtEnd() || text.next() != expected.next())
            return false;
    }
    return true;
}

bool isEqual(QByteArrayView text, QByteArrayView pattern)
{
    FoldedCursor at = cursor(text);
    return startsWith(at, pattern) && at.isAtEnd();
}

bool asciiContains(QByteArrayView text, QByteArrayView pattern)
{
    if (text.size() < pattern.size())
        return false;
    const auto isFolded = [](char expected, char c) { return lower(c) == expected; };
    const char first = pattern.front();
    const QByteArrayView rest = pattern.sliced(1);
    const char *const lastStart = text.end() - rest.size();
    for (const char *at = text.begin(); at < lastStart; ++at) {
        if (lower(*at) == first && std::equal(rest.begin(), rest.end(), at + 1, isFolded))
            return true;
    }
    return false;
}

bool contains(QByteArrayView text, QByteArrayView pattern)
{
    if (pattern.isEmpty())
        return true;
    // Some characters outside of ASCII fold into it (the Kelvin sign), so both must be ASCII.
    if (isAscii(text))
        return asciiContains(text, pattern);
    FoldedCursor at = cursor(text);
    while (!at.isAtEnd()) {
        FoldedCursor here = at;
        if (startsWith(here, pattern))
            return true;
        at.next();
    }
    return false;
}

template <typename Cursor> bool matchesGlob(QByteArrayView text, QByteArrayView pattern)
{
    Cursor at(text.begin(), text.end());
    Cursor expected(pattern.begin(), pattern.end());
    // Where to go on when the last * has to take one character more.
    Cursor retryAt = at;
    std::optional<Cursor> retryExpected;
    while (!at.isAtEnd()) {
        const char wanted = expected.isAtEnd() ? '\0' : *expected.position();
        if (wanted == '*') {
            expected.next();
            retryAt = at;
            retryExpected = expected;
            continue;
        }
        if (!expected.isAtEnd()) {
            const auto character = at.next();
            if (expected.next() == character || wanted == '?')
                continue;
        }
        if (!retryExpected)
            return false;
        retryAt.next();
        at = retryAt;
        expected = *retryExpected;
    }
    while (!expected.isAtEnd() && *expected.position() == '*')
        expected.next();
    return expected.isAtEnd();
}

bool globMatches(QByteArrayView text, QByteArrayView pattern)
{
    return isAscii(text) && isAscii(pattern) ? matchesGlob<AsciiCursor>(text, pattern)
                                             : matchesGlob<FoldedCursor>(text, pattern);
}

bool isMatch(QByteArrayView text, const TextTerm &term)
{
    switch (term.kind) {
    case TextTerm::Kind::Exact:
        return isEqual(text, term.pattern);
    case TextTerm::Kind::Glob:
        return globMatches(text, term.pattern);
    case TextTerm::Kind::Contains:
        return contains(text, term.pattern);
    }
    return false;
}

/// "host:port" of a URL; the whole text where it is none.
QByteArrayView authorityOf(QByteArrayView url)
{
    const qsizetype scheme = url.indexOf("://");
    if (scheme >= 0)
        url = url.sliced(scheme + 3);
    const auto *end
        = std::find_if(url.begin(), url.end(), [](char c) { return c == '/' || c == '?' || c == '#'; });
    url = url.first(end - url.begin());
    return url.sliced(url.lastIndexOf('@') + 1);
}

/// A literal IPv6 address keeps its brackets.
QByteArrayView hostOf(QByteArrayView authority)
{
    const qsizetype bracket = authority.lastIndexOf(']');
    const qsizetype colon = authority.indexOf(':', std::max<qsizetype>(bracket, 0));
    return colon < 0 ? authority : authority.first(colon);
}

bool serverMatches(QByteArrayView url, const TextTerm &term)
{
    if (isMatch(url, term))
        return true;
    // What lies in the host lies in the URL.
    if (term.kind == TextTerm::Kind::Contains)
        return false;
    const QByteArrayView authority = authorityOf(url);
    const QByteArrayView host = hostOf(authority);
    if (isMatch(authority, term) || isMatch(host, term))
        return true;
    if (host.startsWith('[') && host.endsWith(']') && isMatch(host.sliced(1, host.size() - 2), term))
        return true;
    return url.endsWith('/') && isMatch(url.chopped(1), term);
}

} // namespace

bool textMatches(TextField field, QByteArrayView text, const TextTerm &term)
{
    return field == TextField::Server ? serverMatches(text, term) : isMatch(text, term);
}

} // namespace emberwatch::filter
