// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/documenthighlighter.h"

#include "ui/theme/themesource.h"

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype hexOffsetEnd = 6;
constexpr qsizetype hexTextStart = 33;

bool isNumberPart(QChar c)
{
    return c.isDigit() || c == u'-' || c == u'+' || c == u'.' || c == u'e' || c == u'E';
}

/// One behind the closing quote of the string that begins at `from`.
qsizetype stringEnd(const QString &text, qsizetype from)
{
    for (qsizetype i = from + 1; i < text.size(); ++i) {
        if (text[i] == u'\\')
            ++i;
        else if (text[i] == u'"')
            return i + 1;
    }
    return text.size();
}

bool isKey(const QString &text, qsizetype stringEnd)
{
    const QStringView rest = QStringView(text).sliced(stringEnd);
    return rest.startsWith(u':') || rest.startsWith(u"…:");
}

} // namespace

DocumentHighlighter::DocumentHighlighter(const ThemeSource *themes, Syntax syntax, QTextDocument *document)
    : QSyntaxHighlighter(document)
    , m_themes(themes)
    , m_syntax(syntax)
{
    connect(m_themes, &ThemeSource::themeChanged, this, &QSyntaxHighlighter::rehighlight);
}

void DocumentHighlighter::setSyntax(Syntax syntax)
{
    m_syntax = syntax;
}

void DocumentHighlighter::setMuted(bool isMuted)
{
    if (isMuted == m_isMuted)
        return;
    m_isMuted = isMuted;
    rehighlight();
}

void DocumentHighlighter::highlightBlock(const QString &text)
{
    if (m_isMuted) {
        color(0, text.size(), m_themes->colors().third);
        return;
    }
    switch (m_syntax) {
    case Syntax::Json:
        highlightJson(text);
        break;
    case Syntax::Raw:
        highlightRaw(text);
        break;
    case Syntax::Hex:
        highlightHex(text);
        break;
    }
}

void DocumentHighlighter::highlightJson(const QString &text)
{
    const Colors &colors = m_themes->colors();
    qsizetype at = 0;
    while (at < text.size()) {
        const QChar c = text[at];
        qsizetype end = at + 1;
        if (c == u'"') {
            end = stringEnd(text, at);
            color(at, end, isKey(text, end) ? colors.text : colors.completed);
        } else if (c == u'-' || c.isDigit()) {
            while (end < text.size() && isNumberPart(text[end]))
                ++end;
            color(at, end, colors.processing);
        } else if (c.isLetter()) {
            while (end < text.size() && text[end].isLetter())
                ++end;
            color(at, end, colors.conflict);
        } else if (c == u'…') {
            color(at, end, colors.warning);
        } else {
            color(at, end, colors.second);
        }
        at = end;
    }
}

void DocumentHighlighter::highlightRaw(const QString &text)
{
    for (qsizetype at = text.indexOf(u'\\'); at >= 0; at = text.indexOf(u'\\', at + 1)) {
        const QStringView rest = QStringView(text).sliced(at);
        if (rest.startsWith(u"\\x"))
            color(at, at + 4, m_themes->colors().warning);
        else if (rest.startsWith(u"\\u{"))
            color(at, text.indexOf(u'}', at) + 1, m_themes->colors().warning);
    }
}

void DocumentHighlighter::highlightHex(const QString &text)
{
    color(0, hexOffsetEnd, m_themes->colors().third);
    color(hexTextStart, text.size(), m_themes->colors().second);
}

void DocumentHighlighter::color(qsizetype from, qsizetype to, const QColor &color)
{
    setFormat(static_cast<int>(from), static_cast<int>(to - from), color);
}

} // namespace emberwatch
