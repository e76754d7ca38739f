// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/endpoint.h"
#include "core/http/message.h"
#include "core/http/responseparser.h"

#include <QHostAddress>
#include <QList>
#include <QObject>
#include <QTimer>

#include <chrono>

class QAbstractSocket;
class QSslError;
class QSslSocket;

namespace emberwatch::http {

/// One socket: connects once, then serves one exchange after the other until either side closes it.
///
/// With TLS the chain and the host's name are verified before anything is sent; there is no way around it.
/// Nothing is ever sent twice. Delete it by deleteLater() from inside its signals.
class Connection : public QObject
{
    Q_OBJECT
public:
    struct Limits
    {
        std::chrono::milliseconds connect{5'000}; ///< for all addresses together, TLS included
        std::chrono::milliseconds idle{15'000}; ///< an unused connection is closed after this
        qint64 head = 64 << 10;
    };

    Connection(Endpoint endpoint, Limits limits, QObject *parent = nullptr);

    /// Tries the addresses in their order.
    void open(const QList<QHostAddress> &addresses);
    /// Sends the bytes of `request`. Only while isIdle().
    void exchange(const Request &request, const QByteArray &bytes);

    [[nodiscard]] bool isIdle() const { return m_state == State::Idle; }
    [[nodiscard]] bool isClosed() const { return m_state == State::Closed; }
    /// It served an exchange before the last one: the other side may have closed it meanwhile.
    [[nodiscard]] bool wasReused() const { return m_exchanges > 1; }

Q_SIGNALS:
    void ready();
    /// It could not be connected, or was closed while idle. Its last signal.
    void closed(const emberwatch::Error &why);
    /// The exchange is over. Then it is either idle or closed.
    void answered(const emberwatch::http::Outcome &outcome);

private:
    enum class State : quint8
    {
        New,
        Connecting,
        Idle,
        Busy,
        Closed
    };

    void tryNextAddress();
    void connectPlain(const QHostAddress &address);
    void connectTls(const QHostAddress &address);
    void useSocket(QAbstractSocket *socket);
    void dropSocket();
    void onUsable();
    void onReadyRead();
    void onError();
    void onDisconnected();
    void onTimeout();
    void finish(Result<Reply> reply);
    void close(const Error &why);
    [[nodiscard]] Error socketError() const;

    Endpoint m_endpoint;
    Limits m_limits;
    QList<QHostAddress> m_addresses;
    QAbstractSocket *m_socket = nullptr;
    QString m_certificateProblem;
    State m_state = State::New;
    int m_exchanges = 0;
    ResponseParser m_parser;
    std::chrono::milliseconds m_timeout{0};
    QTimer m_timer;
};

} // namespace emberwatch::http
