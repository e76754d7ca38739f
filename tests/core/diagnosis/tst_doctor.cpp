// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diagnosis/doctor.h"
#include "tests/support/opsusers.h"
#include "tests/support/producerjobs.h"
#include "tests/support/redisclient.h"
#include "tests/support/redisserver.h"

#include <QSignalSpy>
#include <QTest>
#include <QTimer>

#include <optional>

using namespace emberwatch;
using namespace emberwatch::test;
using namespace Qt::StringLiterals;
using State = Finding::State;
using Step = DiagnosisStep;

namespace {

constexpr int patient = 30'000;

QStringList someUsers()
{
    return opsUsers()
        + QStringList{
            u"user keyless on >SECRET-keyless resetkeys resetchannels -@all +@read +ping +info +role +time +client|id"_s,
            u"user oddprefix on >SECRET-oddprefix ~job:* &__keyspace@0__:job:* +@all"_s,
            u"user tracker on >SECRET-tracker ~comfyui:job:* &__redis__:invalidate -@all +@read +@connection "
            u"+ping "
            "+subscribe +unsubscribe +psubscribe +punsubscribe +info +time"_s,
        };
}

struct Diagnosis
{
    QList<Finding> findings;

    [[nodiscard]] Finding of(Step step) const
    {
        for (const Finding &finding : findings) {
            if (finding.step == step)
                return finding;
        }
        return {step, State::Unknown, u"(not told)"_s};
    }
    [[nodiscard]] bool has(Step step) const { return of(step).sentence != "(not told)"_L1; }
    [[nodiscard]] QList<Step> steps() const
    {
        QList<Step> steps;
        for (const Finding &finding : findings)
            steps.append(finding.step);
        return steps;
    }
};

std::optional<Diagnosis> diagnose(const redis::ConnectionOptions &connection, DoctorOptions options = {})
{
    Diagnosis diagnosis;
    Doctor doctor(connection, std::move(options));
    QObject::connect(&doctor, &Doctor::found, &doctor,
        [&](const Finding &finding) { diagnosis.findings.append(finding); });
    QSignalSpy finished(&doctor, &Doctor::finished);
    doctor.start();
    if (finished.isEmpty() && !finished.wait(patient))
        return std::nullopt;
    return diagnosis;
}

} // namespace

class TestDoctor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void defaultUser();
    void viewer();
    void viewerHearsNotifications();
    void operatorMayChange();
    void missingRights_data();
    void missingRights();
    void trackingWithoutConfig();
    void replicaIsNotChanged();
    void unreadableAndEternal();
    void otherPrefix();
    void quickLook();
    void nothingIsChanged();
    void wrongPassword();
    void nobodyThere();
    void connectionBreaksMidway();
    void canBeDestroyedAtAnyTime();

private:
    [[nodiscard]] redis::ConnectionOptions as(const QString &user) const;

    RedisServer m_server{someUsers()};
    RedisClient m_client{m_server.port()};
};

void TestDoctor::initTestCase()
{
    QVERIFY2(m_server.isRunning(), qPrintable(m_server.log()));
}

void TestDoctor::init()
{
    m_client.run({"FLUSHALL"});
    m_client.run({"CONFIG", "SET", "notify-keyspace-events", ""});
}

redis::ConnectionOptions TestDoctor::as(const QString &user) const
{
    return *redis::parseRedisUrl(urlAs(user, m_server.port()));
}

