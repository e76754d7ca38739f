// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/leasesurvey.h"

#include "core/jobs/jobkey.h"
#include "core/operations/leasecommands.h"
#include "core/redis/replyerror.h"

#include <QDeadlineTimer>
#include <QMap>
#include <QSet>

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype keysAtOnce = 500;

/// A page of SCAN: the next cursor and the keys. nullopt: it is none.
struct ScanPage
{
    QByteArray cursor;
    QList<QByteArray> keys;
};

std::optional<ScanPage> pageOf(redis::Reply::View reply)
{
    if (reply.size() != 2 || !reply.at(1).isArray())
        return std::nullopt;
    ScanPage page;
    page.cursor = reply.at(0).bytes().toByteArray();
    for (const redis::Reply::View key : reply.at(1))
        page.keys.append(key.bytes().toByteArray());
    return page;
}

QCoro::Task<Result<QSet<QByteArray>>> leaseKeys(redis::Connection *connection, QDeadlineTimer deadline)
{
    const QByteArray pattern = globEscaped(leaseKey({})) + '*';
    QSet<QByteArray> keys; // SCAN may name a key twice
    QByteArray cursor = "0";
    do {
        redis::Commands command;
        command.add({"SCAN", cursor, "MATCH", pattern, "COUNT", "1000"});
        const Result<redis::Reply> reply = co_await connection->call(command);
        if (!reply)
            co_return tl::make_unexpected(reply.error());
        const std::optional<ScanPage> page = pageOf(reply->root());
        if (!page)
            co_return failure(Error::Kind::Protocol, u"SCAN answered something else"_s);
        keys.unite(QSet<QByteArray>(page->keys.begin(), page->keys.end()));
        cursor = page->cursor;
        if (cursor != "0" && deadline.hasExpired())
            co_return failure(Error::Kind::Timeout, u"there are too many keys to look through in time"_s);
    } while (cursor != "0");
    co_return keys;
}

/// An error of a single value that is not about the right to read is that of a key of another kind.
Result<void> takeValues(const QList<QByteArray> &keys, redis::Reply::View values, QList<HeldLease> &leases)
{
    for (qsizetype i = 0; i < std::min(keys.size(), values.size()); ++i) {
        const redis::Reply::View value = values.at(i);
        if (value.isError()) {
            const Error error = redis::errorFromReply(value.bytes());
            if (error.kind == Error::Kind::Permission)
                return tl::make_unexpected(error);
            continue;
        }
        const std::optional<LeaseHolder> holder = holderInToken(value.bytes());
        if (holder)
            leases.append({keys[i].mid(leaseKey({}).size()), *holder});
    }
    return {};
}

} // namespace

QCoro::Task<Result<QList<HeldLease>>> heldLeases(
    redis::Connection *connection, std::chrono::milliseconds within)
{
    const QDeadlineTimer deadline(within);
    const Result<QSet<QByteArray>> found = co_await leaseKeys(connection, deadline);
    if (!found)
        co_return tl::make_unexpected(found.error());
    QList<QByteArray> keys(found->begin(), found->end());
    std::sort(keys.begin(), keys.end());
    QList<HeldLease> leases;
    for (qsizetype from = 0; from < keys.size(); from += keysAtOnce) {
        const QList<QByteArray> some = keys.mid(from, keysAtOnce);
        redis::Commands commands;
        for (const QByteArray &key : some)
            commands.add({"GET", key});
        const Result<redis::Reply> values = co_await connection->callAll(commands);
        if (!values)
            co_return tl::make_unexpected(values.error());
        const Result<void> taken = takeValues(some, values->root(), leases);
        if (!taken)
            co_return tl::make_unexpected(taken.error());
    }
    co_return leases;
}

QStringList actingTexts(const QList<HeldLease> &leases)
{
    struct Acts
    {
        QStringList scopes;
        int jobs = 0;
    };
    QMap<QString, Acts> byHolder;
    for (const HeldLease &lease : leases) {
        Acts &acts = byHolder[holderText(lease.holder)];
        if (lease.scope.startsWith("job:"))
            ++acts.jobs;
        else
            acts.scopes.append(displayText(lease.scope));
    }
    QStringList texts;
    for (auto holder = byHolder.begin(); holder != byHolder.end(); ++holder) {
        QStringList words = holder->scopes;
        if (holder->jobs > 0)
            words.append(holder->jobs == 1 ? u"1 job"_s : u"%1 jobs"_s.arg(holder->jobs));
        texts.append(holder.key() + u": "_s + words.join(u", "_s));
    }
    return texts;
}

} // namespace emberwatch
