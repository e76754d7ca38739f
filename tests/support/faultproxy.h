// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QThread>

#include <memory>

namespace emberwatch::test {

/// A TCP proxy on loopback that fails on demand. Works in a thread of its own, so that a test that blocks
/// does not stop the traffic.
class FaultProxy
{
public:
    explicit FaultProxy(quint16 target);
    ~FaultProxy();
    Q_DISABLE_COPY_MOVE(FaultProxy)

    [[nodiscard]] quint16 port() const { return m_port; }

    /// Lets everything through, what was held back too. What it begins with.
    void pass();
    /// Keeps connections open and lets nothing through, not even that one side closed: a cable that was cut.
    void hold();
    /// The same for each connection whose client says these words from now on, before they reach the server.
    void holdWhatSays(const QByteArray &words);
    /// Lets `bytes` more through from the server to each client and then closes the connection, so that a
    /// reply ends in its middle. New connections pass.
    void cutAfter(qint64 bytes);
    /// Lets no more than `bytes` through from the server every 50 ms: a slow line. Until pass().
    void trickle(qint64 bytes);
    /// Ends all connections and refuses new ones.
    void refuse();
    /// Ends all connections; new ones are served as before.
    void dropAll();

    /// Clients that are connected now.
    [[nodiscard]] int connections() const;

private:
    class Worker;
    QThread m_thread;
    Worker *m_worker = nullptr; ///< lives in m_thread and is deleted at its end
    quint16 m_port = 0;
};

} // namespace emberwatch::test
