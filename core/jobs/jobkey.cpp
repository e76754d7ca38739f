// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/jobkey.h"

#include <algorithm>

namespace emberwatch {

namespace {

constexpr char32_t zeroWidthNonJoiner = 0x200C;
constexpr char32_t zeroWidthJoiner = 0x200D;

/// Shown as itself it would move, hide or break the text around it. The joiners are spelling in many
/// languages.
bool isUnsafe(char32_t c)
{
    if (c < 0x20)
        return true;
    if (c < 0x7F)
        return false;
    switch (QChar::category(c)) {
    case QChar::Other_Control:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    case QChar::Other_Format:
        return c != zeroWidthNonJoiner && c != zeroWidthJoiner;
    default:
        return false;
    }
}

bool isPlain(QByteArrayView bytes)
{
    return std::all_of(bytes.begin(), bytes.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
}

QString escaped(char32_t c)
{
    const bool isShort = c < 0x100;
    const QString digits = QString::number(c, 16).toUpper().rightJustified(isShort ? 2 : 4, QLatin1Char('0'));
    if (isShort)
        return QLatin1String("\\x") + digits;
    return QLatin1String("\\u{") + digits + QLatin1Char('}');
}

} // namespace

QByteArray keyOf(QByteArrayView prefix, const PromptId &id)
{
    QByteArray key;
    key.reserve(prefix.size() + id.value().size());
    key.append(prefix);
    key.append(id.value());
    return key;
}

std::optional<QByteArrayView> idInKey(QByteArrayView prefix, QByteArrayView key)
{
    if (!key.startsWith(prefix))
        return std::nullopt;
    return key.sliced(prefix.size());
}

QByteArray globEscaped(QByteArrayView text)
{
    QByteArray pattern;
    pattern.reserve(text.size());
    for (const char c : text) {
        if (QByteArrayView("*?[]\\^").contains(c))
            pattern.append('\\');
        pattern.append(c);
    }
    return pattern;
}

QString displayText(QByteArrayView bytes)
{
    if (isPlain(bytes))
        return QString::fromLatin1(bytes);

    // QString::fromUtf8 drops a leading byte order mark; a character in front of it keeps it.
    const QString text = QString::fromUtf8(' ' + bytes.toByteArray());
    QString shown;
    shown.reserve(text.size());
    qsizetype i = 1;
    while (i < text.size()) {
        const bool isPair = text[i].isHighSurrogate() && i + 1 < text.size();
        const char32_t c = isPair ? QChar::surrogateToUcs4(text[i], text[i + 1]) : text[i].unicode();
        const qsizetype length = isPair ? 2 : 1;
        if (isUnsafe(c))
            shown += escaped(c);
        else
            shown += QStringView(text).sliced(i, length);
        i += length;
    }
    return shown;
}

} // namespace emberwatch
