// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/utf8.h"

#include <QByteArray>
#include <QStringView>

namespace emberwatch::filter {

/// The character that all its cases have in common (simple case folding, Unicode 3.13).
[[nodiscard]] char32_t folded(char32_t c);

/// The text in UTF-8, each of its characters folded.
[[nodiscard]] QByteArray foldedUtf8(QStringView text);

/// Goes through UTF-8 text by folded characters.
class FoldedCursor
{
public:
    FoldedCursor(const char *at, const char *end)
        : m_at(at)
        , m_end(end)
    {
    }
    [[nodiscard]] bool isAtEnd() const { return m_at == m_end; }
    [[nodiscard]] const char *position() const { return m_at; }
    /// Not to be called at the end.
    char32_t next()
    {
        const char c = *m_at;
        if (static_cast<quint8>(c) >= 0x80)
            return nextOfMany();
        ++m_at;
        const bool isUpper = c >= 'A' && c <= 'Z';
        return static_cast<char32_t>(isUpper ? c + ('a' - 'A') : c);
    }

private:
    char32_t nextOfMany();
    const char *m_at;
    const char *m_end;
};

} // namespace emberwatch::filter
