// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/http/message.h"

#include <QByteArray>
#include <QByteArrayView>

namespace emberwatch::http {

/// Reads one HTTP/1.1 response as its bytes come, in pieces of any size.
///
/// Knows Content-Length, chunked, and bodies that end with the connection; skips 1xx answers. What it cannot
/// be sure about (two lengths, an unknown transfer coding, a compressed body, a header over the limit) is a
/// Protocol error: a guess could take one answer for another. Source: RFC 9112.
class ResponseParser
{
public:
    struct Limits
    {
        qint64 head = 64 << 10; ///< status line and headers, and the trailer
        qint64 body = 32LL << 20;
    };

    /// Begins a response.
    void reset(Limits limits, BodySink sink);

    /// Takes the bytes. After an error the parser is of no use until reset().
    [[nodiscard]] Result<void> feed(QByteArrayView bytes);
    /// The connection has ended. Error Network where it ended in the middle.
    [[nodiscard]] Result<void> endOfStream();

    [[nodiscard]] bool isDone() const { return m_state == State::Done; }
    /// At least one byte of the response has come.
    [[nodiscard]] bool hasBegun() const { return m_hasBegun; }
    /// The connection can serve the next request. Of a response that is done.
    [[nodiscard]] bool keepsAlive() const { return m_keepsAlive && m_surplus == 0; }
    [[nodiscard]] Reply take() { return {std::move(m_head), std::move(m_body)}; }

private:
    enum class State : quint8
    {
        StatusLine,
        Headers,
        SizedBody,
        ChunkSize,
        ChunkData,
        ChunkEnd,
        Trailer,
        EndlessBody,
        Done
    };

    [[nodiscard]] bool isReadingLines() const;
    [[nodiscard]] Result<qsizetype> feedLine(QByteArrayView bytes);
    [[nodiscard]] Result<qsizetype> feedBody(QByteArrayView bytes);
    [[nodiscard]] Result<void> takeLine(QByteArrayView line);
    [[nodiscard]] Result<void> takeStatusLine(QByteArrayView line);
    [[nodiscard]] Result<void> takeHeader(QByteArrayView line);
    [[nodiscard]] Result<void> takeLength(QByteArrayView value);
    [[nodiscard]] Result<void> takeChunkSize(QByteArrayView line);
    [[nodiscard]] Result<void> headersEnded();
    [[nodiscard]] Result<void> takeBody(QByteArrayView piece);
    void beginHead();

    Limits m_limits;
    BodySink m_sink;
    State m_state = State::Done;
    QByteArray m_line; ///< the part of a line that has come
    qint64 m_headBytes = 0;
    qint64 m_bodyBytes = 0;
    qint64 m_left = 0; ///< of the body or the chunk
    qsizetype m_surplus = 0;
    bool m_hasBegun = false;
    bool m_isChunked = false;
    bool m_isVersion10 = false;
    bool m_keepsAlive = false;
    ReplyHead m_head;
    QByteArray m_body;
};

} // namespace emberwatch::http
