// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/jobstore.h"

#include "core/jobs/jobkey.h"
#include "core/jobs/jobquery.h"
#include "core/jobs/jobscripts.h"
#include "core/jobs/plainread.h"

#include <QPointer>

#include <map>

namespace emberwatch {

using namespace Qt::StringLiterals;
using redis::Commands;
using redis::Connection;
using redis::Reply;
using redis::Script;

namespace {

constexpr std::chrono::milliseconds readyWithin{5'000};
constexpr int attemptsToMerge = 1000; ///< other writers may get in between so often before we give up
constexpr int chunkKeys = 500;
constexpr std::chrono::hours extendAtMost{24};

QByteArray absolute(const std::optional<Timestamp> &moment)
{
    return moment ? QByteArray::number(static_cast<qint64>(moment->time_since_epoch().count()))
                  : QByteArray();
}

bool isOvertaken(const WriteOutcome &outcome)
{
    return outcome.kind == WriteOutcome::Kind::Changed || outcome.kind == WriteOutcome::Kind::Touched;
}

/// The value after the edit. Where there is nothing to edit, `settled` says what that means for the job.
Result<QByteArray> editedValue(
    const JobReading &judged, const JobEdit &edit, const DocumentLimits &limits, WriteOutcome &settled)
{
    using Kind = WriteOutcome::Kind;
    settled = {!judged.exists              ? Kind::Gone
            : judged.redisType != "string" ? Kind::WrongType
                                           : Kind::NotReadable,
        {}, judged.ttl};
    if (!judged.hasValue)
        return failure(Error::Kind::Parse, u"there is no value that could be edited"_s);
    return editDocument(judged.value, edit, limits);
}

} // namespace

std::optional<Timestamp> JobReading::expiresAt() const
{
    return ttl ? std::optional(serverTime + *ttl) : std::nullopt;
}

std::optional<std::chrono::milliseconds> silenceOf(
    std::chrono::milliseconds fullTtl, std::optional<std::chrono::milliseconds> ttl)
{
    if (!ttl || ttl->count() <= 0 || *ttl > fullTtl)
        return std::nullopt;
    return fullTtl - *ttl;
}

// Every coroutine below is a member of Private and holds it by `self`: the store may be gone after any
// co_await.

class JobStore::Private : public std::enable_shared_from_this<JobStore::Private>
{
public:
    QPointer<redis::Topology> topology; ///< may go before what is under way has ended
    JobSchema schema;
    DocumentLimits limits;
    std::map<QString, std::unique_ptr<Connection>> connections;

    Connection *connectionTo(const redis::NodeId &node);
    Connection *connectionFor(const QByteArray &key);
    [[nodiscard]] QByteArray key(const PromptId &id) const { return keyOf(schema.prefix, id); }
    [[nodiscard]] Invocation peekOf(const PromptId &id) const
    {
        return {key(id), {QByteArray::number(limits.bytes)}};
    }
    [[nodiscard]] QByteArray ttlWord(TtlPolicy policy) const
    {
        return policy == TtlPolicy::Keep ? QByteArray("keep")
                                         : QByteArray::number(static_cast<qint64>(schema.fullTtl.count()));
    }
    [[nodiscard]] Invocation casOf(const JobReading &judged, const QByteArray &value, TtlPolicy policy) const;

