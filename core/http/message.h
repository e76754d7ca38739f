// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

#include <chrono>
#include <functional>
#include <optional>

namespace emberwatch::http {

/// A header that is sent. Its value may be a credential, so it never reaches a log.
struct Header
{
    QByteArray name;
    Secret value;
    bool operator==(const Header &) const = default;
};

/// The status line and what of the headers anyone here asks for.
struct ReplyHead
{
    int status = 0;
    QByteArray contentType; ///< lower case, without parameters
    QByteArray location;
    std::optional<qint64> contentLength;
    bool operator==(const ReplyHead &) const = default;
};

struct Reply
{
    ReplyHead head;
    QByteArray body; ///< empty where a sink took it
};

/// Takes a body piece by piece; an error ends the exchange with it. The view is valid during the call only.
using BodySink = std::function<Result<void>(QByteArrayView)>;

struct Request
{
    QByteArray method = "GET";
    QByteArray target; ///< path and query, percent-encoded
    QByteArray body;
    QByteArray contentType = "application/json"; ///< of `body`
    qint64 bodyLimit = 32LL << 20; ///< bytes of the reply's body
    /// From the moment it is sent off (or its connection begun) to the last byte; not the wait for a turn.
    std::chrono::milliseconds timeout{30'000};
    /// Gets the body of a 2xx reply instead of Reply::body. Bodies of other replies are always collected.
    BodySink sink;
};

/// How an exchange went.
struct Outcome
{
    Result<Reply> reply = failure(Error::Kind::Network, {});
    /// Bytes of the request have left: without a reply, whether it was carried out is unknown.
    bool wasSent = false;
};

/// Nothing was changed by asking it, so that asking again is harmless.
[[nodiscard]] bool isSafe(const Request &request);

/// The bytes of the request.
/// @param host  value of the Host header
/// @param headers  names and values were checked by isHeader()
[[nodiscard]] QByteArray encode(const Request &request, const QByteArray &host, const QList<Header> &headers);

/// Whether name and value may stand in a request: a token, and no control character that would begin another
/// header (RFC 9110, 5.5).
[[nodiscard]] bool isHeader(const Header &header);

} // namespace emberwatch::http
