// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/joblisting.h"
#include "core/redis/connection.h"
#include "tests/support/producerjobs.h"
#include "tests/support/redisclient.h"
#include "tests/support/redisserver.h"

#include <QSignalSpy>
#include <QTest>

using namespace emberwatch;
using namespace emberwatch::test;
using namespace Qt::StringLiterals;

namespace {

struct Listed
{
    qint64 size = 0;
    bool hasValue = false;
    QByteArray type;
    qint64 pttl = 0;
};

} // namespace

class TestJobListing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void listsEveryKindOfValue_data();
    void listsEveryKindOfValue();
    void aPrefixIsNoPattern();
    void readsByNameWhatIsThereAndWhatIsNot();
    void aLostConnectionFailsIt();
    void anEmptyDatabaseIsComplete();

private:
    QHash<QByteArray, Listed> list(const QByteArray &prefix, bool careful);

    std::unique_ptr<RedisServer> m_server;
    std::unique_ptr<RedisClient> m_client;
    std::unique_ptr<redis::Connection> m_connection;
};

void TestJobListing::init()
{
    m_connection.reset();
    m_server = std::make_unique<RedisServer>();
    QVERIFY(m_server->isRunning());
    m_client = std::make_unique<RedisClient>(m_server->port());
    m_connection = std::make_unique<redis::Connection>(m_server->options());
    m_connection->open();
    QTRY_VERIFY(m_connection->isReady());
}

QHash<QByteArray, Listed> TestJobListing::list(const QByteArray &prefix, bool careful)
{
    JobListing listing(m_connection.get(), prefix, 1 << 20, JobListing::Repeats::Skip);
    listing.setCareful(careful);
    QHash<QByteArray, Listed> found;
    int repeats = 0;
    listing.setPageHandler([&](const std::vector<ListedJob> &page) {
        for (const ListedJob &job : page) {
            repeats += found.contains(job.key.toByteArray()) ? 1 : 0;
            found.insert(
                job.key.toByteArray(), {job.size, job.hasValue, job.redisType.toByteArray(), job.pttl});
            if (job.hasValue && job.value.size() != job.size)
                ++repeats;
        }
    });
    QSignalSpy finished(&listing, &JobListing::finished);
    listing.start();
    if (!finished.wait(20'000) || repeats != 0 || listing.listed() != found.size())
        return {};
    return found;
}

void TestJobListing::listsEveryKindOfValue_data()
{
    QTest::addColumn<bool>("careful");
    QTest::newRow("all at once") << false;
    QTest::newRow("sizes first") << true;
}

void TestJobListing::listsEveryKindOfValue()
{
    QFETCH(bool, careful);
    for (int i = 0; i < 3'000; ++i) {
        const QByteArray key = "comfyui:job:" + QByteArray::number(i);
        const QByteArray value = jobDocument(QByteArray::number(i), "queued", 0);
        const QByteArray foreign = "other:" + QByteArray::number(i);
        m_client->append({"SET", key, value, "EX", "7200"});
        m_client->append({"SET", foreign, "x"});
    }
    QCOMPARE(m_client->collect(), 0);
    const QByteArray large(3 << 20, 'x');
    m_client->run({"SET", "comfyui:job:large", large});
    m_client->run({"SET", "comfyui:job:empty", ""});
    m_client->run({"HSET", "comfyui:job:hash", "a", "b"});
    m_client->run({"SADD", "comfyui:job:set", "a"});

    const auto found = list("comfyui:job:", careful);
    QCOMPARE(found.size(), 3'004);
    QVERIFY(found["comfyui:job:17"].hasValue);
    QVERIFY(found["comfyui:job:17"].pttl > 7'000'000);
    QCOMPARE(found["comfyui:job:large"].size, large.size());
    QVERIFY(!found["comfyui:job:large"].hasValue);
    QVERIFY(found["comfyui:job:empty"].hasValue);
    QCOMPARE(found["comfyui:job:empty"].pttl, -1);
    QCOMPARE(found["comfyui:job:hash"].type, QByteArray("hash"));
    QCOMPARE(found["comfyui:job:set"].type, QByteArray("set"));
    QVERIFY(!m_client->text({"INFO", "commandstats"}).contains("cmdstat_keys:"));
}

void TestJobListing::aPrefixIsNoPattern()
{
    m_client->run({"SET", "a*[b]:1", "x"});
    m_client->run({"SET", "axb:1", "x"});
    m_client->run({"SET", "a*b:1", "x"});
    const auto found = list("a*[b]:", false);
    QCOMPARE(found.keys(), QByteArrayList{"a*[b]:1"});
}

void TestJobListing::readsByNameWhatIsThereAndWhatIsNot()
{
    m_client->run({"SET", "a", "1"});
    m_client->run({"HSET", "h", "a", "b"});
    JobPageReader reader(m_connection.get(), 100);
    QByteArrayList present;
    QByteArrayList absent;
    bool done = false;
    reader.read(
        {"a", "gone", "h"},
        [&](const JobPageReader::Page &page) {
            for (const ListedJob &job : page.present)
                present += job.key.toByteArray();
            for (const QByteArrayView key : page.absent)
                absent += key.toByteArray();
        },
        [&](const Result<void> &result) { done = result.has_value(); });
    QTRY_VERIFY(done);
    QCOMPARE(present, (QByteArrayList{"a", "h"}));
    QCOMPARE(absent, QByteArrayList{"gone"});
}

void TestJobListing::aLostConnectionFailsIt()
{
    for (int i = 0; i < 20'000; ++i) {
        const QByteArray key = "comfyui:job:" + QByteArray::number(i);
        m_client->append({"SET", key, "x"});
    }
    QCOMPARE(m_client->collect(), 0);
    JobListing listing(m_connection.get(), "comfyui:job:", 100, JobListing::Repeats::Skip);
    bool isKilled = false;
    listing.setPageHandler([&](const std::vector<ListedJob> &) {
        if (!std::exchange(isKilled, true))
            m_server->kill();
    });
    QSignalSpy finished(&listing, &JobListing::finished);
    QSignalSpy failed(&listing, &JobListing::failed);
    listing.start();
    QVERIFY(failed.wait(10'000));
    QCOMPARE(failed.count(), 1);
    QCOMPARE(finished.count(), 0);
}

void TestJobListing::anEmptyDatabaseIsComplete()
{
    JobListing listing(m_connection.get(), "comfyui:job:", 100, JobListing::Repeats::Skip);
    listing.setPageHandler([](const std::vector<ListedJob> &) {});
    QSignalSpy finished(&listing, &JobListing::finished);
    listing.start();
    QVERIFY(finished.wait(5'000));
    QCOMPARE(listing.listed(), 0);
}

QTEST_GUILESS_MAIN(TestJobListing)
#include "tst_joblisting.moc"
