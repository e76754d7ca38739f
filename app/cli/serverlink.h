// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/exitcode.h"
#include "app/cli/serverclock.h"
#include "core/diagnosis/connectiontrouble.h"
#include "core/redis/connection.h"

#include <QObject>

#include <optional>

namespace emberwatch::cli {

/// One connection that is either ready, with the server's clock read, or a failure in words.
class ServerLink : public QObject
{
    Q_OBJECT
public:
    explicit ServerLink(const redis::ConnectionOptions &options, QObject *parent = nullptr);

    void open();
    [[nodiscard]] redis::Connection *connection() { return &m_connection; }
    /// From ready() on.
    [[nodiscard]] Timestamp serverNow() const { return m_clock->now(); }

Q_SIGNALS:
    void ready();
    /// Once, and only instead of ready().
    void failed(const emberwatch::ConnectionTrouble &trouble, emberwatch::cli::ExitCode code);

private:
    void readClock();
    void takeClock(const Result<redis::Reply> &reply);
    void giveUp(const Error &why);

    redis::Connection m_connection;
    ConnectStage m_stage = ConnectStage::Reaching;
    std::optional<ServerClock> m_clock;
    bool m_isDecided = false;
};

} // namespace emberwatch::cli