    static QCoro::Task<Result<JobReading>> get(std::shared_ptr<Private> self, PromptId id);
    static QCoro::Task<Result<QList<JobReading>>> getMany(std::shared_ptr<Private> self, QList<PromptId> ids);
    static QCoro::Task<Result<WriteOutcome>> create(std::shared_ptr<Private> self, JobState job);
    static QCoro::Task<Result<WriteOutcome>> save(std::shared_ptr<Private> self, JobState job);
    static QCoro::Task<Result<WriteOutcome>> update(
        std::shared_ptr<Private> self, PromptId id, JobEdit edit, TtlPolicy policy);
    static QCoro::Task<Result<QList<WriteOutcome>>> updateMany(
        std::shared_ptr<Private> self, QList<PromptId> ids, JobEdit edit, TtlPolicy policy);
    static QCoro::Task<Result<WriteOutcome>> runOne(
        std::shared_ptr<Private> self, Script script, Invocation call);
    static QCoro::Task<Result<QList<WriteOutcome>>> runMany(
        std::shared_ptr<Private> self, Script script, std::vector<Invocation> calls);
    static QCoro::Task<QList<Result<WriteOutcome>>> compareAndSetMany(
        std::shared_ptr<Private> self, QList<ConditionalWrite> writes);
    static QCoro::Task<QList<Result<WriteOutcome>>> compareAndSetChunk(
        std::shared_ptr<Private> self, QList<ConditionalWrite> writes);
    static QCoro::Task<Result<WriteOutcome>> restore(std::shared_ptr<Private> self, JobReading snapshot);
    static QCoro::Task<Result<QList<JobReading>>> query(
        std::shared_ptr<Private> self, JobSelection selection);
};

/// Without its topology a call ends where it began.
Connection *JobStore::Private::connectionTo(const redis::NodeId &node)
{
    if (!topology)
        return connections.begin()->second.get();
    auto &connection = connections[node.address];
    if (!connection) {
        connection = std::make_unique<Connection>(topology->optionsOf(node));
        connection->setReconnect(true);
        connection->open();
    }
    return connection.get();
}

Connection *JobStore::Private::connectionFor(const QByteArray &key)
{
    return connectionTo(topology ? topology->nodeFor(key) : redis::NodeId());
}

Invocation JobStore::Private::casOf(const JobReading &judged, const QByteArray &value, TtlPolicy policy) const
{
    // Only the producer's own write may come on top of a renewed expiry: it is the one that renews it.
    const QByteArray expiry = policy == TtlPolicy::Renew ? QByteArray("-") : absolute(judged.expiresAt());
    return {key(judged.promptId), {judged.value, value, ttlWord(policy), expiry}};
}

QCoro::Task<Result<JobReading>> JobStore::Private::get(std::shared_ptr<Private> self, PromptId id)
{
    Connection *connection = self->connectionFor(self->key(id));
    const Result<void> ready = co_await connection->waitReady(readyWithin);
    if (!ready)
        co_return tl::make_unexpected(ready.error());
    const Script &script = redis::scripts::peek();
    const std::vector<Invocation> calls{self->peekOf(id)};
    const Result<Answers> answers = co_await runAll(connection, script, calls);
    if (!answers)
        co_return tl::make_unexpected(answers.error());
    const Result<JobReading> reading = readingFromPeek(id, answers->at(0));
    if (reading || reading.error().kind != Error::Kind::Permission)
        co_return reading;
    const QByteArray key = self->key(id);
    Result<JobReading> looked = co_await readWithoutScripts(connection, id, key, self->limits.bytes);
    co_return looked;
}

QCoro::Task<Result<QList<JobReading>>> JobStore::Private::getMany(
    std::shared_ptr<Private> self, QList<PromptId> ids)
{
    QList<JobReading> readings;
    for (qsizetype from = 0; from < ids.size(); from += chunkKeys) {
        const QList<PromptId> chunk = ids.mid(from, chunkKeys);
        Connection *connection = self->connectionFor(self->key(chunk.first()));
        const Result<void> ready = co_await connection->waitReady(readyWithin);
        if (!ready)
            co_return tl::make_unexpected(ready.error());
        std::vector<Invocation> calls;
        for (const PromptId &id : chunk)
            calls.push_back(self->peekOf(id));
        const Script &script = redis::scripts::peek();
        const Result<Answers> answers = co_await runAll(connection, script, calls);
        if (!answers)
            co_return tl::make_unexpected(answers.error());
        for (qsizetype i = 0; i < chunk.size(); ++i) {
            const Result<JobReading> reading = readingFromPeek(chunk[i], answers->at(static_cast<size_t>(i)));
            if (!reading)
                co_return tl::make_unexpected(reading.error());
            readings.append(*reading);
        }
    }
    co_return readings;
}

QCoro::Task<Result<WriteOutcome>> JobStore::Private::runOne(
    std::shared_ptr<Private> self, Script script, Invocation call)
{
    Connection *connection = self->connectionFor(call.key);
    const Result<void> ready = co_await connection->waitReady(readyWithin);
    if (!ready)
        co_return tl::make_unexpected(ready.error());
    const std::vector<Invocation> calls{call};
    const Result<Answers> answers = co_await runAll(connection, script, calls);
    if (!answers)
        co_return tl::make_unexpected(answers.error());
    co_return outcomeFrom(answers->at(0));
}

QCoro::Task<Result<QList<WriteOutcome>>> JobStore::Private::runMany(
    std::shared_ptr<Private> self, Script script, std::vector<Invocation> calls)
{
    QList<WriteOutcome> outcomes;
    for (size_t from = 0; from < calls.size(); from += chunkKeys) {
        const size_t to = std::min<size_t>(calls.size(), from + chunkKeys);
        const std::vector<Invocation> chunk(calls.begin() + static_cast<std::ptrdiff_t>(from),
            calls.begin() + static_cast<std::ptrdiff_t>(to));
        Connection *connection = self->connectionFor(chunk.front().key);
        const Result<void> ready = co_await connection->waitReady(readyWithin);
        if (!ready)
            co_return tl::make_unexpected(ready.error());
        const Result<Answers> answers = co_await runAll(connection, script, chunk);
        if (!answers)
            co_return tl::make_unexpected(answers.error());
        for (size_t i = 0; i < chunk.size(); ++i) {
            const Result<WriteOutcome> outcome = outcomeFrom(answers->at(i));
            if (!outcome)
                co_return tl::make_unexpected(outcome.error());
            outcomes.append(*outcome);
        }
    }
    co_return outcomes;
}

QCoro::Task<QList<Result<WriteOutcome>>> JobStore::Private::compareAndSetMany(
    std::shared_ptr<Private> self, QList<ConditionalWrite> writes)
{
    QList<Result<WriteOutcome>> outcomes;
    for (qsizetype from = 0; from < writes.size(); from += chunkKeys) {
        const QList<ConditionalWrite> chunk = writes.mid(from, chunkKeys);
        const QList<Result<WriteOutcome>> written = co_await compareAndSetChunk(self, chunk);
        outcomes += written;
    }
    co_return outcomes;
}

QCoro::Task<QList<Result<WriteOutcome>>> JobStore::Private::compareAndSetChunk(
    std::shared_ptr<Private> self, QList<ConditionalWrite> writes)
{
    const auto allWith = [&writes](const Error &why) {
        return QList<Result<WriteOutcome>>(writes.size(), tl::make_unexpected(why));
    };
    Connection *connection = self->connectionFor(self->key(writes.first().judged.promptId));
    const Result<void> ready = co_await connection->waitReady(readyWithin);
    if (!ready)
        co_return allWith(ready.error());
    std::vector<Invocation> calls;
    for (const ConditionalWrite &write : writes)
        calls.push_back(self->casOf(write.judged, write.newValue, write.ttl));
    const Script &script = redis::scripts::compareAndSet();
    const Result<Answers> answers = co_await runAll(connection, script, calls);
    if (!answers)
        co_return allWith(answers.error());
    QList<Result<WriteOutcome>> outcomes;
    for (size_t i = 0; i < calls.size(); ++i)
        outcomes.append(outcomeFrom(answers->at(i)));
    co_return outcomes;
}

QCoro::Task<Result<WriteOutcome>> JobStore::Private::create(std::shared_ptr<Private> self, JobState job)
{
    const QByteArray key = self->key(job.promptId);
    Connection *connection = self->connectionFor(key);
    const Result<void> ready = co_await connection->waitReady(readyWithin);
    if (!ready)
        co_return tl::make_unexpected(ready.error());
    const QByteArray document = newDocument(job);
    const QByteArray ttl = QByteArray::number(static_cast<qint64>(self->schema.fullTtl.count()));
    const Commands command{"SET", key, document, "NX", "PX", ttl};
    const Result<Reply> reply = co_await connection->call(command);
    if (!reply)
        co_return tl::make_unexpected(reply.error());
    if (!reply->root().isNil())
        co_return WriteOutcome{WriteOutcome::Kind::Done, {}, self->schema.fullTtl};
    const Result<JobReading> there = co_await get(self, job.promptId);
    if (!there)
        co_return tl::make_unexpected(there.error());
    co_return WriteOutcome{WriteOutcome::Kind::Changed, there->value, there->ttl};
}

QCoro::Task<Result<WriteOutcome>> JobStore::Private::update(
    std::shared_ptr<Private> self, PromptId id, JobEdit edit, TtlPolicy policy)
{
    for (int attempt = 0; attempt < attemptsToMerge; ++attempt) {
        const Result<JobReading> judged = co_await get(self, id);
        if (!judged)
            co_return tl::make_unexpected(judged.error());
        WriteOutcome settled;
        const Result<QByteArray> edited = editedValue(*judged, edit, self->limits, settled);
        if (!edited && edited.error().kind == Error::Kind::Invalid)
            co_return tl::make_unexpected(edited.error());
        if (!edited)
            co_return settled;
        if (*edited == judged->value && policy == TtlPolicy::Keep)
            co_return WriteOutcome{WriteOutcome::Kind::AlreadyDone, {}, judged->ttl};
        const Script &script = redis::scripts::compareAndSet();
        const Invocation call = self->casOf(*judged, *edited, policy);
        const Result<WriteOutcome> outcome = co_await runOne(self, script, call);
        if (!outcome || !isOvertaken(*outcome))
            co_return outcome;
    }
    co_return failure(
        Error::Kind::Conflict, u"other writers were faster %1 times in a row"_s.arg(attemptsToMerge));
}

QCoro::Task<Result<QList<WriteOutcome>>> JobStore::Private::updateMany(
    std::shared_ptr<Private> self, QList<PromptId> ids, JobEdit edit, TtlPolicy policy)
{
    const Result<QList<JobReading>> readings = co_await getMany(self, ids);
    if (!readings)
        co_return tl::make_unexpected(readings.error());
    // First all at once; then one by one those that somebody else wrote meanwhile.
    QList<WriteOutcome> outcomes(ids.size());
    std::vector<Invocation> calls;
    std::vector<qsizetype> which;
    for (qsizetype i = 0; i < ids.size(); ++i) {
        const JobReading &judged = readings->at(i);
        const Result<QByteArray> edited = editedValue(judged, edit, self->limits, outcomes[i]);
        if (!edited)
            continue;
        calls.push_back(self->casOf(judged, *edited, policy));
        which.push_back(i);
    }
    const Script &script = redis::scripts::compareAndSet();
    const Result<QList<WriteOutcome>> written = co_await runMany(self, script, calls);
    if (!written)
        co_return tl::make_unexpected(written.error());
    for (size_t n = 0; n < which.size(); ++n) {
        const qsizetype i = which[n];
        outcomes[i] = written->at(static_cast<qsizetype>(n));
        if (!isOvertaken(outcomes[i]))
            continue;
        const Result<WriteOutcome> merged = co_await update(self, ids[i], edit, policy);
        if (!merged)
            co_return tl::make_unexpected(merged.error());
        outcomes[i] = *merged;
    }
    co_return outcomes;
}

QCoro::Task<Result<WriteOutcome>> JobStore::Private::save(std::shared_ptr<Private> self, JobState job)
{
    const JobEdit edit{job.status, job.progress};
    const Result<WriteOutcome> updated = co_await update(self, job.promptId, edit, TtlPolicy::Renew);
    if (!updated || updated->kind != WriteOutcome::Kind::Gone)
        co_return updated;
    const Result<WriteOutcome> created = co_await create(self, job);
    if (!created || created->kind != WriteOutcome::Kind::Changed)
        co_return created;
    // Somebody else created it in between: then it can be merged into.
    Result<WriteOutcome> merged = co_await update(self, job.promptId, edit, TtlPolicy::Renew);
    co_return merged;
}

QCoro::Task<Result<WriteOutcome>> JobStore::Private::restore(
    std::shared_ptr<Private> self, JobReading snapshot)
{
    using Kind = WriteOutcome::Kind;
    const QByteArray key = self->key(snapshot.promptId);
    Connection *connection = self->connectionFor(key);
    const Result<void> ready = co_await connection->waitReady(readyWithin);
    if (!ready)
        co_return tl::make_unexpected(ready.error());
    const Commands ask{"TIME"};
    const Result<Reply> time = co_await connection->call(ask);
    if (!time)
        co_return tl::make_unexpected(time.error());
    const auto expiry = snapshot.expiresAt();
    // For a moment past Redis would answer OK, keep nothing and announce two changes.
    if (expiry && *expiry <= timeFrom(time->root()))
        co_return WriteOutcome{Kind::Gone, {}, {}};
    const QByteArray moment = absolute(expiry);
    Commands set;
    if (expiry)
        set.add({"SET", key, snapshot.value, "NX", "PXAT", moment});
    else
        set.add({"SET", key, snapshot.value, "NX"});
    const Result<Reply> reply = co_await connection->call(set);
    if (!reply)
        co_return tl::make_unexpected(reply.error());
    const Result<JobReading> there = co_await get(self, snapshot.promptId);
    if (!there)
        co_return tl::make_unexpected(there.error());
    if (reply->root().isNil())
        co_return WriteOutcome{Kind::Changed, there->value, there->ttl};
    co_return WriteOutcome{there->exists ? Kind::Done : Kind::Gone, {}, there->ttl};
}

QCoro::Task<Result<QList<JobReading>>> JobStore::Private::query(
    std::shared_ptr<Private> self, JobSelection selection)
{
    QList<JobReading> readings;
    for (const redis::NodeId &node : self->topology->primaries()) {
        Connection *connection = self->connectionTo(node);
        const Result<void> ready = co_await connection->waitReady(readyWithin);
        if (!ready)
            co_return tl::make_unexpected(ready.error());
        const QByteArray prefix = self->schema.prefix;
        const Result<QList<JobReading>> listed
            = co_await listSelected(connection, prefix, self->limits.bytes, selection);
        if (!listed)
            co_return tl::make_unexpected(listed.error());
        readings += *listed;
    }
    co_return readings;
}

JobStore::JobStore(redis::Topology *topology, JobSchema schema, DocumentLimits limits, QObject *parent)
    : QObject(parent)
    , d(std::make_shared<Private>())
{
    d->topology = topology;
    d->schema = std::move(schema);
    d->limits = limits;
}

JobStore::~JobStore() = default;

QCoro::Task<Result<JobReading>> JobStore::get(PromptId id)
{
    return Private::get(d, std::move(id));
}

QCoro::Task<Result<QList<JobReading>>> JobStore::getMany(QList<PromptId> ids)
{
    return Private::getMany(d, std::move(ids));
}

QCoro::Task<Result<WriteOutcome>> JobStore::create(JobState job)
{
    return Private::create(d, std::move(job));
}

QCoro::Task<Result<WriteOutcome>> JobStore::save(JobState job)
{
    return Private::save(d, std::move(job));
}

QCoro::Task<Result<WriteOutcome>> JobStore::update(PromptId id, JobEdit edit, TtlPolicy ttl)
{
    return Private::update(d, std::move(id), edit, ttl);
}

QCoro::Task<Result<QList<WriteOutcome>>> JobStore::updateMany(
    QList<PromptId> ids, JobEdit edit, TtlPolicy ttl)
{
    return Private::updateMany(d, std::move(ids), edit, ttl);
}

QCoro::Task<Result<WriteOutcome>> JobStore::compareAndSet(
    JobReading judged, QByteArray newValue, TtlPolicy ttl)
{
    return Private::runOne(d, redis::scripts::compareAndSet(), d->casOf(judged, newValue, ttl));
}

QCoro::Task<QList<Result<WriteOutcome>>> JobStore::compareAndSetMany(QList<ConditionalWrite> writes)
{
    return Private::compareAndSetMany(d, std::move(writes));
}

QCoro::Task<Result<WriteOutcome>> JobStore::remove(JobReading judged)
{
    const Invocation call{d->key(judged.promptId), {judged.value, absolute(judged.expiresAt())}};
    return Private::runOne(d, redis::scripts::compareAndDelete(), call);
}

QCoro::Task<Result<QList<WriteOutcome>>> JobStore::removeMany(QList<JobReading> judged)
{
    std::vector<Invocation> calls;
    for (const JobReading &one : judged)
        calls.push_back({d->key(one.promptId), {one.value, absolute(one.expiresAt())}});
    return Private::runMany(d, redis::scripts::compareAndDelete(), std::move(calls));
}

QCoro::Task<Result<WriteOutcome>> JobStore::extend(JobReading judged, Timestamp expiresAt)
{
    const Timestamp latest = judged.serverTime + extendAtMost;
    const Invocation call{d->key(judged.promptId),
        {judged.value, absolute(judged.expiresAt()), absolute(std::min(expiresAt, latest))}};
    return Private::runOne(d, redis::scripts::extend(), call);
}

QCoro::Task<Result<WriteOutcome>> JobStore::restore(JobReading snapshot)
{
    return Private::restore(d, std::move(snapshot));
}

QCoro::Task<Result<QList<JobReading>>> JobStore::query(JobSelection selection)
{
    return Private::query(d, std::move(selection));
}

std::optional<redis::ConnectionOptions> JobStore::optionsFor(const PromptId &id) const
{
    if (!d->topology)
        return std::nullopt;
    return d->topology->optionsOf(d->topology->nodeFor(d->key(id)));
}

std::optional<JobServer> JobStore::serverOf(const PromptId &id) const
{
    if (!d->topology)
        return std::nullopt;
    const redis::NodeId node = d->topology->nodeFor(d->key(id));
    const auto found = d->connections.find(node.address);
    if (found == d->connections.end() || !found->second->isReady())
        return std::nullopt;
    return JobServer{node.address, found->second->facts()};
}

} // namespace emberwatch
