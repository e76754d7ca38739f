// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli/incident.h"
#include "tests/core/records/recordsworld.h"
#include "tests/support/httpfake.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTcpSocket>
#include <QTest>

#include <algorithm>
#include <csignal>
#include <cstddef>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace emberwatch::test;
using namespace Qt::StringLiterals;

namespace {

QByteArray page(quint16 port, const QByteArray &path)
{
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, port);
    socket.write("GET " + path + " HTTP/1.0\r\n\r\n");
    [[maybe_unused]] const bool isClosed
        = QTest::qWaitFor([&] { return socket.state() == QAbstractSocket::UnconnectedState; }, 10'000);
    return socket.readAll();
}

/// A server that has never heard of any job.
void answerEmpty(QTcpSocket *socket, const FakeRequest &request)
{
    if (request.target == "/queue")
        socket->write(HttpFake::response(R"({"queue_running":[],"queue_pending":[]})"));
    else if (request.target.startsWith("/history/"))
        socket->write(HttpFake::response("{}"));
    else
        socket->write(HttpFake::response("404: Not Found", 404, "text/plain"));
}

/// After which jobs it was asked, in that order.
QByteArrayList askedFor(const HttpFake &server)
{
    QByteArrayList ids;
    for (const FakeRequest &request : server.requests()) {
        if (request.target.startsWith("/history/"))
            ids += request.target.mid(9);
    }
    return ids;
}

} // namespace

class TestCliAgent : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void recoversAtItsStart();
    void looksAgain();
    void theNextAgentGoesOnAfterAKill();
    void endsSoonOnSigterm();
    void waitsForRedis();
    void productionOnlyLooks();
    void productionWritesForAReason();
    void reportsWhatItWouldClean_data();
    void reportsWhatItWouldClean();
    void cleansWhatItReports();
    void cleansInProductionForAReason();
    void bringsTheRecordsUpToDate_data();
    void bringsTheRecordsUpToDate();
    void recoveriesAndCleaningsTakeTurns();
    void endsACleaningSoonOnSigterm();
    void tellsSystemd();
    void usage_data();
    void usage();

private:
    [[nodiscard]] QStringList agent(const QStringList &more = {}) const
    {
        return QStringList{u"agent"_s, u"--grace"_s, u"200ms"_s, u"--listen"_s, u"127.0.0.1:%1"_s.arg(m_port)}
        + more;
    }
    [[nodiscard]] bool isHealthy() const { return page(m_port, "/healthz").startsWith("HTTP/1.1 200 "); }

    /// Too old for a recovery; its server has never heard of it.
    void addOrphan(const QByteArray &id) { m_incident.add(id, "image_generation", 3'600'000); }
    [[nodiscard]] bool isCounted(const QByteArray &sample) const
    {
        return page(m_port, "/metrics").contains(QByteArray("\n" + sample + '\n'));
    }
    [[nodiscard]] int journalled(const QString &action)
    {
        const CliOutcome journal = runCli({u"journal"_s, u"--json"_s, u"--action"_s, action}, m_environment);
        return static_cast<int>(journal.out.count('\n'));
    }

    Incident m_incident;
    PostgresServer m_postgres;
    CliEnvironment m_environment; ///< of one test
    quint16 m_port = freePort();
};

void TestCliAgent::initTestCase()
{
    QVERIFY2(m_incident.isRunning(), qPrintable(m_incident.redis().log() + m_incident.sim().log()));
}

void TestCliAgent::init()
{
    m_incident.clear();
    m_environment = m_incident.environment();
}