void TestDoctor::defaultUser()
{
    m_client.run({"CONFIG", "SET", "notify-keyspace-events", "Kg$xe"});
    setJob(m_client, "a", jobDocument("a", "queued", 0));
    const auto diagnosis = diagnose(m_server.options());
    QVERIFY(diagnosis);
    const QList<Step> steps{Step::Reach, Step::SignIn, Step::Server, Step::Clock, Step::ReadJobs,
        Step::LiveUpdates, Step::ChangeJobs, Step::Values, Step::Expiry};
    QCOMPARE(diagnosis->steps(), steps);
    for (const Finding &finding : diagnosis->findings) {
        QVERIFY2(finding.state == State::Ok, qPrintable(finding.sentence));
        QVERIFY2(finding.remedy.isEmpty(), qPrintable(finding.remedy));
    }
    QCOMPARE(diagnosis->of(Step::ReadJobs).sentence, u"1 key under comfyui:job:"_s);
    QVERIFY(diagnosis->of(Step::Server).sentence.contains(u"master"_s));
}

void TestDoctor::viewer()
{
    const auto diagnosis = diagnose(as(u"ops_viewer"_s));
    QVERIFY(diagnosis);
    QCOMPARE(diagnosis->of(Step::SignIn).sentence, u"as ops_viewer"_s);
    const Finding reading = diagnosis->of(Step::ReadJobs);
    QVERIFY2(reading.state == State::Ok, qPrintable(reading.sentence));
    QCOMPARE(
        diagnosis->of(Step::LiveUpdates).state, State::Unknown); // CONFIG is refused, and nothing happens
    const Finding changing = diagnosis->of(Step::ChangeJobs);
    QCOMPARE(changing.state, State::Off);
    QCOMPARE(changing.remedy,
        u"ACL SETUSER ops_viewer ~comfyui:job:* ~comfyui:ops:* +set +del +pexpireat +eval +evalsha "
        "+script|load +script|exists +wait"_s);
    QVERIFY(diagnosis->has(Step::Values));
}

void TestDoctor::viewerHearsNotifications()
{
    m_client.run({"CONFIG", "SET", "notify-keyspace-events", "Kg$xe"});
    QTimer producer;
    QObject::connect(
        &producer, &QTimer::timeout, this, [this] { setJob(m_client, "a", jobDocument("a", "queued", 0)); });
    producer.start(50);
    const auto diagnosis = diagnose(as(u"ops_viewer"_s));
    QVERIFY(diagnosis);
    const Finding live = diagnosis->of(Step::LiveUpdates);
    QVERIFY2(live.state == State::Ok, qPrintable(live.sentence));
}

void TestDoctor::operatorMayChange()
{
    const auto diagnosis = diagnose(as(u"ops_operator"_s));
    QVERIFY(diagnosis);
    for (const Step step : {Step::ReadJobs, Step::ChangeJobs}) {
        const Finding finding = diagnosis->of(step);
        QVERIFY2(finding.state == State::Ok, qPrintable(finding.sentence));
        QVERIFY(finding.remedy.isEmpty());
    }
}

void TestDoctor::missingRights_data()
{
    QTest::addColumn<QByteArray>("rule");
    QTest::addColumn<State>("state");
    QTest::addColumn<QString>("remedy");
    const auto line = [](const QString &what) -> QString { return u"ACL SETUSER ops_viewer "_s + what; };
    for (const char *command : {"scan", "mget", "pttl", "type", "strlen", "getrange", "get", "time"}) {
        QTest::newRow(command) << '-' + QByteArray(command) << State::Problem
                               << line(u'+' + QString::fromLatin1(command));
    }
    for (const char *command : {"dbsize", "info", "role", "client|id", "echo", "exists"}) {
        QTest::newRow(command) << '-' + QByteArray(command) << State::Warning
                               << line(u'+' + QString::fromLatin1(command));
    }
    QTest::newRow("the keys") << QByteArray("resetkeys") << State::Problem << line(u"%R~comfyui:job:*"_s);
    QTest::newRow("cluster commands on a single server")
        << QByteArray("-cluster|slots") << State::Ok << QString();
}

