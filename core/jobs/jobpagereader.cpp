// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/jobpagereader.h"

#include "core/redis/connection.h"
#include "core/redis/replyerror.h"

#include <span>

namespace emberwatch {

using redis::Commands;
using redis::Reply;

namespace {

constexpr std::chrono::milliseconds readTimeout{10'000};
constexpr qsizetype pageBytes = 32 << 20; ///< what one careful MGET asks for at most
constexpr qsizetype roomyReply = 64 << 20; ///< a page above this makes the next ones careful
constexpr qint64 pttlAbsent = -2;

} // namespace

class JobPageReader::Private : public std::enable_shared_from_this<JobPageReader::Private>
{
public:
    /// One call of read(): its keys live until the last answer is handled.
    struct Task
    {
        std::vector<QByteArray> keys;
        std::vector<qint64> pttls; ///< parallel to keys
        PageHandler page;
        Done done;
        int underWay = 0;
        std::optional<Error> error;
    };
    using TaskPtr = std::shared_ptr<Task>;
    using Picks = std::vector<size_t>; ///< indices into Task::keys
    using Answer = void (Private::*)(const TaskPtr &, const Picks &, const Reply &);

    void readAtOnce(const TaskPtr &task);
    void takeValues(const TaskPtr &task, const Picks &, const Reply &reply);
    void measure(const TaskPtr &task);
    void takeSizes(const TaskPtr &task, const Picks &, const Reply &reply);
    void readMeasured(const TaskPtr &task, const Picks &picks);
    void takeMeasured(const TaskPtr &task, const Picks &picks, const Reply &reply);
    void askTypes(const TaskPtr &task, const Picks &picks);
    void takeTypes(const TaskPtr &task, const Picks &picks, const Reply &reply);

    void send(const TaskPtr &task, const Commands &commands, Picks picks, Answer answer);
    void finishIfDone(const TaskPtr &task);
    [[nodiscard]] ListedJob valueOf(const Task &task, size_t i, Reply::View value) const;

