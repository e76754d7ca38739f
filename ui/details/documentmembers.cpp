// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/documentmembers.h"

#include "core/jobs/jobkey.h"
#include "core/jobs/jsontext.h"
#include "core/json/jsontokeniser.h"

namespace emberwatch {

namespace {

constexpr qsizetype mostMembers = 1000;

QString unquoted(QByteArrayView token)
{
    std::string text;
    appendUnescaped(token.sliced(1, token.size() - 2), text);
    return cellText(QByteArrayView(text.data(), static_cast<qsizetype>(text.size())));
}

bool opens(JsonToken::Kind kind)
{
    return kind == JsonToken::Kind::ObjectOpen || kind == JsonToken::Kind::ArrayOpen;
}

bool closes(JsonToken::Kind kind)
{
    return kind == JsonToken::Kind::ObjectClose || kind == JsonToken::Kind::ArrayClose;
}

/// The value that begins with `first`, up to where it ends; nullopt where the document does before.
std::optional<QByteArrayView> wholeValue(JsonTokeniser &tokens, const JsonToken &first)
{
    int depth = opens(first.kind) ? 1 : 0;
    JsonToken last = first;
    while (depth > 0) {
        const std::optional<JsonToken> token = tokens.next();
        if (!token)
            return std::nullopt;
        depth += opens(token->kind) ? 1 : closes(token->kind) ? -1 : 0;
        last = *token;
    }
    return QByteArrayView(first.text.begin(), last.text.end());
}

} // namespace

QString cellText(QByteArrayView text, qsizetype limit)
{
    // Of UTF-8, a character is at most four bytes: what cannot be shown is not worth decoding.
    const bool isLong = text.size() > limit * 4;
    QString shown = displayText(isLong ? text.first(limit * 4) : text);
    if (!isLong && shown.size() <= limit)
        return shown;
    qsizetype end = std::min(limit, shown.size());
    if (end > 0 && shown[end - 1].isHighSurrogate())
        --end;
    return shown.left(end) + u'…';
}

QList<DocumentMember> membersOf(QByteArrayView document)
{
    QList<DocumentMember> members;
    if (!document.isValidUtf8())
        return members;
    JsonTokeniser tokens(document);
    const std::optional<JsonToken> open = tokens.next();
    if (!open || open->kind != JsonToken::Kind::ObjectOpen)
        return members;
    while (members.size() < mostMembers) {
        std::optional<JsonToken> key = tokens.next();
        if (key && key->kind == JsonToken::Kind::Comma)
            key = tokens.next();
        if (!key || key->kind != JsonToken::Kind::Key)
            break;
        const std::optional<JsonToken> colon = tokens.next();
        const std::optional<JsonToken> first = colon ? tokens.next() : std::nullopt;
        const std::optional<QByteArrayView> value = first ? wholeValue(tokens, *first) : std::nullopt;
        if (!value)
            break;
        const bool isText = first->kind == JsonToken::Kind::String;
        members.append({unquoted(key->text), isText ? unquoted(*value) : cellText(*value), isText});
    }
    return members;
}

} // namespace emberwatch