void TestDoctor::missingRights()
{
    QFETCH(QByteArray, rule);
    m_client.run({"ACL", "SETUSER", "ops_viewer", rule});
    const auto diagnosis = diagnose(as(u"ops_viewer"_s));
    // What was taken away is given back by the line that the doctor wrote.
    const QByteArray restored = rule.startsWith('-') ? QByteArray('+' + rule.sliced(1)) : QByteArray("on");
    m_client.run({"ACL", "SETUSER", "ops_viewer", "%R~comfyui:job:*", restored});
    QVERIFY(diagnosis);
    const Finding finding = diagnosis->of(Step::ReadJobs);
    QTEST(finding.state, "state");
    QTEST(finding.remedy, "remedy");
}

void TestDoctor::trackingWithoutConfig()
{
    const auto diagnosis = diagnose(as(u"tracker"_s));
    QVERIFY(diagnosis);
    const Finding live = diagnosis->of(Step::LiveUpdates);
    QCOMPARE(live.state, State::Warning);
    QVERIFY2(live.sentence.contains(u"client tracking is used"_s), qPrintable(live.sentence));
    QCOMPARE(live.remedy, u"ACL SETUSER tracker &__keyspace@0__:comfyui:job:*"_s);
}

void TestDoctor::replicaIsNotChanged()
{
    RedisServer replica(QStringList{u"replicaof 127.0.0.1 %1"_s.arg(m_server.port())});
    RedisClient client(replica.port());
    QTRY_VERIFY_WITH_TIMEOUT(client.text({"INFO", "replication"}).contains("master_link_status:up"), patient);
    const auto diagnosis = diagnose(replica.options());
    QVERIFY(diagnosis);
    QVERIFY(diagnosis->of(Step::Server).sentence.contains(u"slave"_s));
    QCOMPARE(diagnosis->of(Step::ChangeJobs).state, State::Off);
    QVERIFY(diagnosis->of(Step::ChangeJobs).sentence.contains(u"replica"_s));
    QCOMPARE(diagnosis->of(Step::ReadJobs).state, State::Ok);
}

void TestDoctor::unreadableAndEternal()
{
    setJob(m_client, "good", jobDocument("good", "queued", 0));
    setJob(m_client, "broken\x1b[31m", "{nope");
    for (int i = 0; i < 7; ++i)
        setJob(m_client, "bad-" + QByteArray::number(i), "[]");
    m_client.run({"RPUSH", "comfyui:job:list", "x"});
    setJob(m_client, "liar", jobDocument("another", "queued", 0));
    const auto diagnosis = diagnose(as(u"ops_viewer"_s));
    QVERIFY(diagnosis);
    const Finding values = diagnosis->of(Step::Values);
    QCOMPARE(values.state, State::Warning);
    QCOMPARE(values.sentence, u"2 of 11 values are jobs, 1 of them doubtful"_s);
    QVERIFY2(values.detail.contains(u"and 4 more"_s), qPrintable(values.detail));
    QVERIFY2(values.detail.contains(u"liar: "_s), qPrintable(values.detail));
    QVERIFY(!values.detail.contains(u'\x1b'));
    const Finding expiry = diagnosis->of(Step::Expiry);
    QCOMPARE(expiry.state, State::Warning);
    QVERIFY2(expiry.detail.contains(u"\n  list"_s), qPrintable(expiry.detail));
}

void TestDoctor::otherPrefix()
{
    m_client.run({"SET", "job:a", "{", "EX", "100"});
    setJob(m_client, "b", "{");
    DoctorOptions options;
    options.schema.prefix = "job:";
    const auto diagnosis = diagnose(as(u"oddprefix"_s), options);
    QVERIFY(diagnosis);
    QCOMPARE(diagnosis->of(Step::ReadJobs).sentence, u"1 key under job:"_s);
    QCOMPARE(diagnosis->of(Step::Values).sentence, u"0 of 1 value is a job"_s);
}

