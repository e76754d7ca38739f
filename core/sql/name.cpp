// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/name.h"

#include <algorithm>

namespace emberwatch::sql {

using namespace Qt::StringLiterals;

namespace {

bool isLetter(QChar c)
{
    return (c >= u'A' && c <= u'Z') || (c >= u'a' && c <= u'z') || c == u'_';
}

bool isLetterOrDigit(QChar c)
{
    return isLetter(c) || (c >= u'0' && c <= u'9');
}

/// What was given may be anything; it reaches a terminal.
QString shown(const QString &text)
{
    QString safe;
    for (const QChar c : text.first(std::min<qsizetype>(text.size(), 80)))
        safe += c.isPrint() && c != u'"' ? QString(c) : u"\\u%1"_s.arg(c.unicode(), 4, 16, QChar(u'0'));
    return safe;
}

} // namespace

Result<Name> Name::parse(const QString &text)
{
    constexpr qsizetype longest = 63;
    const bool isName = !text.isEmpty() && text.size() <= longest && isLetter(text.front())
        && std::all_of(text.begin(), text.end(), isLetterOrDigit);
    if (!isName)
        return failure(Error::Kind::Invalid,
            u"\"%1\" is no name of a table or column: letters, digits and _ only, no digit first, at most 63"_s
                .arg(shown(text)));
    Name name;
    name.m_text = text;
    return name;
}

QString Name::quoted() const
{
    return u'"' + m_text + u'"';
}

QString literal(const QString &text)
{
    QString doubled = text;
    doubled.replace(u'\'', u"''"_s);
    return u'\'' + doubled + u'\'';
}

QString notNull(const QString &text)
{
    return text.isNull() ? QStringLiteral("") : text;
}

} // namespace emberwatch::sql
