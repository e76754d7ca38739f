// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/redis/command.h"
#include "core/redis/connectionoptions.h"
#include "core/redis/reply.h"
#include "core/redis/serverfacts.h"

#include <QCoroTask>
#include <QObject>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace emberwatch::redis {

/// One connection to one server: bytes by a Qt socket, commands pipelined, replies in order.
///
/// After the socket (and TLS) stand it signs in (AUTH, SELECT), names itself, and asks ROLE, INFO server and
/// CLIENT ID in one round trip; then `ready`. A time-out, a protocol violation or a reply nobody asked for
/// closes it: every command under way ends with an error, and whether a write among them happened is unknown,
/// so nothing is ever sent again by itself. With setReconnect(true) it comes back by itself with back-off,
/// until close(); never after Auth or Tls errors, which ask for a person (reopen with open()).
///
/// PING every 5 s while nothing else was answered; no answer within 5 s closes it too (a frozen server, a cut
/// cable).
///
/// Not thread-safe: lives in the thread of its event loop.
class Connection : public QObject
{
    Q_OBJECT
public:
    enum class State
    {
        Closed,
        Connecting,
        SigningIn,
        Ready
    };
    Q_ENUM(State)
    using Handler = std::function<void(Result<Reply>)>;

    explicit Connection(ConnectionOptions options, QObject *parent = nullptr);
    ~Connection() override;

    void setReconnect(bool on);
    /// Starts connecting now, also out of a waiting back-off.
    void open();
    /// Ends it for good: commands under way end with Cancelled.
    void close();

    [[nodiscard]] State state() const;
    [[nodiscard]] bool isReady() const { return state() == State::Ready; }
    [[nodiscard]] const ConnectionOptions &options() const;
    [[nodiscard]] const ServerFacts &facts() const;
    /// Address the socket is connected to, for the operator ("10.0.4.12:6379"); empty before.
    [[nodiscard]] QString peer() const;
    /// Days until the server's certificate expires; nullopt without TLS.
    [[nodiscard]] std::optional<int> certificateDaysLeft() const;

    /// Sends a batch in one write. `handler` is called once, in this thread, never from inside send():
    /// with an array of commands.count() replies (elements may be Error replies), or with why there are none.
    /// It is not called once `context` is gone. Not ready: Error Network. More than 64 MiB waiting: Error
    /// Busy.
    void send(const Commands &commands, QObject *context, Handler handler);
    void send(const Commands &commands, QObject *context, std::chrono::milliseconds timeout, Handler handler);

    /// One command as a coroutine: the reply itself, an error reply turned into an Error.
    [[nodiscard]] QCoro::Task<Result<Reply>> call(Commands command);
    /// A batch as a coroutine: an array with each command's reply, error replies among them.
    [[nodiscard]] QCoro::Task<Result<Reply>> callAll(Commands commands);

    /// Waits until ready: the error is the last failed attempt's, Timeout after `limit`.
    [[nodiscard]] QCoro::Task<Result<void>> waitReady(std::chrono::milliseconds limit);

    /// Turns this into a subscriber: from the first call on, messages (message, pmessage, and the
    /// confirmations of subscribe and unsubscribe) go to `sink`, straight from the read buffer; the view is
    /// valid during the call only. Commands other than PING are then refused by the server (RESP2).
    using PushSink = std::function<void(Reply::View)>;
    void setPushSink(PushSink sink);
    /// Like send(), for commands whose confirmations come as messages (PSUBSCRIBE): nothing is waited for.
    void sendPush(const Commands &commands);

    /// What we cost: commands and bytes since the connection object exists; the last round trip.
    struct Traffic
    {
        qint64 commands = 0;
        qint64 bytesIn = 0;
        qint64 bytesOut = 0;
        std::chrono::microseconds lastRoundTrip{0};
        bool operator==(const Traffic &) const = default;
    };
    [[nodiscard]] const Traffic &traffic() const;

Q_SIGNALS:
    void ready();
    /// The connection ended or could not be made; everything under way has been answered with this error
    /// already.
    void closed(const emberwatch::Error &why);
    /// The next attempt comes by itself after `delay`.
    void retryScheduled(int attempt, std::chrono::milliseconds delay);
    /// The socket is connected, before TLS and signing in (for a step list).
    void connected();
    void encrypted();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace emberwatch::redis
