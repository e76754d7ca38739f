// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/filter/casefold.h"

#include <QList>
#include <QString>

namespace emberwatch::filter {

char32_t folded(char32_t c)
{
    return QChar::toCaseFolded(c);
}

QByteArray foldedUtf8(QStringView text)
{
    QList<uint> characters = text.toUcs4();
    for (uint &c : characters)
        c = folded(c);
    return QString::fromUcs4(reinterpret_cast<const char32_t *>(characters.constData()), characters.size())
        .toUtf8();
}

char32_t FoldedCursor::nextOfMany()
{
    const Utf8Char c = decodeUtf8(m_at, m_end);
    m_at += c.length;
    return folded(c.value);
}

} // namespace emberwatch::filter
