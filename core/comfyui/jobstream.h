// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/backoff.h"
#include "core/base/error.h"
#include "core/base/strongid.h"
#include "core/comfyui/deafnesswatch.h"
#include "core/comfyui/serveraddress.h"
#include "core/comfyui/streammessage.h"
#include "core/http/message.h"
#include "core/http/resolver.h"

#include <QHash>
#include <QHostAddress>
#include <QList>
#include <QObject>
#include <QSet>
#include <QTimer>

#include <chrono>
#include <deque>
#include <memory>
#include <optional>

class QWebSocket;

namespace emberwatch::comfyui {

struct StreamOptions
{
    QString caFile;
    QList<http::Header> headers; ///< the same as of the HTTP requests
    std::chrono::milliseconds connectTimeout{10'000};
    std::chrono::milliseconds pingEvery{25'000}; ///< two lost pongs end the connection
    std::chrono::milliseconds deafAfter{5'000};
    std::chrono::milliseconds closeTimeout{3'000};
    /// After the old connection is closed, until the new one: the server must have let go of it.
    std::chrono::milliseconds settle{200};
    std::chrono::milliseconds firstRetry{1'000};
    std::chrono::milliseconds lastRetry{30'000};
    /// After a connection that a fault replaced, one planned closing and connecting anew: what the server
    /// still holds of the old one deafens the new one when it dies.
    std::chrono::milliseconds refreshAfterFault{180'000};
    std::chrono::milliseconds overloadPause{30'000};
    std::chrono::milliseconds holdUnknown{5'000}; ///< messages of prompts that nobody watches yet
    int mostMessagesPerSecond = 1'000;
    quint64 mostMessageBytes = 32ULL << 20;
};

enum class StreamState : quint8
{
    Closed, ///< as asked for
    Connecting,
    Live,
    Waiting, ///< for the next attempt; poll meanwhile
    Deaf, ///< open and mute: being replaced
    Overloaded, ///< too many messages: closed for a while, poll meanwhile
};

/// The stream of one client id of one server: one socket at a time, never two. The server sends a job's
/// messages only to the socket with the job's client id, and two sockets with one id deafen each other; so
/// the old one is closed, its end is waited for, and only then the next one is opened. There must be no
/// second JobStream for the same server and client id anywhere, and none with the id of a job whose producer
/// may live.
///
/// A stream is a hint: polling goes on beside it, and tells it what it saw (serverMoved), so that a deaf
/// socket is found and replaced. Only messages of watched prompts come through; those of others are kept for
/// a few seconds, because they can overtake the answer that names the prompt. Delete it by deleteLater() from
/// inside its signals.
class JobStream : public QObject
{
    Q_OBJECT
public:
    /// @param check  of the allow-list
    JobStream(ServerAddress server, http::AddressCheck check, QString clientId, StreamOptions options = {},
        QObject *parent = nullptr);
    ~JobStream() override;

    void open();
    void close();
    [[nodiscard]] StreamState state() const { return m_state; }
    [[nodiscard]] const QString &clientId() const { return m_clientId; }

    void watch(const PromptId &id);
    void unwatch(const PromptId &id);
    /// Which watched prompt runs, by the queue: what the server says right after connecting has no prompt id.
    void setRunning(const std::optional<PromptId> &id);

    /// Polling saw a change that the stream should have announced: a job began or ended, the queue's length.
    /// @param previousLook  when it looked before, on the steady clock
    void serverMoved(std::chrono::steady_clock::time_point previousLook);

Q_SIGNALS:
    /// Of a watched prompt, in the server's order.
    void messageReceived(const emberwatch::comfyui::StreamMessage &message);
    /// For all: how many prompts the server has left.
    void queueCountChanged(int remaining);
    /// @param why  the code or error that ended it, where something did
    void stateChanged(emberwatch::comfyui::StreamState state, const QString &why);

private:
    /// What comes once the socket is closed.
    enum class Afterwards : quint8
    {
        Stay,
        ReconnectNow,
        ReconnectLater,
        PauseOverload
    };

    void setState(StreamState state, const QString &why = {});
    void resolve();
    void onResolved(const Result<QList<QHostAddress>> &addresses);
    void connectSocket(const QHostAddress &address);
    void onConnected();
    void onSocketClosed();
    void endSocket(Afterwards afterwards);
    void forceEnd();
    void goOn();
    void scheduleRetry(std::chrono::milliseconds delay);
    void onConnectTimeout();
    void onPingTimer();
    void onDeafTimer();
    void onText(const QString &text);
    void onBinary(const QByteArray &data);
    [[nodiscard]] bool countMessage();
    void take(const StreamMessage &message);
    void takeWithoutPrompt(ExecutingMessage message);
    void hold(const StreamMessage &message);
    void dropOldHeld();
    [[nodiscard]] QString closeText() const;

    struct Held
    {
        std::chrono::steady_clock::time_point at;
        StreamMessage message;
    };

    ServerAddress m_server;
    http::AddressCheck m_check;
    QString m_clientId;
    StreamOptions m_options;
    StreamState m_state = StreamState::Closed;
    bool m_isWanted = false;
    bool m_wasConnected = false; ///< the present socket
    bool m_needsRefresh = false; ///< the connection before broke
    Afterwards m_afterwards = Afterwards::ReconnectLater;
    std::unique_ptr<QWebSocket> m_socket;
    http::Resolver m_resolver;
    QList<QHostAddress> m_addresses;
    Backoff m_backoff;
    DeafnessWatch m_deafness;
    StreamReader m_reader;
    QSet<PromptId> m_watched;
    std::optional<PromptId> m_running;
    std::optional<ExecutingMessage> m_withoutPrompt;
    std::deque<Held> m_held;
    std::chrono::steady_clock::time_point m_secondBegan;
    int m_messagesInSecond = 0;
    int m_unansweredPings = 0;
    QTimer m_retryTimer;
    QTimer m_connectTimer; ///< also guards closing
    QTimer m_pingTimer;
    QTimer m_deafTimer;
    QTimer m_refreshTimer;
};

} // namespace emberwatch::comfyui