void TestDoctor::quickLook()
{
    setJob(m_client, "bad", "{");
    DoctorOptions options;
    options.readsValues = false;
    const auto diagnosis = diagnose(m_server.options(), options);
    QVERIFY(diagnosis);
    QCOMPARE(diagnosis->findings.last().step, Step::ChangeJobs);
    QCOMPARE(diagnosis->of(Step::ReadJobs).sentence, u"1 key under comfyui:job:"_s);
}

void TestDoctor::nothingIsChanged()
{
    const auto line = [this](QByteArrayView name) {
        const QByteArray info = m_client.text({"INFO", "everything"});
        const qsizetype at = info.indexOf(name);
        return info.mid(at, info.indexOf('\r', at) - at);
    };
    setJob(m_client, "a", jobDocument("a", "queued", 0));
    const QByteArray changes = line("rdb_changes_since_last_save:");
    const QByteArray configured = m_client.text({"CONFIG", "GET", "*"});
    for (const QString &user : {u"ops_viewer"_s, u"ops_operator"_s})
        QVERIFY(diagnose(as(user)));
    QVERIFY(diagnose(m_server.options()));
    QCOMPARE(line("rdb_changes_since_last_save:"), changes);
    QCOMPARE(m_client.integer({"DBSIZE"}), 1);
    QCOMPARE(m_client.text({"CONFIG", "GET", "*"}), configured);
    const QByteArray commands = m_client.text({"INFO", "commandstats"});
    QVERIFY(!commands.contains("cmdstat_keys:"));
}

void TestDoctor::wrongPassword()
{
    redis::ConnectionOptions options = as(u"ops_viewer"_s);
    options.password = Secret("canary");
    const auto diagnosis = diagnose(options);
    QVERIFY(diagnosis);
    QCOMPARE(diagnosis->steps(), QList<Step>({Step::Reach, Step::SignIn}));
    const Finding last = diagnosis->findings.last();
    QCOMPARE(last.state, State::Problem);
    QVERIFY2(last.sentence.contains(u"WRONGPASS"_s), qPrintable(last.sentence));
    QVERIFY(!last.sentence.contains(u"canary"_s) && !last.detail.contains(u"canary"_s));
}

void TestDoctor::nobodyThere()
{
    redis::ConnectionOptions options;
    options.port = freePort();
    const auto diagnosis = diagnose(options);
    QVERIFY(diagnosis);
    QCOMPARE(diagnosis->steps(), QList<Step>{Step::Reach});
    QCOMPARE(diagnosis->findings.first().state, State::Problem);
}

void TestDoctor::connectionBreaksMidway()
{
    RedisServer server;
    Doctor doctor(server.options(), {});
    QList<Finding> findings;
    QObject::connect(&doctor, &Doctor::found, &doctor, [&](const Finding &finding) {
        findings.append(finding);
        if (finding.step == Step::SignIn)
            server.kill();
    });
    QSignalSpy finished(&doctor, &Doctor::finished);
    doctor.start();
    QVERIFY(finished.wait(patient));
    QCOMPARE(findings.last().state, State::Problem);
    QVERIFY2(findings.last().sentence.contains(u"ended here"_s), qPrintable(findings.last().sentence));
    QCOMPARE(finished.size(), 1);
}

void TestDoctor::canBeDestroyedAtAnyTime()
{
    for (int i = 0; i < 10; ++i)
        setJob(m_client, QByteArray::number(i), jobDocument(QByteArray::number(i), "queued", 0));
    for (int findings = 0; findings < 10; ++findings) {
        auto *doctor = new Doctor(m_server.options(), {});
        int seen = 0;
        QObject::connect(doctor, &Doctor::found, doctor, [&, doctor] {
            if (++seen > findings)
                doctor->deleteLater();
        });
        QObject::connect(doctor, &Doctor::finished, doctor, &QObject::deleteLater);
        QSignalSpy gone(doctor, &QObject::destroyed);
        doctor->start();
        QVERIFY(gone.wait(patient));
    }
}

QTEST_GUILESS_MAIN(TestDoctor)
#include "tst_doctor.moc"
