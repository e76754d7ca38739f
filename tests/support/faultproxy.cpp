// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/faultproxy.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

#include <chrono>
#include <optional>
#include <vector>

namespace emberwatch::test {

namespace {

constexpr std::chrono::milliseconds trickleTime{50};

struct Pair
{
    QTcpSocket *client = nullptr;
    QTcpSocket *server = nullptr;
    std::optional<qint64> allowance; ///< bytes that still may go to the client
    bool isHeld = false; ///< it alone
    bool isRested = true; ///< on a slow line: nothing went to the client since the last tick
};

} // namespace

class FaultProxy::Worker : public QObject
{
public:
    explicit Worker(quint16 target)
        : m_target(target)
    {
        connect(&m_listener, &QTcpServer::newConnection, this, [this] { accept(); });
        m_trickleTimer.setInterval(trickleTime);
        connect(&m_trickleTimer, &QTimer::timeout, this, [this] { pumpAll(); });
    }

    quint16 listen(quint16 port)
    {
        m_listener.listen(QHostAddress::LocalHost, port);
        return m_listener.serverPort();
    }

    void stopListening() { m_listener.close(); }
    [[nodiscard]] bool isListening() const { return m_listener.isListening(); }

    void holdWhatSays(const QByteArray &words) { m_wordsToHold = words; }

    void setHolding(bool on)
    {
        m_isHolding = on;
        m_wordsToHold.clear();
        for (const auto &pair : m_pairs)
            pair->isHeld = false;
        setTrickle(std::nullopt);
        pumpAll();
    }

    void setTrickle(std::optional<qint64> bytes)
    {
        m_trickle = bytes;
        if (bytes)
            m_trickleTimer.start();
        else
            m_trickleTimer.stop();
    }

    void allow(qint64 bytes)
    {
        for (const auto &pair : m_pairs)
            pair->allowance = bytes;
    }

    void dropAll()
    {
        for (const auto &pair : std::exchange(m_pairs, {}))
            destroy(*pair);
    }

    [[nodiscard]] int connections() const { return static_cast<int>(m_pairs.size()); }

private:
    void accept()
    {
        while (QTcpSocket *client = m_listener.nextPendingConnection()) {
            auto pair = std::make_unique<Pair>();
            pair->client = client;
            pair->server = new QTcpSocket(this);
            Pair *const p = pair.get();
            for (QTcpSocket *socket : {pair->client, pair->server}) {
                socket->setReadBufferSize(1 << 20); // what is held back stays with its sender
                connect(socket, &QTcpSocket::readyRead, this, [this, p] { pump(p); });
                connect(socket, &QTcpSocket::connected, this, [this, p] { pump(p); });
                connect(socket, &QTcpSocket::disconnected, this, [this, p] { onClosed(p); });
                connect(socket, &QTcpSocket::errorOccurred, this, [this, p] { onClosed(p); });
            }
            m_pairs.push_back(std::move(pair));
            p->server->connectToHost(QHostAddress(QHostAddress::LocalHost), m_target);
        }
    }

    void pumpAll()
    {
        std::vector<Pair *> pairs; // pump() may take one out of m_pairs
        for (const auto &pair : m_pairs) {
            pair->isRested = true;
            pairs.push_back(pair.get());
        }
        for (Pair *pair : pairs)
            pump(pair);
    }

    /// What the server said, as much of it as may go through now.
    QByteArray takeAnswer(Pair *pair) const
    {
        if (!m_trickle)
            return pair->server->readAll();
        return std::exchange(pair->isRested, false) ? pair->server->read(*m_trickle) : QByteArray();
    }

    void holdIfItSaysSo(Pair *pair) const
    {
        if (!m_wordsToHold.isEmpty() && pair->client->peek(1 << 16).contains(m_wordsToHold))
            pair->isHeld = true;
    }

    void pump(Pair *pair)
    {
        holdIfItSaysSo(pair);
        if (m_isHolding || pair->isHeld)
            return;
        if (pair->server->state() == QAbstractSocket::ConnectedState)
            pair->server->write(pair->client->readAll());
        const QByteArray answer = takeAnswer(pair);
        if (pair->allowance && answer.size() > *pair->allowance) {
            pair->client->write(answer.first(*pair->allowance));
            pair->client->flush();
            return end(pair);
        }
        if (pair->allowance)
            *pair->allowance -= answer.size();
        pair->client->write(answer);
        const bool isOver = pair->server->state() == QAbstractSocket::UnconnectedState
            || pair->client->state() == QAbstractSocket::UnconnectedState;
        if (isOver)
            end(pair);
    }

    void onClosed(Pair *pair)
    {
        if (!m_isHolding && !pair->isHeld)
            pump(pair);
    }

    void end(Pair *pair)
    {
        std::erase_if(m_pairs, [pair](const auto &other) {
            if (other.get() != pair)
                return false;
            destroy(*pair);
            return true;
        });
    }

    static void destroy(Pair &pair)
    {
        for (QTcpSocket *socket : {pair.client, pair.server}) {
            socket->disconnect();
            socket->flush();
            socket->disconnectFromHost();
            socket->deleteLater();
        }
    }

    const quint16 m_target;
    QTcpServer m_listener{this};
    bool m_isHolding = false;
    QByteArray m_wordsToHold; ///< empty: none
    std::optional<qint64> m_trickle;
    QTimer m_trickleTimer{this};
    std::vector<std::unique_ptr<Pair>> m_pairs;
};

namespace {

/// Runs it in the thread of `worker` and waits for it.
template <typename Worker, typename Work> void in(Worker *worker, Work work)
{
    QMetaObject::invokeMethod(worker, work, Qt::BlockingQueuedConnection);
}

} // namespace

FaultProxy::FaultProxy(quint16 target)
    : m_worker(new Worker(target))
{
    m_worker->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread.start();
    in(m_worker, [this] { m_port = m_worker->listen(0); });
}

FaultProxy::~FaultProxy()
{
    in(m_worker, [this] { m_worker->dropAll(); });
    m_thread.quit();
    m_thread.wait();
}

void FaultProxy::pass()
{
    in(m_worker, [this] {
        if (!m_worker->isListening())
            m_worker->listen(m_port);
        m_worker->setHolding(false);
    });
}

void FaultProxy::hold()
{
    in(m_worker, [this] { m_worker->setHolding(true); });
}

void FaultProxy::holdWhatSays(const QByteArray &words)
{
    in(m_worker, [this, words] { m_worker->holdWhatSays(words); });
}

void FaultProxy::cutAfter(qint64 bytes)
{
    in(m_worker, [this, bytes] { m_worker->allow(bytes); });
}

void FaultProxy::trickle(qint64 bytes)
{
    in(m_worker, [this, bytes] { m_worker->setTrickle(bytes); });
}

void FaultProxy::refuse()
{
    in(m_worker, [this] {
        m_worker->stopListening();
        m_worker->dropAll();
    });
}

void FaultProxy::dropAll()
{
    in(m_worker, [this] { m_worker->dropAll(); });
}

int FaultProxy::connections() const
{
    int count = 0;
    in(m_worker, [this, &count] { count = m_worker->connections(); });
    return count;
}

} // namespace emberwatch::test
