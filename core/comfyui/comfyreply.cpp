// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comfyui/comfyreply.h"

using namespace Qt::StringLiterals;

namespace emberwatch::comfyui {

namespace {

/// The beginning of a body for a message: one line, no control characters.
QString excerpt(const QByteArray &body)
{
    constexpr qsizetype most = 160;
    QString words = QString::fromUtf8(body.left(2 * most)).simplified();
    for (QChar &c : words) {
        if (!c.isPrint())
            c = QChar::ReplacementCharacter;
    }
    return words.size() > most ? QString(words.left(most) + u'…') : words;
}

Error::Kind kindOfStatus(int status)
{
    switch (status) {
    case 401:
    case 403:
        return Error::Kind::Auth;
    case 404:
        return Error::Kind::NotFound;
    case 502:
    case 503:
    case 504:
    case 524:
        return Error::Kind::Busy;
    default:
        return status >= 400 && status < 500 ? Error::Kind::Invalid : Error::Kind::Protocol;
    }
}

QString statusText(const http::Reply &reply)
{
    const QString status = QString::number(reply.head.status);
    if (reply.head.status >= 300 && reply.head.status < 400)
        return u"redirects are not followed ("_s + status + u" to "_s + excerpt(reply.head.location) + u")"_s;
    const QString body = excerpt(reply.body);
    return body.isEmpty() ? QString(u"status "_s + status) : QString(u"status "_s + status + u": "_s + body);
}

} // namespace

bool looksLikeJson(const http::Reply &reply)
{
    if (reply.head.contentType == "text/html")
        return false;
    const QByteArray start = reply.body.left(64).trimmed();
    return start.startsWith('{') || start.startsWith('[') || start.startsWith('"');
}

Result<QByteArray> bodyOf(const http::Outcome &outcome, const QString &request)
{
    if (!outcome.reply)
        return failure(outcome.reply.error().kind, request + u": "_s + outcome.reply.error().message);
    const http::Reply &reply = *outcome.reply;
    if (reply.head.status < 200 || reply.head.status > 299)
        return failure(kindOfStatus(reply.head.status), request + u": "_s + statusText(reply));
    return reply.body;
}

Result<QByteArray> jsonBodyOf(const http::Outcome &outcome, const QString &request)
{
    const Result<QByteArray> body = bodyOf(outcome, request);
    if (body && !looksLikeJson(*outcome.reply))
        return failure(Error::Kind::Protocol, request + u": not JSON: "_s + excerpt(*body));
    return body;
}

} // namespace emberwatch::comfyui