void TestCliAgent::recoversAtItsStart()
{
    m_incident.add("live");
    m_incident.know(u"live"_s, u"running"_s);
    m_incident.add("gone");
    CliProcess process(agent(), m_incident.environment());
    QTRY_VERIFY_WITH_TIMEOUT(isHealthy(), 60'000);
    QVERIFY(m_incident.says("gone", "failed"));
    const QByteArray metrics = page(m_port, "/metrics");
    QVERIFY2(metrics.contains("\nemberwatch_recovery_jobs{outcome=\"resumed\"} 1\n")
            && metrics.contains("\nemberwatch_recovery_jobs{outcome=\"settledFailed\"} 1\n")
            && metrics.contains("\nemberwatch_recoveries_total 1\n"),
        metrics.constData());
    m_incident.sim().control(u"finish"_s, {{u"id"_s, u"live"_s}});
    QTRY_VERIFY_WITH_TIMEOUT(m_incident.says("live", "completed"), 60'000);
    QTRY_VERIFY_WITH_TIMEOUT(
        page(m_port, "/metrics").contains("\nemberwatch_jobs_ended_total{outcome=\"completed\"} 1\n"),
        60'000);
    process.sendSignal(SIGTERM);
    const CliOutcome outcome = process.outcome();
    QCOMPARE(outcome.exitCode, 0);
    QCOMPARE(outcome.out, QByteArray());
    QVERIFY2(outcome.err.contains("info emberwatch.agent: 2 found"), outcome.err.constData());
}

void TestCliAgent::looksAgain()
{
    CliProcess process(agent({u"--every"_s, u"5s"_s}), m_incident.environment());
    QTRY_VERIFY_WITH_TIMEOUT(isHealthy(), 60'000);
    m_incident.add("gone");
    QTRY_VERIFY_WITH_TIMEOUT(m_incident.says("gone", "failed"), 60'000);
}

void TestCliAgent::theNextAgentGoesOnAfterAKill()
{
    m_incident.add("live");
    m_incident.know(u"live"_s, u"running"_s);
    {
        CliProcess first(agent(), m_incident.environment());
        QTRY_VERIFY_WITH_TIMEOUT(isHealthy(), 60'000);
        first.sendSignal(SIGKILL);
        [[maybe_unused]] const CliOutcome outcome = first.outcome();
    }
    m_incident.sim().control(u"finish"_s, {{u"id"_s, u"live"_s}});
    CliProcess second(agent({u"--every"_s, u"5s"_s}), m_incident.environment());
    QTRY_VERIFY_WITH_TIMEOUT(m_incident.says("live", "completed"), 90'000);
}

void TestCliAgent::endsSoonOnSigterm()
{
    m_incident.add("gone");
    // It stands between its two passes over the server.
    CliProcess process({u"agent"_s, u"--grace"_s, u"10m"_s, u"--listen"_s, u"127.0.0.1:%1"_s.arg(m_port)},
        m_incident.environment());
    QTRY_VERIFY_WITH_TIMEOUT(!m_incident.sim().control(u"requests"_s).isEmpty(), 60'000);
    QElapsedTimer clock;
    clock.start();
    process.sendSignal(SIGTERM);
    const CliOutcome outcome = process.outcome();
    QCOMPARE(outcome.exitCode, 0);
    QVERIFY2(clock.elapsed() < 20'000, "it did not end soon"); // 2 s, on an idle machine
    QVERIFY(m_incident.says("gone", "processing"));
}

void TestCliAgent::waitsForRedis()
{
    m_incident.add("gone");
    m_incident.redis().stop(true);
    CliProcess process(agent(), m_incident.environment());
    QTRY_VERIFY_WITH_TIMEOUT(page(m_port, "/healthz").startsWith("HTTP/1.1 503 "), 60'000);
    QTRY_VERIFY_WITH_TIMEOUT(process.err().contains("could not be completed"), 60'000);
    QVERIFY(process.isRunning());
    QVERIFY(m_incident.redis().start());
    m_incident.reconnect();
    QTRY_VERIFY_WITH_TIMEOUT(isHealthy(), 90'000);
    QTRY_VERIFY_WITH_TIMEOUT(m_incident.says("gone", "failed"), 60'000);
}

void TestCliAgent::productionOnlyLooks()
{
    m_incident.add("gone");
    const QByteArray before = m_incident.value("gone");
    CliProcess process(agent({u"--class"_s, u"production"_s}), m_incident.environment());
    QTRY_VERIFY_WITH_TIMEOUT(isHealthy(), 60'000);
    QVERIFY2(process.err().contains("only looks"), process.err().constData());
    QCOMPARE(m_incident.value("gone"), before);
    QVERIFY(page(m_port, "/metrics").contains("emberwatch_recovery_jobs{outcome=\"settledFailed\"} 1"));
}

void TestCliAgent::productionWritesForAReason()
{
    m_incident.add("gone");
    CliProcess process(
        agent({u"--class"_s, u"production"_s, u"--write"_s, u"OPS-1234"_s}), m_incident.environment());
    QTRY_VERIFY_WITH_TIMEOUT(m_incident.says("gone", "failed"), 60'000);
    const CliOutcome journal
        = runCli({u"journal"_s, u"--json"_s, u"--action"_s, u"agent-write"_s}, m_incident.environment());
    QVERIFY2(journal.out.contains("OPS-1234"), journal.out.constData());
}

void TestCliAgent::reportsWhatItWouldClean_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QString>("word");
    QTest::addColumn<QByteArray>("policy");
    QTest::newRow("asked to report") << QStringList{u"--clean"_s, u"report"_s} << QString() << QByteArray();
    QTest::newRow("by the environment") << QStringList() << u"report"_s << QByteArray();
    QTest::newRow("by the policy file")
        << QStringList() << QString() << QByteArray("[policy]\nclean = report\n");
    QTest::newRow("the option beats the others")
        << QStringList{u"--clean"_s, u"report"_s} << u"apply"_s << QByteArray("[policy]\nclean = apply\n");
    QTest::newRow("asked to apply in production")
        << QStringList{u"--clean"_s, u"apply"_s, u"--class"_s, u"production"_s} << QString() << QByteArray();
}

void TestCliAgent::reportsWhatItWouldClean()
{
    QFETCH(QStringList, options);
    QFETCH(QString, word);
    QFETCH(QByteArray, policy);
    addOrphan("old");
    const QByteArray before = m_incident.value("old");
    const QTemporaryDir state; // whose journal is empty
    m_environment.insert(u"XDG_STATE_HOME"_s, state.path());
    if (!word.isEmpty())
        m_environment.insert(u"EMBERWATCH_AGENT_CLEAN"_s, word);
    if (!policy.isEmpty()) {
        QFile file(state.filePath(u"policy.conf"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(policy);
        file.close();
        options += {u"--policy"_s, file.fileName()};
    }
    CliProcess process(agent(options), m_environment);
    QTRY_VERIFY_WITH_TIMEOUT(
        isCounted("emberwatch_cleaning_jobs{outcome=\"planned\",verdict=\"orphaned\"} 1"), 60'000);
    QVERIFY(isCounted("emberwatch_cleanings_total 1"));
    QTRY_VERIFY_WITH_TIMEOUT(process.err().contains("old: orphaned, planned: "), 60'000);
    QVERIFY2(
        process.err().contains("Would be done: delete the state from Redis."), process.err().constData());
    process.sendSignal(SIGTERM);
    QCOMPARE(process.outcome().exitCode, 0);
    QCOMPARE(m_incident.value("old"), before);
    QCOMPARE(journalled(u"delete"_s), 0);
}

void TestCliAgent::cleansWhatItReports()
{
    addOrphan("old");
    addOrphan("living");
    m_incident.know(u"living"_s, u"running"_s);
    m_incident.add("gone");
    const QByteArray living = m_incident.value("living");
    const QTemporaryDir state; // whose journal is empty
    m_environment.insert(u"XDG_STATE_HOME"_s, state.path());
    CliProcess process(agent({u"--clean"_s, u"apply"_s, u"--clean-every"_s, u"1s"_s}), m_environment);
    QTRY_VERIFY_WITH_TIMEOUT(m_incident.value("old").isEmpty(), 60'000);
    addOrphan("older");
    QTRY_VERIFY_WITH_TIMEOUT(isCounted("emberwatch_cleaned_jobs_total{outcome=\"deleted\"} 2"), 60'000);
    QVERIFY(m_incident.value("older").isEmpty());
    QCOMPARE(m_incident.value("living"), living);
    // The recovery has settled it, and a final state is kept for a minute.
    QVERIFY(m_incident.says("gone", "failed"));
    process.sendSignal(SIGTERM);
    QCOMPARE(process.outcome().exitCode, 0);
    QCOMPARE(journalled(u"delete"_s), 2);
    QCOMPARE(journalled(u"settle-failed"_s), 1);
}

void TestCliAgent::cleansInProductionForAReason()
{
    addOrphan("old");
    CliProcess process(
        agent({u"--clean"_s, u"apply"_s, u"--class"_s, u"production"_s, u"--write"_s, u"OPS-7"_s}),
        m_environment);
    QTRY_VERIFY_WITH_TIMEOUT(m_incident.value("old").isEmpty(), 60'000);
}

void TestCliAgent::bringsTheRecordsUpToDate_data()
{
    QTest::addColumn<bool>("isPostgres");
    QTest::newRow("SQLite") << false;
    QTest::newRow("PostgreSQL") << true;
}

void TestCliAgent::bringsTheRecordsUpToDate()
{
    QFETCH(const bool, isPostgres);
    QVERIFY2(m_postgres.isRunning(), qPrintable(m_postgres.log()));
    RecordsWorld records(isPostgres ? &m_postgres : nullptr);
    const QTemporaryDir state; // whose journal knows nothing of these ids
    m_environment.insert(u"XDG_STATE_HOME"_s, state.path());
    m_incident.add("live");
    m_incident.know(u"live"_s, u"running"_s);
    m_incident.add("gone");
    addOrphan("old");
    for (const QString &id : {u"live"_s, u"gone"_s, u"old"_s})
        records.add({id});
    QStringList options{u"--clean"_s, u"apply"_s};
    if (isPostgres)
        m_environment.insert(u"DATABASE_URL"_s, m_postgres.url(records.address().database));
    else
        options += {u"--records"_s, u"sqlite://"_s + records.address().path};
    const auto statusOf = [&](const QString &id) {
        return records.value(u"SELECT status FROM generation_jobs WHERE external_job_id = '%1'"_s.arg(id));
    };
    CliProcess process(agent(options), m_environment);
    QTRY_COMPARE_WITH_TIMEOUT(statusOf(u"gone"_s), u"failed"_s, 60'000);
    QTRY_COMPARE_WITH_TIMEOUT(statusOf(u"old"_s), u"failed"_s, 60'000);
    QVERIFY(m_incident.says("gone", "failed"));
    QVERIFY(m_incident.says("old", "failed")); // and it is kept for a minute
    QCOMPARE(statusOf(u"live"_s), u"processing"_s);
    m_incident.sim().control(u"finish"_s, {{u"id"_s, u"live"_s}});
    QTRY_COMPARE_WITH_TIMEOUT(statusOf(u"live"_s), u"completed"_s, 60'000);
    process.sendSignal(SIGTERM);
    QCOMPARE(process.outcome().exitCode, 0);
    QCOMPARE(records.auditCount(), 3);
}

void TestCliAgent::recoveriesAndCleaningsTakeTurns()
{
    HttpFake server(answerEmpty);
    // Both stay: neither has been silent for long enough. The one is the recovery's, the other the
    // cleaning's.
    m_incident.add("young", "image_generation", 300'000, 5'000, server.url());
    m_incident.add("old", "image_generation", 3'600'000, 5'000, server.url());
    m_environment.insert(u"COMFYUI_SERVERS"_s, server.url());
    CliProcess process({u"agent"_s, u"--grace"_s, u"2s"_s, u"--every"_s, u"5s"_s, u"--clean"_s, u"apply"_s,
                           u"--clean-every"_s, u"1s"_s},
        m_environment);
    QTRY_VERIFY2_WITH_TIMEOUT(askedFor(server).size() >= 16, process.err().constData(), 90'000);
    const QByteArrayList asked = askedFor(server);
    QVERIFY(asked.contains("young") && asked.contains("old"));
    for (qsizetype i = 0; i + 1 < asked.size(); i += 2)
        QVERIFY2(asked[i] == asked[i + 1], asked.join(' ').constData()); // the two passes of one walk
}

void TestCliAgent::endsACleaningSoonOnSigterm()
{
    addOrphan("old");
    // The recovery has nothing to ask about; the cleaning stands between its two passes.
    CliProcess process({u"agent"_s, u"--grace"_s, u"10m"_s, u"--clean"_s, u"apply"_s, u"--listen"_s,
                           u"127.0.0.1:%1"_s.arg(m_port)},
        m_environment);
    QTRY_VERIFY_WITH_TIMEOUT(isHealthy(), 60'000);
    QTRY_VERIFY_WITH_TIMEOUT(!m_incident.sim().control(u"requests"_s).isEmpty(), 60'000);
    QElapsedTimer clock;
    clock.start();
    process.sendSignal(SIGTERM);
    QCOMPARE(process.outcome().exitCode, 0);
    QVERIFY2(clock.elapsed() < 20'000, "it did not end soon"); // 2 s, on an idle machine
    QVERIFY(m_incident.says("old", "processing"));
}

void TestCliAgent::tellsSystemd()
{
    const QByteArray name = "@emberwatch-test-" + QByteArray::number(::getpid());
    const int listener = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path + 1, name.constData() + 1, size_t(name.size()) - 1);
    QCOMPARE(::bind(listener, reinterpret_cast<sockaddr *>(&address),
                 socklen_t(offsetof(sockaddr_un, sun_path) + size_t(name.size()))),
        0);
    QByteArray told;
    const auto hasTold = [&](const QByteArray &part) {
        QByteArray bytes(4096, '\0');
        for (ssize_t length = 1; length > 0;) {
            length = ::recv(listener, bytes.data(), size_t(bytes.size()), 0);
            told += bytes.first(std::max<qsizetype>(length, 0));
        }
        return told.contains(part);
    };
    CliEnvironment environment = m_incident.environment();
    environment.insert(u"NOTIFY_SOCKET"_s, QString::fromLatin1(name));
    environment.insert(u"WATCHDOG_USEC"_s, u"400000"_s);
    CliProcess process(agent(), environment);
    QTRY_VERIFY_WITH_TIMEOUT(hasTold("READY=1"), 60'000);
    QTRY_VERIFY_WITH_TIMEOUT(hasTold("STATUS=following 0 jobs"), 60'000);
    QTRY_VERIFY_WITH_TIMEOUT(hasTold("WATCHDOG=1"), 60'000);
    process.sendSignal(SIGTERM);
    QCOMPARE(process.outcome().exitCode, 0);
    QVERIFY(hasTold("STOPPING=1"));
    ::close(listener);
}

void TestCliAgent::usage_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QByteArray>("part");
    QTest::newRow("everybody") << QStringList{u"--listen"_s, u"0.0.0.0:9464"_s} << QByteArray("--listen");
    QTest::newRow("rhythm") << QStringList{u"--every"_s, u"10ms"_s} << QByteArray("--every");
    QTest::newRow("cleaning") << QStringList{u"--clean"_s, u"always"_s} << QByteArray("--clean");
    QTest::newRow("no cleaning") << QStringList{u"--clean"_s, QString()} << QByteArray("--clean");
    QTest::newRow("cleaning's rhythm")
        << QStringList{u"--clean-every"_s, u"soon"_s} << QByteArray("--clean-every");
    QTest::newRow("cleaning nothing")
        << QStringList{u"--clean-at-most"_s, u"0"_s} << QByteArray("--clean-at-most");
    QTest::newRow("class") << QStringList{u"--class"_s, u"prod"_s} << QByteArray("--class");
    QTest::newRow("webhook") << QStringList{u"--webhook"_s, u"ftp://h"_s} << QByteArray("--webhook");
    QTest::newRow("argument") << QStringList{u"now"_s} << QByteArray("takes no argument");
}

void TestCliAgent::usage()
{
    QFETCH(QStringList, words);
    QFETCH(QByteArray, part);
    const CliOutcome outcome = runCli(QStringList{u"agent"_s} + words, m_incident.environment());
    QCOMPARE(outcome.exitCode, 2);
    QVERIFY2(outcome.err.contains(part), outcome.err.constData());
}

QTEST_GUILESS_MAIN(TestCliAgent)
#include "tst_cli_agent.moc"
