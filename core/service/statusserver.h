// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/service/listenaddress.h"
#include "core/service/statusconnection.h"

#include <QHash>
#include <QObject>
#include <QTcpServer>

#include <chrono>
#include <functional>

namespace emberwatch {

struct StatusServerOptions
{
    std::chrono::milliseconds patience{5'000}; ///< for a request and its answer
    int mostVisitors = 32; ///< at once; who comes then is turned away
};

/// Pages that a service shows of itself to this machine: GET alone, made when they are asked for.
class StatusServer : public QObject
{
    Q_OBJECT
public:
    using Maker = std::function<StatusPage()>;

    explicit StatusServer(StatusServerOptions options = {}, QObject *parent = nullptr);

    /// @param path  "/metrics"
    void addPage(const QByteArray &path, const Maker &maker);
    /// Errors: Network, with the reason.
    [[nodiscard]] Result<void> listen(const ListenAddress &address);
    [[nodiscard]] quint16 port() const { return m_server.serverPort(); }

private:
    void welcome();
    [[nodiscard]] StatusPage page(const QByteArray &path) const;

    StatusServerOptions m_options;
    QHash<QByteArray, Maker> m_pages;
    QTcpServer m_server;
    int m_visitors = 0;
};

} // namespace emberwatch
