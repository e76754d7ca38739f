// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/operations/campaign.h"

#include "tests/core/operations/hotdocument.h"
#include "tests/support/opsusers.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <csignal>
#include <sys/prctl.h>

namespace emberwatch::test {

using namespace Qt::StringLiterals;

namespace {

constexpr int membersOfEach = 4;
constexpr auto killEvery = std::chrono::milliseconds(700);

QStringList serverConfig()
{
    return QStringList{u"appendonly yes"_s, u"appendfsync no"_s, u"auto-aof-rewrite-percentage 0"_s}
    + opsUsers();
}

void endOrderly(QProcess &process)
{
    process.terminate();
    if (!process.waitForFinished(60'000))
        qFatal("a member of the campaign does not end");
}

} // namespace

Campaign::Campaign(Executors executors)
    : m_redis(serverConfig())
    , m_client(m_redis.port())
    , m_records(nullptr)
{
    addRecords();
    for (int number = 0; number < membersOfEach; ++number) {
        addProducer(number);
        addExecutor(number, executors);
    }
}

Campaign::~Campaign()
{
    for (const auto *members : {&m_producers, &m_executors}) {
        for (const auto &member : *members) {
            member->process.kill();
            member->process.waitForFinished(10'000);
        }
    }
}

/// A record for each key, and the count of what became of it: a trigger sees also what others do.
void Campaign::addRecords()
{
    m_records.run(u"CREATE TABLE endings (id TEXT NOT NULL)"_s);
    m_records.run(
        u"CREATE TRIGGER count_endings AFTER UPDATE OF status ON generation_jobs WHEN OLD.status = "
        "'processing' AND NEW.status <> 'processing' BEGIN INSERT INTO endings VALUES (NEW.id); END"_s);
    for (int key = 0; key < hotKeys; ++key)
        m_records.add({QString::fromUtf8(hotId(key))});
}

void Campaign::addProducer(int number)
{
    auto member = std::make_unique<Member>();
    member->program = QStringLiteral(EMBERWATCH_CAMPAIGNPRODUCER);
    member->arguments = {
        QString::number(m_redis.port()), QString::number(number), QString::number(m_random.below(1U << 31))};
    m_producers.push_back(std::move(member));
}

void Campaign::addExecutor(int number, Executors executors)
{
    auto member = std::make_unique<Member>();
    member->program = QStringLiteral(EMBERWATCH_CAMPAIGNEXECUTOR);
    const QString folder = m_folder.filePath(u"executor-%1"_s.arg(number));
    QDir().mkpath(folder);
    member->arguments = {u"--folder"_s, folder, u"--seed"_s, QString::number(m_random.below(1U << 31))};
    if (executors == Executors::Naive)
        member->arguments << u"--naive"_s << u"--redis"_s << m_redis.url();
    else
        member->arguments << u"--redis"_s << urlAs(u"ops_operator"_s, m_redis.port());
    const bool hasRecords = number < membersOfEach / 2;
    if (hasRecords)
        member->arguments << u"--records"_s << u"sqlite://"_s + m_records.address().path;
    m_executors.push_back(std::move(member));
}

void Campaign::start(Member &member)
{
    member.before += member.now;
    member.now = 0;
    member.process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    member.process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
    member.process.start(member.program, member.arguments);
    if (!member.process.waitForStarted(30'000))
        qFatal("a member of the campaign does not start");
}

void Campaign::listen(Member &member) const
{
    while (member.process.canReadLine()) {
        member.lastLine = member.process.readLine().trimmed();
        bool isNumber = false;
        const qint64 count = member.lastLine.toLongLong(&isNumber);
        if (isNumber)
            member.now = count;
    }
}

qint64 Campaign::operations() const
{
    qint64 sum = 0;
    for (const auto *members : {&m_producers, &m_executors}) {
        for (const auto &member : *members)
            sum += member->before + member->now;
    }
    return sum;
}

void Campaign::killOne()
{
    Member &victim = *m_executors[m_random.below(m_executors.size())];
    victim.process.kill();
    victim.process.waitForFinished(30'000);
    listen(victim);
    ++m_kills;
    start(victim);
}

/// The application takes a job up again.
void Campaign::reopenSomeRow()
{
    m_records.run(u"UPDATE generation_jobs SET status = 'processing', updated_at = strftime('%Y-%m-%d "
                  "%H:%M:%f', 'now') || '%1' WHERE external_job_id = '%2' AND status <> 'processing'"_s
                      .arg(m_random.below(1'000))
                      .arg(QString::fromUtf8(hotId(m_random.below(hotKeys)))));
}

bool Campaign::run(qint64 operations, std::chrono::milliseconds within)
{
    for (const auto *members : {&m_producers, &m_executors}) {
        for (const auto &member : *members) {
            if (member->process.state() == QProcess::NotRunning)
                start(*member);
        }
    }
    const QDeadlineTimer deadline(within);
    QDeadlineTimer nextKill(killEvery);
    while (this->operations() < operations && !deadline.hasExpired()) {
        QTest::qWait(10); // their lines are counted in batches, and the cores are theirs
        for (const auto *members : {&m_producers, &m_executors}) {
            for (const auto &member : *members)
                listen(*member);
        }
        reopenSomeRow();
        if (!nextKill.hasExpired())
            continue;
        killOne();
        nextKill.setRemainingTime(killEvery);
    }
    return this->operations() >= operations;
}

QMap<int, ProducerSum> Campaign::endProducers()
{
    QMap<int, ProducerSum> sums;
    for (size_t i = 0; i < m_producers.size(); ++i) {
        Member &member = *m_producers[i];
        endOrderly(member.process);
        listen(member);
        const QJsonObject sum = QJsonDocument::fromJson(member.lastLine).object();
        if (sum.isEmpty())
            qFatal("a producer has lost its connection");
        const auto count = [&sum](const QString &name) { return sum.value(name).toInteger(); };
        sums.insert(static_cast<int>(i), {count(u"writes"_s), count(u"heartbeats"_s), count(u"deletes"_s)});
    }
    return sums;
}

EffectOracle Campaign::judge()
{
    for (const auto &member : m_executors) {
        endOrderly(member->process);
        listen(*member);
    }
    const QMap<int, ProducerSum> sums = endProducers();
    Intents intents;
    for (size_t i = 0; i < m_executors.size(); ++i)
        intents.read(m_folder.filePath(u"executor-%1"_s.arg(i)));
    // An answered command is in the file: it is written before the answers are.
    const redis::Reply folder = m_client.run({"CONFIG", "GET", "dir"});
    AppendOnlyFile file(QString::fromUtf8(folder.root().at(1).bytes()));
    EffectOracle oracle(std::move(intents));
    oracle.replay(file);
    oracle.compare(sums);
    return oracle;
}

bool Campaign::isStateAsReplayed(const EffectOracle &oracle)
{
    if (m_client.integer({"DBSIZE"}) != oracle.state().size())
        return false;
    for (auto it = oracle.state().begin(); it != oracle.state().end(); ++it) {
        if (m_client.text({"GET", it.key()}) != it.value())
            return false;
    }
    return true;
}

QStringList Campaign::forbiddenCommands()
{
    static const QSet<QByteArray> allowed{"get", "set", "del", "type", "strlen", "pttl", "time", "evalsha",
        "eval", "script|load", "script|exists", "auth", "hello", "select", "client|setname", "client|id",
        "info", "role", "ping", "dbsize", "config|get", "acl|log"};
    QStringList found;
    const QByteArrayList lines = m_client.text({"INFO", "commandstats"}).split('\n');
    for (const QByteArray &line : lines) {
        if (!line.startsWith("cmdstat_"))
            continue;
        const QByteArray name = line.mid(8, line.indexOf(':') - 8);
        const bool wasRejected = !line.contains("rejected_calls=0,");
        if (!allowed.contains(name) || wasRejected)
            found += QString::fromUtf8(line.trimmed());
    }
    return found;
}

int Campaign::endings()
{
    return m_records.value(u"SELECT count(*) FROM endings"_s).toInt();
}

QString Campaign::sum(const EffectOracle &oracle)
{
    return u"%1 operations, of ours %2 claims, %3 deletes and %4 records, %5 kills"_s.arg(operations())
        .arg(oracle.claims())
        .arg(oracle.deletes())
        .arg(endings())
        .arg(m_kills);
}

QStringList Campaign::unauditedRows()
{
    const QString mismatches = m_records.value(
        u"SELECT group_concat(e.id || ': ' || e.n || ' endings, ' || COALESCE(a.n, 0) || ' audit rows') FROM "
        "(SELECT id, count(*) AS n FROM endings GROUP BY id) e LEFT JOIN (SELECT record_id, count(*) AS n "
        "FROM "
        "emberwatch_audit GROUP BY record_id) a ON a.record_id = e.id WHERE e.n <> COALESCE(a.n, 0)"_s);
    return mismatches == u"NULL" ? QStringList() : QStringList{mismatches};
}

} // namespace emberwatch::test
