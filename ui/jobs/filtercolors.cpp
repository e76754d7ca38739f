// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/filtercolors.h"

#include "ui/theme/colors.h"

#include <QApplication>
#include <QInputMethodEvent>
#include <QLineEdit>
#include <QTextCharFormat>

#include <algorithm>

namespace emberwatch {

namespace {

using filter::Token;

QColor colorOf(Token::Kind kind, const Colors &colors)
{
    switch (kind) {
    case Token::Kind::Value:
        return colors.processing;
    case Token::Kind::Keyword:
        return colors.conflict;
    case Token::Kind::Parenthesis:
        return colors.second;
    case Token::Kind::Wrong:
        return colors.failed;
    case Token::Kind::Field:
    case Token::Kind::Operator:
    case Token::Kind::Text:
        break;
    }
    return colors.text;
}

QInputMethodEvent::Attribute formatted(
    const QLineEdit &edit, qsizetype position, qsizetype length, const QTextFormat &format)
{
    return {QInputMethodEvent::TextFormat, static_cast<int>(position) - edit.cursorPosition(),
        static_cast<int>(length), format};
}

} // namespace

MarkedPlace markedPlace(const filter::ParseError &error, const QString &text)
{
    const qsizetype end = std::min(error.position + error.length, text.size());
    if (error.position < end)
        return {error.position, end - error.position};
    qsizetype last = std::min(error.position, text.size());
    while (last > 0 && text.at(last - 1).isSpace())
        --last;
    qsizetype first = last;
    while (first > 0 && !text.at(first - 1).isSpace())
        --first;
    return {first, last - first};
}

void colorFilterText(QLineEdit *edit, const QList<Token> &tokens,
    const std::optional<filter::ParseError> &error, const Colors &colors)
{
    QList<QInputMethodEvent::Attribute> attributes;
    for (const Token &token : tokens) {
        QTextCharFormat format;
        format.setForeground(colorOf(token.kind, colors));
        attributes << formatted(*edit, token.position, token.length, format);
    }
    if (error) {
        const MarkedPlace place = markedPlace(*error, edit->text());
        QTextCharFormat format;
        format.setForeground(colors.failed);
        format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        format.setUnderlineColor(colors.failed);
        attributes << formatted(*edit, place.position, place.length, format);
    }
    // QLineEdit has no other way to colour parts of its text: formats come in as those of an input method.
    QInputMethodEvent event(QString(), attributes);
    QApplication::sendEvent(edit, &event);
}

} // namespace emberwatch
