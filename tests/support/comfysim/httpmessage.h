// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>

#include <chrono>
#include <optional>

namespace emberwatch::comfysim {

struct HttpRequest
{
    QByteArray method;
    QByteArray path; ///< decoded, without the query
    QHash<QByteArray, QByteArray> query; ///< decoded
    QHash<QByteArray, QByteArray> headers; ///< names in lower case
    QByteArray body;
    bool isHttp10 = false;

    [[nodiscard]] QByteArray header(const QByteArray &name) const { return headers.value(name); }
    [[nodiscard]] bool wantsWebSocket() const;
    [[nodiscard]] bool keepsAlive() const;
    /// A query item; nullopt: not there.
    [[nodiscard]] std::optional<QByteArray> item(const QByteArray &name) const;
};

struct HttpResponse
{
    enum class Cut
    {
        None,
        NoAnswer, ///< the connection is closed instead
        InBody, ///< and closed after half of the body
        Never ///< neither an answer nor an end
    };

    int status = 200;
    QByteArray contentType = "application/json; charset=utf-8";
    QByteArray body;
    QList<std::pair<QByteArray, QByteArray>> headers; ///< beside type and length
    std::chrono::milliseconds delay{0}; ///< before it is sent
    Cut cut = Cut::None;

    [[nodiscard]] static HttpResponse ofJson(const QByteArray &body, int status = 200);
    [[nodiscard]] static HttpResponse ofText(int status, const QByteArray &text);
    /// 200 without a body.
    [[nodiscard]] static HttpResponse empty();
    /// 500 as aiohttp answers when a handler raised.
    [[nodiscard]] static HttpResponse crash();
    [[nodiscard]] static HttpResponse notFound();

    /// The bytes on the wire.
    [[nodiscard]] QByteArray wire(bool keepsAlive) const;
};

/// Reads requests out of received bytes.
class HttpParser
{
public:
    enum class State
    {
        Incomplete,
        Complete,
        Broken,
        TooLarge
    };

    explicit HttpParser(qsizetype bodyLimit)
        : m_bodyLimit(bodyLimit)
    {
    }

    void setBodyLimit(qsizetype bodyLimit) { m_bodyLimit = bodyLimit; }
    void append(const QByteArray &bytes) { m_buffer += bytes; }
    /// Takes the next request out of the buffer if it is complete.
    State next(HttpRequest &request);
    /// The head of the request that next() returned last is to be read by another.
    [[nodiscard]] QByteArray takeBackWithRest();
    /// The client waits for "100 Continue" before it sends the body. True once.
    [[nodiscard]] bool takeExpectation();

private:
    State readHead(HttpRequest &request, qsizetype end);
    State readBody(HttpRequest &request);
    State readChunks(HttpRequest &request);

    qsizetype m_bodyLimit;
    QByteArray m_buffer;
    qsizetype m_begin = 0; ///< of the current request in the buffer
    qsizetype m_bodyBegin = -1; ///< -1: the head is not read yet
    qsizetype m_lastBegin = 0;
    HttpRequest m_request;
    bool m_expects = false;
};

} // namespace emberwatch::comfysim
