// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diagnosis/keycount.h"

#include "core/jobs/jobkey.h"
#include "core/redis/connection.h"
#include "core/redis/replyerror.h"

namespace emberwatch {

using namespace Qt::StringLiterals;
using redis::Reply;

KeyCount::KeyCount(redis::Connection *connection, const QByteArray &prefix, QObject *parent)
    : QObject(parent)
    , m_connection(connection)
    , m_pattern(globEscaped(prefix) + '*')
{
}

void KeyCount::start(std::chrono::milliseconds budget, Done done)
{
    m_budget = budget;
    m_done = std::move(done);
    m_elapsed.start();
    scan("0");
}

void KeyCount::scan(const QByteArray &cursor)
{
    const redis::Commands command{"SCAN", cursor, "MATCH", m_pattern, "COUNT", "1000"};
    m_connection->send(command, this, [this](const Result<Reply> &reply) { takePage(reply); });
}

void KeyCount::takePage(const Result<Reply> &reply)
{
    if (!reply)
        return m_done(tl::make_unexpected(reply.error()));
    const Result<Reply::View> page = redis::checked(reply->root().at(0));
    if (!page)
        return m_done(tl::make_unexpected(page.error()));
    if (page->size() != 2)
        return m_done(failure(Error::Kind::Protocol, u"SCAN answered something else than cursor and keys"_s));
    m_outcome.keys += page->at(1).size();
    const QByteArray cursor = page->at(0).bytes().toByteArray();
    m_outcome.isComplete = cursor == "0";
    if (m_outcome.isComplete || m_elapsed.hasExpired(m_budget.count()))
        return m_done(m_outcome);
    scan(cursor);
}

} // namespace emberwatch
