// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/documentlines.h"

#include "core/json/jsonprettyprinter.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(DocumentLines)
};

constexpr qsizetype jsonLimit = 64 * 1024;
constexpr qsizetype jsonTokenLimit = 2000;
constexpr qsizetype rawLimit = 64 * 1024;
constexpr qsizetype lineLimit = 1024; ///< characters that one line is laid out with
constexpr qsizetype hexColumns = 8;

QString cutNote(qsizetype shown, qsizetype whole)
{
    const QLocale locale;
    return Words::tr("Shown are the first %1 of %2. \"Copy as\" gives the whole.")
        .arg(locale.formattedDataSize(shown), locale.formattedDataSize(whole));
}

bool isInvisible(char32_t c)
{
    switch (QChar::category(c)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_Surrogate:
    case QChar::Other_NotAssigned:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    default:
        return false;
    }
}

QString byteEscape(uchar byte)
{
    return "\\x"_L1 + QString::number(byte, 16).toUpper().rightJustified(2, u'0');
}

struct Character
{
    char32_t code = 0;
    qsizetype length = 0; ///< bytes; 0: no UTF-8 here
};

/// The character at the beginning of `bytes`, which are not empty.
Character firstOf(QByteArrayView bytes)
{
    const auto lead = static_cast<uchar>(bytes.front());
    if (lead < 0x80)
        return {lead, 1};
    const qsizetype length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || bytes.size() < length || !bytes.first(length).isValidUtf8())
        return {};
    char32_t code = lead & (0xFFu >> (length + 1));
    for (qsizetype i = 1; i < length; ++i)
        code = (code << 6) | (static_cast<uchar>(bytes[i]) & 0x3Fu);
    return {code, length};
}

QString shown(char32_t code)
{
    if (!isInvisible(code))
        return QString::fromUcs4(&code, 1);
    if (code < 0x80)
        return byteEscape(static_cast<uchar>(code));
    return "\\u{"_L1 + QString::number(code, 16).toUpper() + u'}';
}

/// Breaks the text of a document into lines that can be laid out.
class LineBuilder
{
public:
    void add(const QString &text)
    {
        if (m_line.text.size() + text.size() > lineLimit)
            finish(true);
        m_line.text += text;
    }
    void finish(bool isContinued)
    {
        m_line.isContinued = isContinued;
        m_lines.append(std::exchange(m_line, DocumentLine()));
    }
    [[nodiscard]] QList<DocumentLine> take()
    {
        if (!m_line.text.isEmpty())
            finish(false);
        return std::move(m_lines);
    }

private:
    DocumentLine m_line;
    QList<DocumentLine> m_lines;
};

QString hexLine(QByteArrayView bytes, qsizetype offset)
{
    QString line = QString::number(offset, 16).rightJustified(6, u'0') + "  "_L1;
    QString text;
    for (qsizetype i = 0; i < hexColumns; ++i) {
        if (i >= bytes.size()) {
            line += "   "_L1;
            continue;
        }
        const auto byte = static_cast<uchar>(bytes[i]);
        line += QString::number(byte, 16).rightJustified(2, u'0') + u' ';
        text += byte >= 0x20 && byte < 0x7F ? QChar(char16_t(byte)) : u'·';
    }
    return line + u' ' + text;
}

} // namespace

DocumentLines jsonLinesOf(QByteArrayView document)
{
    JsonPrettyOptions options;
    options.tokenLimit = jsonTokenLimit;
    options.textLimit = jsonLimit;
    options.escapeInvisible = true;
    const Result<JsonPretty> pretty = prettyJson(document, options);
    if (!pretty)
        return {{}, Words::tr("This is not JSON: %1. Raw shows every byte.").arg(pretty.error().message)};

    DocumentLines shown;
    for (const QString &line : QString::fromUtf8(pretty->text).split(u'\n'))
        shown.lines.append({line, false});
    QStringList notes;
    if (pretty->isCut)
        notes += cutNote(pretty->text.size(), document.size());
    if (pretty->shortened > 0)
        notes += Words::tr("Long values end in \"…\".");
    shown.note = notes.join(u' ');
    return shown;
}

DocumentLines rawLinesOf(QByteArrayView document)
{
    LineBuilder lines;
    qsizetype at = 0;
    while (at < std::min(document.size(), rawLimit)) {
        const Character next = firstOf(document.sliced(at));
        lines.add(next.length == 0 ? byteEscape(static_cast<uchar>(document[at])) : shown(next.code));
        if (next.code == U'\n')
            lines.finish(false);
        at += std::max<qsizetype>(1, next.length);
    }
    return {lines.take(), at < document.size() ? cutNote(at, document.size()) : QString()};
}

DocumentLines hexLinesOf(QByteArrayView document)
{
    DocumentLines shown;
    const qsizetype end = std::min(document.size(), rawLimit);
    for (qsizetype at = 0; at < end; at += hexColumns)
        shown.lines.append({hexLine(document.sliced(at, std::min(hexColumns, end - at)), at), false});
    if (end < document.size())
        shown.note = cutNote(end, document.size());
    return shown;
}

} // namespace emberwatch