    JobPageReader *q = nullptr;
    redis::Connection *connection = nullptr;
    qsizetype sizeLimit = 0;
    bool careful = false;
};

namespace {

void addMget(Commands &commands, const std::vector<QByteArray> &keys, const std::vector<size_t> &picks)
{
    std::vector<QByteArrayView> words{"MGET"};
    words.reserve(picks.size() + 1);
    for (const size_t i : picks)
        words.emplace_back(keys[i]);
    commands.add(std::span<const QByteArrayView>(words));
}

std::vector<size_t> allOf(const std::vector<QByteArray> &keys)
{
    std::vector<size_t> picks(keys.size());
    for (size_t i = 0; i < picks.size(); ++i)
        picks[i] = i;
    return picks;
}

} // namespace

void JobPageReader::Private::send(const TaskPtr &task, const Commands &commands, Picks picks, Answer answer)
{
    ++task->underWay;
    connection->send(commands, q, readTimeout,
        [self = shared_from_this(), task, picks = std::move(picks), answer](const Result<Reply> &reply) {
            --task->underWay;
            if (!reply)
                task->error = reply.error();
            else if (!task->error)
                (self.get()->*answer)(task, picks, *reply);
            self->finishIfDone(task);
        });
}

void JobPageReader::Private::finishIfDone(const TaskPtr &task)
{
    if (task->underWay > 0 || !task->done)
        return;
    const Done done = std::exchange(task->done, {});
    if (task->error)
        done(tl::make_unexpected(*task->error));
    else
        done({});
}

ListedJob JobPageReader::Private::valueOf(const Task &task, size_t i, Reply::View value) const
{
    ListedJob job;
    job.key = task.keys[i];
    job.pttl = task.pttls[i];
    job.size = value.bytes().size();
    job.hasValue = job.size <= sizeLimit;
    if (job.hasValue)
        job.value = value.bytes();
    return job;
}

void JobPageReader::Private::readAtOnce(const TaskPtr &task)
{
    Commands commands;
    addMget(commands, task->keys, allOf(task->keys));
    for (const QByteArray &key : task->keys)
        commands.add({"PTTL", key});
    send(task, commands, {}, &Private::takeValues);
}

void JobPageReader::Private::takeValues(const TaskPtr &task, const Picks &, const Reply &reply)
{
    if (reply.byteSize() > roomyReply)
        careful = true;
    const auto values = redis::checked(reply.root().at(0));
    if (!values) {
        task->error = values.error();
        return;
    }
    Page page;
    page.present.reserve(task->keys.size());
    Picks unclear;
    auto pttl = reply.root().begin();
    auto value = values->begin();
    for (size_t i = 0; i < task->keys.size(); ++i, ++value) {
        ++pttl; // the first is the MGET itself
        if ((*pttl).isError()) {
            task->error = redis::errorFromReply((*pttl).bytes());
            return;
        }
        task->pttls[i] = (*pttl).integer();
        if (task->pttls[i] == pttlAbsent)
            page.absent.emplace_back(task->keys[i]);
        else if ((*value).isNil())
            unclear.push_back(i);
        else
            page.present.push_back(valueOf(*task, i, *value));
    }
    task->page(page);
    if (!unclear.empty())
        askTypes(task, unclear);
}

void JobPageReader::Private::measure(const TaskPtr &task)
{
    Commands commands;
    for (const QByteArray &key : task->keys) {
        commands.add({"STRLEN", key});
        commands.add({"PTTL", key});
    }
    send(task, commands, {}, &Private::takeSizes);
}

void JobPageReader::Private::takeSizes(const TaskPtr &task, const Picks &, const Reply &reply)
{
    Page page;
    Picks unclear;
    Picks fitting;
    qint64 bytes = 0;
    auto answer = reply.root().begin();
    for (size_t i = 0; i < task->keys.size(); ++i) {
        const Reply::View size = *answer;
        ++answer;
        task->pttls[i] = (*answer).integer();
        ++answer;
        if (task->pttls[i] == pttlAbsent) {
            page.absent.emplace_back(task->keys[i]);
        } else if (size.isError()) {
            unclear.push_back(i);
        } else if (size.integer() > sizeLimit) {
            ListedJob job;
            job.key = task->keys[i];
            job.pttl = task->pttls[i];
            job.size = size.integer();
            page.present.push_back(job);
        } else {
            fitting.push_back(i);
            bytes += size.integer();
            if (bytes > pageBytes) {
                readMeasured(task, std::exchange(fitting, {}));
                bytes = 0;
            }
        }
    }
    task->page(page);
    if (!fitting.empty())
        readMeasured(task, fitting);
    if (!unclear.empty())
        askTypes(task, unclear);
}

void JobPageReader::Private::readMeasured(const TaskPtr &task, const Picks &picks)
{
    Commands commands;
    addMget(commands, task->keys, picks);
    send(task, commands, picks, &Private::takeMeasured);
}

void JobPageReader::Private::takeMeasured(const TaskPtr &task, const Picks &picks, const Reply &reply)
{
    const auto values = redis::checked(reply.root().at(0));
    if (!values) {
        task->error = values.error();
        return;
    }
    Page page;
    Picks unclear;
    auto value = values->begin();
    for (const size_t i : picks) {
        if ((*value).isNil())
            unclear.push_back(i);
        else
            page.present.push_back(valueOf(*task, i, *value));
        ++value;
    }
    task->page(page);
    if (!unclear.empty())
        askTypes(task, unclear);
}

void JobPageReader::Private::askTypes(const TaskPtr &task, const Picks &picks)
{
    Commands commands;
    for (const size_t i : picks)
        commands.add({"TYPE", task->keys[i]});
    send(task, commands, picks, &Private::takeTypes);
}

void JobPageReader::Private::takeTypes(const TaskPtr &task, const Picks &picks, const Reply &reply)
{
    Page page;
    auto type = reply.root().begin();
    for (const size_t i : picks) {
        const auto word = redis::checked(*type);
        ++type;
        if (!word) {
            task->error = word.error();
            return;
        }
        if (word->bytes() == QByteArrayView("none")) {
            page.absent.emplace_back(task->keys[i]);
        } else if (word->bytes() != QByteArrayView("string")) {
            ListedJob job;
            job.key = task->keys[i];
            job.pttl = task->pttls[i];
            job.redisType = word->bytes();
            page.present.push_back(job);
        }
        // A string by now: written between the two answers; whoever watches hears of that write.
    }
    task->page(page);
}

JobPageReader::JobPageReader(redis::Connection *connection, qsizetype sizeLimit, QObject *parent)
    : QObject(parent)
    , d(std::make_shared<Private>())
{
    d->q = this;
    d->connection = connection;
    d->sizeLimit = sizeLimit;
}

JobPageReader::~JobPageReader() = default;

void JobPageReader::setCareful(bool careful)
{
    d->careful = careful;
}

void JobPageReader::read(std::vector<QByteArray> keys, PageHandler page, Done done)
{
    auto task = std::make_shared<Private::Task>();
    task->pttls.resize(keys.size());
    task->keys = std::move(keys);
    task->page = std::move(page);
    task->done = std::move(done);
    if (d->careful)
        d->measure(task);
    else
        d->readAtOnce(task);
}

} // namespace emberwatch
