// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/jsonprettyprinter.h"

#include "core/json/jsontokeniser.h"

#include <QChar>
#include <QList>
#include <QString>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace emberwatch {

namespace {

bool isInvisible(char32_t c)
{
    switch (QChar::category(c)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    default:
        return false;
    }
}

void appendEscape(QByteArray &to, char16_t unit)
{
    to += "\\u";
    to += QByteArray::number(unit, 16).rightJustified(4, '0');
}

QByteArray withVisibleEscapes(QByteArrayView utf8)
{
    const bool isPlain
        = std::all_of(utf8.begin(), utf8.end(), [](char c) { return static_cast<signed char>(c) >= 0x20; });
    if (isPlain && !utf8.contains('\x7f'))
        return utf8.toByteArray();

    QByteArray text;
    text.reserve(utf8.size());
    for (const char32_t c : QString::fromUtf8(utf8).toUcs4()) {
        if (!isInvisible(c)) {
            text += QString::fromUcs4(&c, 1).toUtf8();
        } else if (QChar::requiresSurrogates(c)) {
            appendEscape(text, QChar::highSurrogate(c));
            appendEscape(text, QChar::lowSurrogate(c));
        } else {
            appendEscape(text, static_cast<char16_t>(c));
        }
    }
    return text;
}

/// The longest part of at most `limit` bytes that cuts neither a UTF-8 sequence nor an escape in two.
QByteArrayView shortened(QByteArrayView token, qsizetype limit)
{
    qsizetype end = std::min(limit, token.size());
    const qsizetype escape = token.first(end).lastIndexOf('\\');
    if (escape >= 0 && end - escape < 6) {
        qsizetype first = escape;
        while (first > 0 && token[first - 1] == '\\')
            --first;
        const bool startsEscape = (escape - first) % 2 == 0;
        const qsizetype length = startsEscape && token[escape + 1] == 'u' ? 6 : 2;
        if (startsEscape && escape + length > end)
            end = escape;
    }
    while (end > 0 && (static_cast<unsigned char>(token[end]) & 0xC0) == 0x80)
        --end;
    return token.first(end);
}

class Printer
{
public:
    explicit Printer(const JsonPrettyOptions &options)
        : m_options(options)
    {
    }

    void add(const JsonToken &token)
    {
        if (m_pretty.isCut)
            return;
        if (m_options.textLimit > 0 && m_pretty.text.size() >= m_options.textLimit) {
            m_pretty.isCut = true;
            return;
        }
        append(token);
    }

    [[nodiscard]] JsonPretty take() { return std::move(m_pretty); }

private:
    void append(const JsonToken &token)
    {
        using Kind = JsonToken::Kind;
        switch (token.kind) {
        case Kind::ObjectOpen:
        case Kind::ArrayOpen:
            breakAfterOpen();
            m_pretty.text += token.text;
            ++m_depth;
            m_isJustOpened = true;
            break;
        case Kind::ObjectClose:
        case Kind::ArrayClose:
            --m_depth;
            if (!m_isJustOpened)
                breakLine();
            m_isJustOpened = false;
            m_pretty.text += token.text;
            break;
        case Kind::Colon:
            m_pretty.text += ": ";
            break;
        case Kind::Comma:
            m_pretty.text += ',';
            breakLine();
            break;
        case Kind::Key:
        case Kind::String:
        case Kind::Number:
        case Kind::Atom:
            breakAfterOpen();
            appendScalar(token.text);
            break;
        }
    }

    void appendScalar(QByteArrayView text)
    {
        const bool isShort = m_options.tokenLimit <= 0 || text.size() <= m_options.tokenLimit;
        const QByteArrayView part = isShort ? text : shortened(text, m_options.tokenLimit);
        m_pretty.text += m_options.escapeInvisible ? withVisibleEscapes(part) : part.toByteArray();
        if (isShort)
            return;
        if (text.startsWith('"'))
            m_pretty.text += '"';
        m_pretty.text += "…";
        ++m_pretty.shortened;
    }

    void breakAfterOpen()
    {
        if (m_isJustOpened)
            breakLine();
        m_isJustOpened = false;
    }

    void breakLine()
    {
        m_pretty.text += '\n';
        m_pretty.text.append(m_depth * m_options.indent, ' ');
    }

    const JsonPrettyOptions &m_options;
    JsonPretty m_pretty;
    int m_depth = 0;
    bool m_isJustOpened = false;
};

} // namespace

Result<JsonPretty> prettyJson(QByteArrayView document, const JsonPrettyOptions &options)
{
    if (!document.isValidUtf8())
        return failure(Error::Kind::Parse, u"not UTF-8"_s);

    JsonTokeniser tokens(document, options.depthLimit);
    Printer printer(options);
    while (const std::optional<JsonToken> token = tokens.next())
        printer.add(*token);
    if (const std::optional<JsonFault> &fault = tokens.fault())
        return failure(Error::Kind::Parse,
            u"byte %1: %2 expected"_s.arg(fault->offset).arg(QString::fromLatin1(fault->expected)));
    return printer.take();
}

} // namespace emberwatch
