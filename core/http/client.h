// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/connection.h"
#include "core/http/endpoint.h"
#include "core/http/message.h"

#include <QCoroTask>
#include <QList>
#include <QObject>

#include <functional>
#include <memory>

namespace emberwatch::http {

struct ClientOptions
{
    int mostConnections = 8; ///< open at once, for requests that change nothing
    int mostActions = 4; ///< beside them, for the others
    qsizetype mostWaiting = 200'000;
    Connection::Limits limits;
    /// Sent with every request: what a proxy in front of the server asks for.
    QList<Header> headers;
};

/// HTTP/1.1 to one server: a few connections that are kept alive, each with one request at a time; the others
/// wait their turn.
///
/// - No redirects, cookies, proxies or compression, and the address that the check let through is the one
///   that is connected to.
/// - What changes something (any method but GET and HEAD) goes over a fresh connection, ahead of all that
///   waits, and is never sent twice: the outcome tells whether it left. A GET that finds its kept-alive
///   connection closed is sent once more.
/// - While nothing can be connected, whatever waits fails at once: a dead server keeps nobody waiting.
///
/// QNetworkAccessManager was measured first: a fifth of the requests per second, and it silently sends a POST
/// again when the server closes the connection, which queues a prompt twice.
///
/// Lives in the thread of its event loop.
class Client : public QObject
{
    Q_OBJECT
public:
    using Handler = std::function<void(Outcome)>;

    Client(Endpoint endpoint, AddressCheck check, ClientOptions options = {}, QObject *parent = nullptr);
    /// Requests under way end with Cancelled.
    ~Client() override;

    /// `handler` is called once, in this thread, never from inside send(); not at all once `context` is gone.
    void send(Request request, QObject *context, Handler handler);
    /// The same as a coroutine.
    [[nodiscard]] QCoro::Task<Outcome> fetch(Request request);

    [[nodiscard]] const Endpoint &endpoint() const;
    /// Requests that have been sent off since it exists, for figures and tests.
    [[nodiscard]] qint64 requestsSent() const;
    [[nodiscard]] int openConnections() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace emberwatch::http
