// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfysim/httpmessage.h"

#include <QDateTime>
#include <QLocale>

#include <utility>

using namespace Qt::StringLiterals;

namespace emberwatch::comfysim {

namespace {

QByteArray reasonOf(int status)
{
    static const QHash<int, QByteArray> reasons{{200, "OK"}, {206, "Partial Content"}, {302, "Found"},
        {400, "Bad Request"}, {401, "Unauthorized"}, {403, "Forbidden"}, {404, "Not Found"},
        {405, "Method Not Allowed"}, {413, "Request Entity Too Large"}, {416, "Range Not Satisfiable"},
        {500, "Internal Server Error"}, {502, "Bad Gateway"}, {503, "Service Unavailable"},
        {504, "Gateway Timeout"}};
    return reasons.value(status, "Unknown");
}

QByteArray decoded(QByteArray text)
{
    return QByteArray::fromPercentEncoding(text.replace('+', ' '));
}

QHash<QByteArray, QByteArray> parseQuery(const QByteArray &query)
{
    QHash<QByteArray, QByteArray> items;
    const QList<QByteArray> parts = query.split('&');
    for (const QByteArray &part : parts) {
        const qsizetype equals = part.indexOf('=');
        if (part.isEmpty())
            continue;
        const QByteArray name = decoded(equals < 0 ? part : part.left(equals));
        items.insert(name, equals < 0 ? QByteArray("") : decoded(part.mid(equals + 1)));
    }
    return items;
}

} // namespace

bool HttpRequest::wantsWebSocket() const
{
    return header("upgrade").toLower() == "websocket";
}

bool HttpRequest::keepsAlive() const
{
    const QByteArray connection = header("connection").toLower();
    return isHttp10 ? connection.contains("keep-alive") : !connection.contains("close");
}

std::optional<QByteArray> HttpRequest::item(const QByteArray &name) const
{
    const auto found = query.constFind(name);
    return found == query.cend() ? std::nullopt : std::optional(*found);
}

HttpResponse HttpResponse::ofJson(const QByteArray &body, int status)
{
    HttpResponse response;
    response.status = status;
    response.body = body;
    return response;
}

HttpResponse HttpResponse::ofText(int status, const QByteArray &text)
{
    HttpResponse response;
    response.status = status;
    response.contentType = "text/plain; charset=utf-8";
    response.body = text;
    return response;
}

HttpResponse HttpResponse::empty()
{
    HttpResponse response;
    response.contentType = "application/octet-stream";
    return response;
}

HttpResponse HttpResponse::crash()
{
    return ofText(500, "500 Internal Server Error\n\nServer got itself in trouble");
}

HttpResponse HttpResponse::notFound()
{
    return ofText(404, "404: Not Found");
}

QByteArray HttpResponse::wire(bool keepsAlive) const
{
    QByteArray head = "HTTP/1.1 " + QByteArray::number(status) + ' ' + reasonOf(status) + "\r\nContent-Type: "
        + contentType + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n";
    for (const auto &[name, value] : headers)
        head += name + ": " + value + "\r\n";
    if (!keepsAlive)
        head += "Connection: close\r\n";
    head += "Server: Python/3.12 aiohttp/3.11.8\r\n\r\n";
    return head + (cut == Cut::InBody ? body.left(body.size() / 2) : body);
}

HttpParser::State HttpParser::next(HttpRequest &request)
{
    if (m_bodyBegin < 0) {
        const qsizetype end = m_buffer.indexOf("\r\n\r\n", m_begin);
        if (end < 0) {
            constexpr qsizetype headLimit = 64 * 1024;
            m_buffer.remove(0, std::exchange(m_begin, 0));
            return m_buffer.size() > headLimit ? State::Broken : State::Incomplete;
        }
        m_request = {};
        const State state = readHead(m_request, end);
        if (state != State::Complete)
            return state;
        m_bodyBegin = end + 4;
        m_expects = m_request.header("expect").toLower() == "100-continue";
    }
    const State state = readBody(m_request);
    if (state != State::Complete)
        return state;
    m_bodyBegin = -1;
    request = std::move(m_request);
    return State::Complete;
}

HttpParser::State HttpParser::readHead(HttpRequest &request, qsizetype end)
{
    const QList<QByteArray> lines = m_buffer.mid(m_begin, end - m_begin).split('\n');
    const QList<QByteArray> words = lines.first().trimmed().split(' ');
    if (words.size() != 3 || !words.at(2).startsWith("HTTP/1."))
        return State::Broken;
    request.method = words.at(0);
    request.isHttp10 = words.at(2) == "HTTP/1.0";
    const qsizetype mark = words.at(1).indexOf('?');
    request.path = QByteArray::fromPercentEncoding(words.at(1).mid(0, mark));
    request.query = mark < 0 ? QHash<QByteArray, QByteArray>() : parseQuery(words.at(1).mid(mark + 1));
    for (const QByteArray &line : lines.mid(1)) {
        const qsizetype colon = line.indexOf(':');
        if (colon < 0)
            return State::Broken;
        request.headers.insert(line.left(colon).toLower(), line.mid(colon + 1).trimmed());
    }
    return State::Complete;
}

HttpParser::State HttpParser::readBody(HttpRequest &request)
{
    if (request.header("transfer-encoding").toLower() == "chunked")
        return readChunks(request);
    const qsizetype length = request.header("content-length").toLongLong();
    if (length > m_bodyLimit)
        return State::TooLarge;
    if (m_buffer.size() - m_bodyBegin < length)
        return State::Incomplete;
    request.body = m_buffer.mid(m_bodyBegin, length);
    m_lastBegin = std::exchange(m_begin, m_bodyBegin + length);
    return State::Complete;
}

HttpParser::State HttpParser::readChunks(HttpRequest &request)
{
    QByteArray body;
    for (qsizetype at = m_bodyBegin;;) {
        const qsizetype lineEnd = m_buffer.indexOf("\r\n", at);
        if (lineEnd < 0)
            return State::Incomplete;
        bool isNumber = false;
        const qsizetype size
            = m_buffer.mid(at, lineEnd - at).split(';').first().trimmed().toLongLong(&isNumber, 16);
        if (!isNumber || size < 0)
            return State::Broken;
        if (body.size() + size > m_bodyLimit)
            return State::TooLarge;
        if (m_buffer.size() < lineEnd + 2 + size + 2)
            return State::Incomplete;
        body += m_buffer.mid(lineEnd + 2, size);
        at = lineEnd + 2 + size + 2;
        if (size == 0) {
            request.body = body;
            m_lastBegin = std::exchange(m_begin, at);
            return State::Complete;
        }
    }
}

QByteArray HttpParser::takeBackWithRest()
{
    const QByteArray bytes = m_buffer.mid(m_lastBegin);
    m_buffer.clear();
    m_begin = 0;
    return bytes;
}

bool HttpParser::takeExpectation()
{
    return std::exchange(m_expects, false) && m_bodyBegin >= 0;
}

} // namespace emberwatch::comfysim
