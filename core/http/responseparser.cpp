// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/responseparser.h"

#include <algorithm>
#include <charconv>
#include <cstring>

using namespace Qt::StringLiterals;

namespace emberwatch::http {

namespace {

tl::unexpected<Error> broken(const QString &what)
{
    return failure(Error::Kind::Protocol, u"not an HTTP response: "_s + what);
}

QString limitText(QLatin1StringView what, qint64 limit)
{
    return what + u" of the response exceeds the limit of "_s + QString::number(limit) + u" bytes"_s;
}

bool isName(QByteArrayView name, QByteArrayView wanted)
{
    return name.compare(wanted, Qt::CaseInsensitive) == 0;
}

bool hasWord(QByteArrayView list, QByteArrayView word)
{
    for (qsizetype at = 0; at <= list.size();) {
        qsizetype comma = list.indexOf(',', at);
        if (comma < 0)
            comma = list.size();
        if (isName(list.sliced(at, comma - at).trimmed(), word))
            return true;
        at = comma + 1;
    }
    return false;
}

template <typename Number> bool readNumber(QByteArrayView text, Number &number, int base = 10)
{
    const std::from_chars_result result = std::from_chars(text.begin(), text.end(), number, base);
    return !text.isEmpty() && result.ec == std::errc() && result.ptr == text.end() && number >= 0;
}

bool hasNoBody(int status)
{
    return status == 204 || status == 304;
}

} // namespace

void ResponseParser::reset(Limits limits, BodySink sink)
{
    m_limits = limits;
    m_sink = std::move(sink);
    m_headBytes = m_bodyBytes = 0;
    m_surplus = 0;
    m_hasBegun = false;
    m_line.clear();
    m_body = {};
    beginHead();
}

void ResponseParser::beginHead()
{
    m_state = State::StatusLine;
    m_head = {};
    m_left = 0;
    m_isChunked = m_isVersion10 = false;
    m_keepsAlive = true;
}

bool ResponseParser::isReadingLines() const
{
    return m_state != State::SizedBody && m_state != State::ChunkData && m_state != State::EndlessBody;
}

Result<void> ResponseParser::feed(QByteArrayView bytes)
{
    m_hasBegun = m_hasBegun || !bytes.isEmpty();
    while (!bytes.isEmpty()) {
        if (m_state == State::Done) {
            m_surplus += bytes.size();
            return {};
        }
        const Result<qsizetype> taken = isReadingLines() ? feedLine(bytes) : feedBody(bytes);
        if (!taken)
            return tl::make_unexpected(taken.error());
        bytes = bytes.sliced(*taken);
    }
    return {};
}

Result<qsizetype> ResponseParser::feedLine(QByteArrayView bytes)
{
    const auto size = static_cast<size_t>(bytes.size());
    const auto *lineEnd = static_cast<const char *>(std::memchr(bytes.data(), '\n', size));
    const qsizetype taken = lineEnd ? lineEnd - bytes.data() + 1 : bytes.size();
    m_headBytes += taken;
    if (m_headBytes > m_limits.head)
        return failure(Error::Kind::Protocol, limitText("the head"_L1, m_limits.head));
    m_line.append(bytes.first(taken));
    if (!lineEnd)
        return taken;
    m_line.chop(m_line.endsWith("\r\n") ? 2 : 1);
    const QByteArray line = std::exchange(m_line, {});
    const Result<void> result = takeLine(line);
    if (!result)
        return tl::make_unexpected(result.error());
    return taken;
}

Result<void> ResponseParser::takeLine(QByteArrayView line)
{
    switch (m_state) {
    case State::StatusLine:
        return takeStatusLine(line);
    case State::Headers:
        return line.isEmpty() ? headersEnded() : takeHeader(line);
    case State::ChunkSize:
        return takeChunkSize(line);
    case State::ChunkEnd:
        if (!line.isEmpty())
            return broken(u"a chunk is longer than it said"_s);
        m_headBytes = 0; // the limit is for one head; each chunk has a line
        m_state = State::ChunkSize;
        return {};
    default: // the trailer: nothing in it concerns us
        if (line.isEmpty())
            m_state = State::Done;
        return {};
    }
}

Result<void> ResponseParser::takeStatusLine(QByteArrayView line)
{
    if (line.size() < 12 || !line.startsWith("HTTP/1.") || line[8] != ' ')
        return broken(QString::fromLatin1(line.first(qMin<qsizetype>(line.size(), 60))));
    m_isVersion10 = line[7] == '0';
    m_keepsAlive = !m_isVersion10;
    if (!readNumber(line.sliced(9, 3), m_head.status) || m_head.status < 100)
        return broken(u"no status code"_s);
    m_state = State::Headers;
    return {};
}

Result<void> ResponseParser::takeHeader(QByteArrayView line)
{
    const qsizetype colon = line.indexOf(':');
    if (colon <= 0)
        return broken(u"a header line without a colon"_s);
    const QByteArrayView name = line.first(colon);
    const QByteArrayView value = line.sliced(colon + 1).trimmed();
    if (isName(name, "Content-Length"))
        return takeLength(value);
    if (isName(name, "Transfer-Encoding")) {
        if (!isName(value, "chunked"))
            return broken(u"an unknown transfer coding"_s);
        m_isChunked = true;
    } else if (isName(name, "Content-Encoding") && !isName(value, "identity")) {
        return broken(u"a compressed body that was not asked for"_s);
    } else if (isName(name, "Content-Type")) {
        m_head.contentType = value.toByteArray().split(';').constFirst().trimmed().toLower();
    } else if (isName(name, "Location")) {
        m_head.location = value.toByteArray();
    } else if (isName(name, "Connection")) {
        m_keepsAlive = m_isVersion10 ? hasWord(value, "keep-alive") : !hasWord(value, "close");
    }
    return {};
}

Result<void> ResponseParser::takeLength(QByteArrayView value)
{
    qint64 length = 0;
    if (!readNumber(value, length) || (m_head.contentLength && *m_head.contentLength != length))
        return broken(u"an unusable Content-Length"_s);
    m_head.contentLength = length;
    return {};
}

Result<void> ResponseParser::headersEnded()
{
    if (m_head.status < 200) {
        if (m_head.status == 101)
            return broken(u"another protocol"_s);
        beginHead();
        return {};
    }
    if (hasNoBody(m_head.status)) {
        m_state = State::Done;
        return {};
    }
    if (m_isChunked) {
        m_keepsAlive = m_keepsAlive && !m_head.contentLength; // a smuggled answer could follow
        m_state = State::ChunkSize;
        m_headBytes = 0;
        return {};
    }
    if (!m_head.contentLength) {
        m_keepsAlive = false;
        m_state = State::EndlessBody;
        return {};
    }
    m_left = *m_head.contentLength;
    if (m_left > m_limits.body)
        return failure(Error::Kind::Protocol, limitText("the body"_L1, m_limits.body));
    if (!m_sink)
        m_body.reserve(static_cast<qsizetype>(qMin<qint64>(m_left, 1 << 20))); // no allocation ahead of data
    m_state = m_left == 0 ? State::Done : State::SizedBody;
    return {};
}

Result<void> ResponseParser::takeChunkSize(QByteArrayView line)
{
    const qsizetype extension = line.indexOf(';');
    const QByteArrayView size = (extension < 0 ? line : line.first(extension)).trimmed();
    if (!readNumber(size, m_left, 16))
        return broken(u"an unusable chunk size"_s);
    m_state = m_left == 0 ? State::Trailer : State::ChunkData;
    return {};
}

Result<qsizetype> ResponseParser::feedBody(QByteArrayView bytes)
{
    const bool isEndless = m_state == State::EndlessBody;
    const qsizetype taken
        = isEndless ? bytes.size() : static_cast<qsizetype>(std::min<qint64>(m_left, bytes.size()));
    const Result<void> result = takeBody(bytes.first(taken));
    if (!result)
        return tl::make_unexpected(result.error());
    if (isEndless)
        return taken;
    m_left -= taken;
    if (m_left == 0)
        m_state = m_state == State::ChunkData ? State::ChunkEnd : State::Done;
    return taken;
}

Result<void> ResponseParser::takeBody(QByteArrayView piece)
{
    m_bodyBytes += piece.size();
    if (m_bodyBytes > m_limits.body)
        return failure(Error::Kind::Protocol, limitText("the body"_L1, m_limits.body));
    if (m_sink && m_head.status < 300)
        return m_sink(piece);
    m_body.append(piece);
    return {};
}

Result<void> ResponseParser::endOfStream()
{
    if (m_state == State::EndlessBody)
        m_state = State::Done;
    if (m_state == State::Done)
        return {};
    return failure(Error::Kind::Network,
        m_hasBegun ? u"the connection ended in the middle of the response"_s
                   : u"the connection ended without a response"_s);
}

} // namespace emberwatch::http
