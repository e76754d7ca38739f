// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/jobsettler.h"
#include "core/redis/topology.h"
#include "tests/core/operations/hotdocument.h"
#include "tests/core/operations/intentlog.h"
#include "tests/core/operations/untilasked.h"
#include "tests/support/redisclient.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>
#include <QThread>

#include <memory>
#include <random>

using namespace emberwatch;
using namespace emberwatch::test;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 journalBytes = 32 << 20; ///< a new one is begun then

struct Setup
{
    redis::ConnectionOptions redis;
    std::optional<RecordsAddress> records;
    QString folder; ///< for its journal and its log of intents
    quint64 seed = 0;
};

/// Chooses jobs and lets some time pass between judging and acting, as a person or a busy machine does.
class Chance
{
public:
    explicit Chance(quint64 seed)
        : m_random(seed)
    {
    }
    [[nodiscard]] bool happens(unsigned percent) { return m_random() % 100 < percent; }
    [[nodiscard]] QList<PromptId> someJobs()
    {
        QList<PromptId> ids;
        for (int key = 0; key < hotKeys; ++key) {
            if (happens(30))
                ids.append(PromptId(hotId(key)));
        }
        return ids;
    }
    void letTimePass() { QThread::usleep(m_random() % 2'000); }

private:
    std::mt19937_64 m_random;
};

QByteArray keyOfJob(const PromptId &id)
{
    return "comfyui:job:" + id.value();
}

template <typename T> T answerOf(QCoro::Task<T> task)
{
    return QCoro::waitFor(std::move(task));
}

/// Our executor: the procedures that every action of ours is carried out by, on jobs that it has judged, or
/// misjudged: their producers are alive, so that nothing but the procedures keeps it from doing harm.
class Executor
{
public:
    explicit Executor(const Setup &setup)
        : m_setup(setup)
        , m_chance(setup.seed)
        , m_topology(setup.redis)
        , m_jobs(&m_topology, JobSchema())
        , m_intents(setup.folder)
    {
        if (setup.records)
            m_records = std::make_unique<RecordStore>(*setup.records, SchemaMapping());
        beginJournal();
    }

    void round();
    [[nodiscard]] qint64 operations() const { return m_operations; }

private:
    void beginJournal();
    [[nodiscard]] QHash<PromptId, JobRecord> openRecords(const QList<PromptId> &ids);
    [[nodiscard]] JudgedState judgedOf(const JobReading &reading) const;
    void judge(const JobReading &reading, const JobRecord *openRecord);

    Setup m_setup;
    Chance m_chance;
    redis::StandaloneTopology m_topology;
    JobStore m_jobs;
    std::unique_ptr<RecordStore> m_records;
    std::unique_ptr<Journal> m_journal;
    std::unique_ptr<JobSettler> m_settler;
    IntentLog m_intents;
    JobParser m_parser;
    QList<Settlement> m_settlements; ///< of this round
    QList<Cleaning> m_cleanings;
    qint64 m_operations = 0;
};

void Executor::beginJournal()
{
    m_settler.reset();
    m_journal.reset();
    const QString path = m_setup.folder + u"/journal.sqlite"_s;
    for (const QString &end : {QString(), u"-wal"_s, u"-shm"_s})
        QFile::remove(path + end);
    m_journal = std::make_unique<Journal>(path);
    const SettlerOptions options{{u"ann"_s, u"ops-1"_s, u"campaign"_s}, u"staging"_s, JobSchema(), systemNow};
    m_settler = std::make_unique<JobSettler>(&m_jobs, m_journal.get(), m_records.get(), options);
}

QHash<PromptId, JobRecord> Executor::openRecords(const QList<PromptId> &ids)
{
    QHash<PromptId, JobRecord> open;
    if (!m_records)
        return open;
    const Result<QList<JobRecord>> rows = m_records->rowsFor(ids).result();
    for (const JobRecord &row : rows.value_or(QList<JobRecord>())) {
        if (row.status && isOpen(*row.status))
            open.insert(row.promptId, row);
    }
    return open;
}

JudgedState Executor::judgedOf(const JobReading &reading) const
{
    return {reading.value, reading.expiresAt(), 1'795'600'800'000, {}};
}

void Executor::judge(const JobReading &reading, const JobRecord *openRecord)
{
    const JobFields &fields = m_parser.parse(reading.value);
    if (!reading.exists || fields.unreadable != Unreadable::No || !m_chance.happens(60))
        return;
    const QByteArray key = keyOfJob(reading.promptId);
    if (!isOpen(fields.status) && openRecord == nullptr) {
        m_intents.add(IntentLog::Kind::Delete, key, reading.value);
        const SettlementReason reason{"ended-twice", u"clean"_s, {}, {}, "{}"};
        m_cleanings.append({reading.promptId, judgedOf(reading), reason, {}});
        return;
    }
    Settlement settlement;
    settlement.promptId = reading.promptId;
    settlement.judged = judgedOf(reading);
    settlement.status = m_chance.happens(50) ? JobStatus::Failed : JobStatus::Completed;
    settlement.reason = {"absent-both-open", u"settle-failed"_s, u"orphaned"_s, u"Nobody knows it."_s, "{}"};
    if (openRecord != nullptr) {
        const JudgedRow row{
            openRecord->id.value(), openRecord->statusWord, openRecord->revision.value_or(QString())};
        settlement.record = RecordEnd{row, RecordStatus::Failed, false, u"lost"_s};
    }
    m_intents.add(IntentLog::Kind::Claim, key, reading.value);
    m_settlements.append(settlement);
}

void Executor::round()
{
    const QList<PromptId> ids = m_chance.someJobs();
    const Result<QList<JobReading>> readings = answerOf(m_jobs.getMany(ids));
    if (!readings)
        return;
    const QHash<PromptId, JobRecord> records = openRecords(ids);
    m_settlements.clear();
    m_cleanings.clear();
    for (const JobReading &reading : *readings) {
        const auto record = records.constFind(reading.promptId);
        judge(reading, record == records.constEnd() ? nullptr : &*record);
    }
    m_intents.flush();
    m_chance.letTimePass();
    if (!m_settlements.isEmpty())
        static_cast<void>(answerOf(m_settler->settle(randomBatchId(), m_settlements)));
    if (!m_cleanings.isEmpty())
        static_cast<void>(answerOf(m_settler->clean(randomBatchId(), m_cleanings)));
    constexpr qsizetype ofEachCleaning = 3; // read again, delete, look again
    m_operations += ids.size() + m_settlements.size() + ofEachCleaning * m_cleanings.size();
    if (QFile(m_journal->path()).size() > journalBytes)
        beginJournal();
}

/// What an executor must not be: GET, edit, SET; DEL without a look.
class NaiveExecutor
{
public:
    explicit NaiveExecutor(const Setup &setup)
        : m_client(setup.redis.port)
        , m_chance(setup.seed)
        , m_intents(setup.folder)
    {
    }

    void round();
    [[nodiscard]] qint64 operations() const { return m_operations; }

private:
    RedisClient m_client;
    Chance m_chance;
    IntentLog m_intents;
    JobParser m_parser;
    qint64 m_operations = 0;
};

void NaiveExecutor::round()
{
    QHash<QByteArray, QByteArray> read;
    for (const PromptId &id : m_chance.someJobs()) {
        read.insert(keyOfJob(id), m_client.text({"GET", keyOfJob(id)}));
        ++m_operations;
    }
    m_chance.letTimePass();
    for (auto it = read.cbegin(); it != read.cend(); ++it) {
        const JobFields &fields = m_parser.parse(it.value());
        if (fields.unreadable != Unreadable::No || !m_chance.happens(60))
            continue;
        const bool isClaim = isOpen(fields.status);
        m_intents.add(isClaim ? IntentLog::Kind::Claim : IntentLog::Kind::Delete, it.key(), it.value());
        m_intents.flush();
        if (isClaim)
            m_client.run(
                {"SET", it.key(), *editDocument(it.value(), {JobStatus::Failed, std::nullopt}), "KEEPTTL"});
        else
            m_client.run({"DEL", it.key()});
        ++m_operations;
    }
}

template <typename AnyExecutor> void runUntilAsked(const Setup &setup)
{
    AnyExecutor executor(setup);
    while (!isAskedToEnd()) {
        executor.round();
        sayOperations(executor.operations());
    }
}

} // namespace

// One executor of the campaign, until SIGTERM. Prints how many operations it has sent so far.
int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    const QStringList names{u"redis"_s, u"records"_s, u"folder"_s, u"seed"_s};
    for (const QString &name : names)
        parser.addOption({name, name, name});
    parser.addOption({u"naive"_s, u"naive"_s});
    parser.process(application);
    untilAsked();

    Setup setup;
    setup.redis = redis::parseRedisUrl(parser.value(u"redis"_s)).value();
    if (parser.isSet(u"records"_s))
        setup.records = parseRecordsAddress(parser.value(u"records"_s)).value();
    setup.folder = parser.value(u"folder"_s);
    setup.seed = parser.value(u"seed"_s).toULongLong();
    if (parser.isSet(u"naive"_s))
        runUntilAsked<NaiveExecutor>(setup);
    else
        runUntilAsked<Executor>(setup);
    return 0;
}
