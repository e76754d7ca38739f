// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/replyreader.h"

#include <hiredis/hiredis.h>
#include <hiredis/read.h>

#include <limits>
#include <optional>
#include <vector>

using namespace Qt::StringLiterals;

namespace emberwatch::redis {

namespace {

/// A line (status, error, number, length) that is longer than this is not Redis.
constexpr qsizetype longestLine = 64 * 1024;
/// Nor is a length of more digits.
constexpr qsizetype longestNumber = 24;
/// hiredis gives its buffer back when it is empty and larger than this: a page of a thousand jobs fits.
constexpr size_t keptBuffer = 512 * 1024;

} // namespace

class ReplyReader::Private
{
public:
    explicit Private(ReplyLimits l);

    Result<bool> next(Reply &reply);
    [[nodiscard]] bool isMidReply() const { return unread() > 0 || !m_open.empty() || typeUnderWay() >= 0; }

    /// What the object functions return: hiredis passes it around and only asks whether it is null.
    // NOLINTNEXTLINE(performance-no-int-to-ptr): nobody looks where it points
    static void *cookie(quint32 index) { return reinterpret_cast<void *>(static_cast<quintptr>(index) + 1); }
    static Private *of(const redisReadTask *task) { return static_cast<Private *>(task->privdata); }
    static void *createString(const redisReadTask *task, char *data, size_t size);
    static void *createInteger(const redisReadTask *task, long long value);
    static void *createNil(const redisReadTask *task);
#if HIREDIS_MAJOR >= 1
    static void *createArray(const redisReadTask *task, size_t elements);
    static void *createDouble(const redisReadTask *task, double, char *, size_t);
    static void *createBool(const redisReadTask *task, int);
#else
    static void *createArray(const redisReadTask *task, int elements);
#endif
    static void freeObject(void *) { }

    struct FreeReader
    {
        void operator()(redisReader *reader) const { redisReaderFree(reader); }
    };

    redisReplyObjectFunctions functions{};
    std::unique_ptr<redisReader, FreeReader> reader;
    bool isBroken = false;

private:
    struct OpenArray
    {
        quint32 index;
        qsizetype missing;
    };

    bool mayAdd();
    void *refuse(const QString &why);
    void *added(quint32 index);
    void *openArray(const redisReadTask *task, qsizetype elements);
    qsizetype unread() const
    {
        return static_cast<qsizetype>(reader->len - reader->pos);
    }
    int typeUnderWay() const;
    std::optional<qsizetype> announcedBulk() const;
    Result<bool> checkUnread();
    tl::unexpected<Error> broken(const QString &why);

