// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/answer.h"
#include "core/base/backoff.h"
#include "core/redis/connection.h"
#include "core/redis/handshake.h"
#include "core/redis/pendingbatches.h"
#include "core/redis/pulse.h"
#include "core/redis/replyintake.h"
#include "core/redis/transport.h"

#include <QTimer>

#include <memory>
#include <optional>
#include <vector>

namespace emberwatch::redis {

/// The works of a Connection: its states, what is under way, and where each reply goes.
///
/// Whatever calls out (a handler, a sink, a signal) may delete the Connection, close it or open it again:
/// behind such a call a QPointer and the number of the attempt tell whether one still stands on firm ground.
class Connection::Private
{
public:
    Private(Connection *connection, ConnectionOptions o);
    ~Private();

    void setReconnect(bool on);
    void open();
    void close();
    void send(const Commands &commands, PendingBatch batch);
    void sendPush(const Commands &commands);
    void addWaiter(std::shared_ptr<Answer<Result<void>>> waiter, std::chrono::milliseconds limit);

    const ConnectionOptions options;
    State state = State::Closed;
    ServerFacts facts;
    Traffic traffic;
    std::shared_ptr<const PushSink> sink; ///< shared with the call in progress, in which it may be replaced
    QString peer;
    std::optional<int> certificateDaysLeft;
    std::unique_ptr<Transport> transport;

private:
    using Moment = PendingBatch::Moment;
    using Waiter = std::shared_ptr<Answer<Result<void>>>;
    enum class Receiver
    {
        Batch,
        Sink,
        Nobody
    };

    void connectToServer();
    void onConnected();
    void onUsable();
    void onSignedIn(const Result<Reply> &replies);
    void onTick();
    void checkHealth(Moment now);
    void ping(Moment now);
    void write(const Commands &commands);
    void flush();
    void onReadyRead();
    void consume();
    bool takeReply();
    [[nodiscard]] Receiver receiver() const;
    void onReply(Moment now);
    void leaveReplica(Moment now);
    void onMessage();
    void toSink(Reply message);
    void onUnexpected(const Reply &message);
    void onTransportFailed(const Error &why);
    [[nodiscard]] Error signInError(const Error &why) const;
    void fail(const Error &why);
    void planRetry(const Error &why);
    void answerWaiters(const Result<void> &result);
    void dropTransport();

    Connection *const q;
    bool m_reconnects = false;
    bool m_isWanted = false; ///< between open() and close()
    int m_attempt = 0; ///< tells what belongs to a connection that is gone
    Error m_lastError;
    Backoff m_backoff;
    std::chrono::milliseconds m_retryDelay{0};
    QTimer m_retryTimer; ///< a child of q, to change thread with it; so is m_tick
    QTimer m_tick;
    Moment m_lastTick;
    Moment m_attemptDeadline;
    Moment m_readySince;
    std::vector<Waiter> m_waiters;

    std::optional<Handshake> m_handshake;
    QString m_firstRefusal; ///< an error reply that came before the handshake was over
    PendingBatches m_pending;
    QByteArray m_out;
    bool m_isFlushPlanned = false;

    ReplyIntake m_intake;
    Receiver m_receiver = Receiver::Nobody; ///< of the reply under way
    bool m_isMidReply = false;
    Reply m_message; ///< what is not for the oldest batch, or perhaps not

    Pulse m_pulse;
};

} // namespace emberwatch::redis
