// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/redisclient.h"

#include <hiredis/hiredis.h>

#include <vector>

namespace emberwatch::test {

namespace {

using redis::Reply;

struct FreeReply
{
    void operator()(redisReply *reply) const { freeReplyObject(reply); }
};
using ReplyPointer = std::unique_ptr<redisReply, FreeReply>;

void copy(const redisReply &from, Reply &to)
{
    const auto size = static_cast<qsizetype>(from.len);
    switch (from.type) {
    case REDIS_REPLY_STRING:
        to.addText(Reply::Type::String, from.str, size);
        break;
    case REDIS_REPLY_STATUS:
        to.addText(Reply::Type::Status, from.str, size);
        break;
    case REDIS_REPLY_ERROR:
        to.addText(Reply::Type::Error, from.str, size);
        break;
    case REDIS_REPLY_INTEGER:
        to.addInteger(from.integer);
        break;
    case REDIS_REPLY_ARRAY: {
        const quint32 index = to.beginArray(static_cast<qsizetype>(from.elements));
        for (size_t i = 0; i < from.elements; ++i)
            copy(*from.element[i], to);
        to.endArray(index);
        break;
    }
    default:
        to.addNil();
    }
}

struct Words
{
    explicit Words(std::span<const QByteArrayView> words)
    {
        for (const QByteArrayView word : words) {
            data.push_back(word.data() == nullptr ? "" : word.data());
            sizes.push_back(static_cast<size_t>(word.size()));
        }
    }
    [[nodiscard]] int count() const { return static_cast<int>(data.size()); }
    std::vector<const char *> data;
    std::vector<size_t> sizes;
};

} // namespace

void RedisClient::Free::operator()(redisContext *context) const
{
    redisFree(context);
}

RedisClient::RedisClient(quint16 port, const QByteArray &password, const QByteArray &user)
    : m_context(redisConnect("127.0.0.1", port))
{
    if (!password.isEmpty() && user.isEmpty())
        run({"AUTH", password});
    else if (!password.isEmpty())
        run({"AUTH", user, password});
}

RedisClient::~RedisClient() = default;
RedisClient::RedisClient(RedisClient &&) noexcept = default;
RedisClient &RedisClient::operator=(RedisClient &&) noexcept = default;

bool RedisClient::isConnected() const
{
    return m_context && m_context->err == 0;
}

Reply RedisClient::run(std::initializer_list<QByteArrayView> words)
{
    return run(std::span<const QByteArrayView>(words.begin(), words.size()));
}

Reply RedisClient::run(std::span<const QByteArrayView> words)
{
    m_lastText.clear();
    Reply reply;
    if (!isConnected())
        return reply;
    Words argv(words);
    const ReplyPointer raw(static_cast<redisReply *>(
        redisCommandArgv(m_context.get(), argv.count(), argv.data.data(), argv.sizes.data())));
    if (!raw)
        return reply;
    copy(*raw, reply);
    const Reply::View root = reply.root();
    m_lastText = root.type() == Reply::Type::Integer ? QByteArray::number(root.integer())
                                                     : root.bytes().toByteArray();
    return reply;
}

QByteArray RedisClient::text(std::initializer_list<QByteArrayView> words)
{
    run(words);
    return m_lastText;
}

qint64 RedisClient::integer(std::initializer_list<QByteArrayView> words)
{
    const Reply reply = run(words);
    return reply.isEmpty() ? 0 : reply.root().integer();
}

void RedisClient::append(std::initializer_list<QByteArrayView> words)
{
    if (!isConnected())
        return;
    Words argv(std::span<const QByteArrayView>(words.begin(), words.size()));
    redisAppendCommandArgv(m_context.get(), argv.count(), argv.data.data(), argv.sizes.data());
    ++m_appended;
}

int RedisClient::collect()
{
    int errors = 0;
    for (; m_appended > 0; --m_appended) {
        void *raw = nullptr;
        if (!isConnected() || redisGetReply(m_context.get(), &raw) != REDIS_OK)
            return -1;
        const ReplyPointer reply(static_cast<redisReply *>(raw));
        errors += reply->type == REDIS_REPLY_ERROR ? 1 : 0;
    }
    return errors;
}

} // namespace emberwatch::test