    ReplyLimits m_limits;
    Reply *m_reply = nullptr;
    std::vector<OpenArray> m_open;
    qsizetype m_values = 0; ///< of the reply under way
    QString m_violation;
};

ReplyReader::Private::Private(ReplyLimits l)
    : m_limits(l)
{
    functions.createString = &createString;
    functions.createArray = &createArray;
    functions.createInteger = &createInteger;
    functions.createNil = &createNil;
    functions.freeObject = &freeObject;
#if HIREDIS_MAJOR >= 1
    functions.createDouble = &createDouble;
    functions.createBool = &createBool;
#endif
    reader.reset(redisReaderCreateWithFunctions(&functions));
    Q_CHECK_PTR(reader.get());
    reader->privdata = this;
    reader->maxbuf = keptBuffer;
}

void *ReplyReader::Private::createString(const redisReadTask *task, char *data, size_t size)
{
    Private *const self = of(task);
    Reply::Type type = Reply::Type::String;
    switch (task->type) {
    case REDIS_REPLY_STRING:
        break;
    case REDIS_REPLY_STATUS:
        type = Reply::Type::Status;
        break;
    case REDIS_REPLY_ERROR:
        type = Reply::Type::Error;
        break;
    default:
        return self->refuse(u"a type of RESP3"_s);
    }
    if (static_cast<qsizetype>(size) > self->m_limits.bulkBytes)
        return self->refuse(u"a string of %1 bytes"_s.arg(size));
    if (!self->mayAdd())
        return nullptr;
    return self->added(self->m_reply->addText(type, data, static_cast<qsizetype>(size)));
}

void *ReplyReader::Private::createInteger(const redisReadTask *task, long long value)
{
    Private *const self = of(task);
    return self->mayAdd() ? self->added(self->m_reply->addInteger(value)) : nullptr;
}

void *ReplyReader::Private::createNil(const redisReadTask *task)
{
    Private *const self = of(task);
    return self->mayAdd() ? self->added(self->m_reply->addNil()) : nullptr;
}

#if HIREDIS_MAJOR >= 1
void *ReplyReader::Private::createArray(const redisReadTask *task, size_t elements)
{
    const auto most = static_cast<size_t>(std::numeric_limits<qsizetype>::max());
    return of(task)->openArray(task, static_cast<qsizetype>(qMin(elements, most)));
}

void *ReplyReader::Private::createDouble(const redisReadTask *task, double, char *, size_t)
{
    return of(task)->refuse(u"a type of RESP3"_s);
}

void *ReplyReader::Private::createBool(const redisReadTask *task, int)
{
    return of(task)->refuse(u"a type of RESP3"_s);
}
#else
void *ReplyReader::Private::createArray(const redisReadTask *task, int elements)
{
    return of(task)->openArray(task, elements);
}
#endif

void *ReplyReader::Private::openArray(const redisReadTask *task, qsizetype elements)
{
    if (task->type != REDIS_REPLY_ARRAY)
        return refuse(u"a type of RESP3"_s);
    if (elements > m_limits.elements)
        return refuse(u"an array of %1 elements"_s.arg(elements));
    if (static_cast<qsizetype>(m_open.size()) >= m_limits.depth)
        return refuse(u"arrays nested deeper than %1"_s.arg(m_limits.depth));
    if (!mayAdd())
        return nullptr;
    const quint32 index = m_reply->beginArray(elements);
    if (elements == 0)
        return added(index);
    m_open.push_back({index, elements});
    return cookie(index);
}

/// Counts a value; false beyond what one reply may hold.
bool ReplyReader::Private::mayAdd()
{
    if (++m_values <= m_limits.totalElements)
        return true;
    refuse(u"more than %1 values"_s.arg(m_limits.totalElements));
    return false;
}

void *ReplyReader::Private::refuse(const QString &why)
{
    m_violation = u"the server sent %1, which is beyond the limit"_s.arg(why);
    return nullptr;
}

/// A value is complete, and with it perhaps the arrays that it is the last element of.
void *ReplyReader::Private::added(quint32 index)
{
    while (!m_open.empty() && --m_open.back().missing == 0) {
        m_reply->endArray(m_open.back().index);
        m_open.pop_back();
    }
    return cookie(index);
}

int ReplyReader::Private::typeUnderWay() const
{
    if (reader->ridx < 0)
        return -1;
#if HIREDIS_MAJOR >= 1
    return reader->task[reader->ridx]->type;
#else
    return reader->rstack[reader->ridx].type;
#endif
}

/// The length that the incomplete string at the front of the buffer announces; nullopt as long as it has not
/// come.
std::optional<qsizetype> ReplyReader::Private::announcedBulk() const
{
    const QByteArrayView rest(reader->buf + reader->pos, qMin(unread(), longestNumber));
    const qsizetype end = rest.indexOf('\r');
    return end < 0 ? std::nullopt : std::optional<qsizetype>(rest.first(end).toLongLong());
}

/// What waits in the buffer is the beginning of a value: tells early if its rest is not worth waiting for.
Result<bool> ReplyReader::Private::checkUnread()
{
    const bool isString = typeUnderWay() == REDIS_REPLY_STRING;
    const std::optional<qsizetype> announced = isString ? announcedBulk() : std::nullopt;
    if (announced > m_limits.bulkBytes) {
        refuse(u"a string of %1 bytes"_s.arg(*announced));
        return broken(m_violation);
    }
    if (!announced && unread() > (isString ? longestNumber : longestLine))
        return broken(u"the server sent a line without an end"_s);
    if (unread() > m_limits.unreadBytes)
        return broken(u"an incomplete reply of more than %1 bytes"_s.arg(m_limits.unreadBytes));
    return false;
}

tl::unexpected<Error> ReplyReader::Private::broken(const QString &why)
{
    isBroken = true;
    return failure(Error::Kind::Protocol, why);
}

Result<bool> ReplyReader::Private::next(Reply &reply)
{
    if (isBroken)
        return broken(u"the reader met an error before"_s);
    m_reply = &reply;
    m_violation.clear();
    void *complete = nullptr;
    if (redisReaderGetReply(reader.get(), &complete) != REDIS_OK)
        return broken(m_violation.isEmpty() ? QString::fromUtf8(reader->errstr) : m_violation);
    if (complete == nullptr)
        return checkUnread();
    m_values = 0;
    return true;
}

ReplyReader::ReplyReader(ReplyLimits limits)
    : d(std::make_unique<Private>(limits))
{
}

ReplyReader::~ReplyReader() = default;
ReplyReader::ReplyReader(ReplyReader &&) noexcept = default;
ReplyReader &ReplyReader::operator=(ReplyReader &&) noexcept = default;

void ReplyReader::feed(const char *data, qsizetype size)
{
    if (redisReaderFeed(d->reader.get(), data, static_cast<size_t>(size)) != REDIS_OK)
        d->isBroken = true;
}

Result<bool> ReplyReader::next(Reply &reply)
{
    return d->next(reply);
}

bool ReplyReader::isMidReply() const
{
    return d->isMidReply();
}

} // namespace emberwatch::redis
