// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/serverlink.h"

#include "core/redis/replyerror.h"

namespace emberwatch::cli {

using namespace Qt::StringLiterals;
using redis::Connection;
using redis::Reply;

ServerLink::ServerLink(const redis::ConnectionOptions &options, QObject *parent)
    : QObject(parent)
    , m_connection(options)
{
    const bool isTls = options.transport == redis::ConnectionOptions::Transport::Tls;
    connect(&m_connection, &Connection::connected, this,
        [this, isTls] { m_stage = isTls ? ConnectStage::Encrypting : ConnectStage::SigningIn; });
    connect(&m_connection, &Connection::encrypted, this, [this] { m_stage = ConnectStage::SigningIn; });
    connect(&m_connection, &Connection::ready, this, &ServerLink::readClock);
    connect(&m_connection, &Connection::closed, this, &ServerLink::giveUp);
}

void ServerLink::open()
{
    m_connection.open();
}

void ServerLink::readClock()
{
    const redis::Commands time{"TIME"};
    m_connection.send(time, this, [this](const Result<Reply> &reply) { takeClock(reply); });
}

void ServerLink::takeClock(const Result<Reply> &reply)
{
    if (!reply)
        return giveUp(reply.error());
    const Result<Reply::View> time = redis::checked(reply->root().at(0));
    if (!time)
        return giveUp(time.error());
    m_clock = ServerClock::fromReply(*time);
    if (!m_clock)
        return giveUp({Error::Kind::Protocol, u"TIME answered something else than a time"_s});
    m_isDecided = true;
    Q_EMIT ready();
}

void ServerLink::giveUp(const Error &why)
{
    if (std::exchange(m_isDecided, true))
        return;
    Q_EMIT failed(explainTrouble(why, m_connection.options(), m_stage), exitCodeFor(why.kind));
}

} // namespace emberwatch::cli
