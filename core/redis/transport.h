// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/redis/connectionoptions.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <optional>

class QAbstractSocket;
class QIODevice;
class QLocalSocket;
class QSslError;
class QSslSocket;
class QTcpSocket;

namespace emberwatch::redis {

/// The bytes of one connection: a TCP, TLS or local socket behind one face. Serves one attempt.
///
/// With TLS the chain and the host name are verified before usable(); there is no way around it.
class Transport : public QObject
{
    Q_OBJECT
public:
    explicit Transport(const ConnectionOptions &options, QObject *parent = nullptr);

    void connectToServer();
    void abort();

    /// Takes up to `size` bytes; 0 if none are there now. Once fewer come than asked for, readyRead() tells
    /// of more.
    qint64 read(char *data, qint64 size);
    void write(const QByteArray &data);
    [[nodiscard]] qint64 bytesToWrite() const;

    /// For a stream of small messages: reads at most once in a few milliseconds, so that each read takes
    /// many.
    void setGathering(bool on) { m_isGathering = on; }

    [[nodiscard]] QString peer() const;
    [[nodiscard]] std::optional<int> certificateDaysLeft() const;
    /// What is being waited for before usable(), for the message of a time-out.
    [[nodiscard]] QString waitingFor() const;

Q_SIGNALS:
    void connected();
    void encrypted();
    /// Bytes can go both ways now.
    void usable();
    void readyRead();
    /// It is over. Never emitted from inside a function of this class.
    void failed(const emberwatch::Error &why);

private:
    void useTcp(QTcpSocket *socket);
    void useTls(QSslSocket *socket);
    void useLocal(QLocalSocket *socket);
    void connectTls();
    void onTcpConnected();
    void onReadyRead();
    void noticeError(qint64 result);
    void onTcpError();
    void onLocalError();
    void fail(Error::Kind kind, const QString &what);

    ConnectionOptions m_options;
    QIODevice *m_device = nullptr; ///< one of the following, as what they share
    QAbstractSocket *m_tcp = nullptr;
    QSslSocket *m_tls = nullptr;
    QLocalSocket *m_local = nullptr;
    QString m_certificateProblem;
    bool m_isFailed = false;
    bool m_isGathering = false;
    std::chrono::steady_clock::time_point m_lastRead;
    QTimer m_gatherTimer;
};

} // namespace emberwatch::redis
