// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <functional>

class QTcpSocket;

namespace emberwatch {

/// What is answered to a request.
struct StatusPage
{
    int status = 200;
    QByteArray contentType = "text/plain; charset=utf-8";
    QByteArray body;
};

/// One visitor: reads one GET request, bounded in size and time, answers it and closes.
class StatusConnection : public QObject
{
    Q_OBJECT
public:
    /// The page at a path ("/healthz"), without the query; called once at most.
    using Pages = std::function<StatusPage(const QByteArray &path)>;

    /// Takes the socket, and deletes itself at the end.
    StatusConnection(QTcpSocket *socket, Pages pages, std::chrono::milliseconds patience, QObject *parent);

private:
    void read();
    void answer(const StatusPage &page);
    [[nodiscard]] StatusPage pageFor(const QByteArray &requestLine) const;

    QTcpSocket *m_socket;
    Pages m_pages;
    QByteArray m_request;
    QTimer m_patience;
    bool m_isAnswered = false;
};

} // namespace emberwatch
