// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli/incident.h"
#include "tests/core/records/recordsworld.h"

#include <QFile>
#include <QJsonDocument>
#include <QSet>
#include <QTest>

using namespace emberwatch::test;
using namespace Qt::StringLiterals;

namespace {

/// One job in a row of the verdict table.
struct Case
{
    const char *id;
    const char *redis; ///< status; nullptr: no key
    const char *record; ///< status; nullptr: no row
    const char *comfy; ///< as the simulator loads it; nullptr: absent
    const char *verdict;
    const char *outcome; ///< of a reconciliation
    const char *redisAfter; ///< status; nullptr: no key
    const char *recordAfter;
};

constexpr Case cases[]{
    {"elsewhere", "processing", "processing", nullptr, "unverifiable", "unverifiable", "processing",
        "processing"},
    {"zombie", nullptr, "completed", "running", "zombie", "cancelled", nullptr, "completed"},
    {"foreign", nullptr, nullptr, "running", "foreign", "nothing", nullptr, nullptr},
    {"stuck", "processing", "processing", "running", "stalled", "leftAlone", "processing", "processing"},
    {"live", "processing", "processing", "running", "live", "nothing", "processing", "processing"},
    {"forgotten", nullptr, "processing", "running", "live", "resumed", "processing", "processing"},
    {"unclaimed", "processing", "processing", "success", "unclaimed-result", "settledCompleted", "completed",
        "completed"},
    {"unclaimed-no-key", nullptr, "processing", "success", "unclaimed-result", "settledCompleted", nullptr,
        "completed"},
    {"told-failed", "failed", "failed", "success", "unclaimed-result", "leftAlone", "failed", "failed"},
    {"late", "processing", "cancelled", "success", "late-result", "cleaned", nullptr, "cancelled"},
    {"claims-differ", "completed", "completed", "error", "conflict", "leftAlone", "completed", "completed"},
    {"broken", "processing", "processing", "error", "stale", "settledFailed", "failed", "failed"},
    {"interrupted", "processing", "processing", "interrupted", "stale", "settledFailed", "failed",
        "cancelled"},
    {"behind", "processing", "completed", nullptr, "stale", "cleaned", nullptr, "completed"},
    {"untracked-done", "processing", nullptr, "success", "stale", "cleaned", nullptr, nullptr},
    {"orphan", "processing", "processing", nullptr, "orphaned", "settledFailed", "failed", "failed"},
    {"orphan-untracked", "processing", nullptr, nullptr, "orphaned", "cleaned", nullptr, nullptr},
    {"redis-ended", "completed", "processing", nullptr, "stale", "settledCompleted", "completed",
        "completed"},
    {"lost", nullptr, "processing", nullptr, "lost", "settledFailed", nullptr, "failed"},
    {"cancelled", "failed", "cancelled", nullptr, "residue", "nothing", "failed", "cancelled"},
    {"ends-differ", "completed", "failed", nullptr, "conflict", "leftAlone", "completed", "failed"},
    {"residue", "completed", "completed", nullptr, "residue", "nothing", "completed", "completed"},
};
/// Beside these there is one whose value is no JSON.
constexpr int jobCount = std::size(cases) + 1;

QString statusIn(const QByteArray &value)
{
    return QJsonDocument::fromJson(value).object().value("status"_L1).toString();
}

QJsonObject jobIn(const QJsonObject &report, const QString &id)
{
    for (const auto &job : report.value("jobs"_L1).toArray()) {
        if (job.toObject().value("promptId"_L1) == id)
            return job.toObject();
    }
    return {};
}

} // namespace

class TestCliReconcile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void everyRowOfTheTable_data() { addDatabaseRows(); }
    void everyRowOfTheTable();
    void undoRestoresEverything_data() { addDatabaseRows(); }
    void undoRestoresEverything();
    void triageFilters_data();
    void triageFilters();
    void withoutAgreementNothingIsChanged();
    void aNamedJobNeedsNoAgreement();
    void cleansByHandWhatARecoveryWouldTake();
    void theReasonStandsWithEveryAction();
    void appliesNoMoreThanThePlan();
    void refusesAPlanOfAnotherRedis();
    void planFilesThatAreNone_data();
    void planFilesThatAreNone();
    void usage_data();
    void usage();

private:
    void stage(RecordsWorld &records);
    [[nodiscard]] CliOutcome run(const QStringList &words, const RecordsWorld *records = nullptr);
    [[nodiscard]] QString recordOf(RecordsWorld &records, const QString &id);

    Incident m_incident;
    PostgresServer m_postgres;
    QTemporaryDir m_folder;
};

void TestCliReconcile::initTestCase()
{
    QVERIFY2(m_incident.isRunning(), qPrintable(m_incident.redis().log() + m_incident.sim().log()));
    QVERIFY2(m_postgres.isRunning(), qPrintable(m_postgres.log()));
    QFile policy(m_folder.filePath(u"policy.conf"_s));
    QVERIFY(policy.open(QIODevice::WriteOnly));
    policy.write("[default]\ngrace = 300ms\n[type stuck]\nstall-limit = 300ms\n");
}

void TestCliReconcile::init()
{
    m_incident.clear();
    QVERIFY(m_incident.isRunning());
}

CliOutcome TestCliReconcile::run(const QStringList &words, const RecordsWorld *records)
{
    CliEnvironment environment = m_incident.environment();
    if (records != nullptr)
        environment.insert(u"DATABASE_URL"_s,
            records->isPostgres() ? m_postgres.url(records->address().database)
                                  : u"sqlite://"_s + records->address().path);
    const bool judges = words.first() != "undo"_L1 && words.first() != "journal"_L1;
    const QStringList policy{u"--policy"_s, m_folder.filePath(u"policy.conf"_s)};
    return runCli(judges ? words + policy : words, environment);
}

QString TestCliReconcile::recordOf(RecordsWorld &records, const QString &id)
{
    return records.value(
        u"SELECT COALESCE((SELECT status%1 FROM generation_jobs WHERE external_job_id = '%2'), '')"_s.arg(
            records.isPostgres() ? u"::text"_s : QString(), id));
}

void TestCliReconcile::stage(RecordsWorld &records)
{
    for (const Case &one : cases) {
        const QString id = QString::fromLatin1(one.id);
        const QString server = id == "elsewhere"_L1 ? u"http://gpu-9:8188"_s : QString();
        if (one.redis != nullptr)
            m_incident.add(one.id, id == "stuck"_L1 ? "stuck" : "image_generation", 3'600'000, 900'000,
                server, one.redis);
        if (one.record != nullptr)
            records.add({id, QString::fromLatin1(one.record)});
        if (one.comfy != nullptr)
            m_incident.know(id, QString::fromLatin1(one.comfy), id != "zombie"_L1);
    }
    setJob(m_incident.client(), "corrupt", "no JSON at all");
    records.add({u"corrupt"_s, u"completed"_s});
}

void TestCliReconcile::everyRowOfTheTable()
{
    QFETCH(const bool, isPostgres);
    RecordsWorld records(isPostgres ? &m_postgres : nullptr);
    stage(records);
    const CliOutcome triage = run({u"triage"_s, u"--json"_s}, &records);
    QVERIFY2(triage.exitCode == 1, triage.err.constData());
    QCOMPARE(triage.objects().size(), jobCount);
    for (const Case &one : cases) {
        const QJsonObject job = triage.objectWith(u"promptId"_s, QString::fromLatin1(one.id));
        QVERIFY2(job.value("verdict"_L1).toString() == QLatin1StringView(one.verdict),
            qPrintable(u"%1: %2"_s.arg(QString::fromLatin1(one.id),
                QString::fromUtf8(QJsonDocument(job).toJson(QJsonDocument::Compact)))));
        QVERIFY(!job.value("sentence"_L1).toString().isEmpty());
        QVERIFY(job.value("redis"_L1).isObject() && job.value("database"_L1).isObject()
            && job.value("comfyui"_L1).isObject());
    }
    QCOMPARE(triage.objectWith(u"promptId"_s, u"corrupt"_s).value("verdict"_L1).toString(), u"corrupt"_s);
    QCOMPARE(triage.objectWith(u"promptId"_s, u"orphan-untracked"_s).value("untracked"_L1).toBool(), true);

    const CliOutcome done = run({u"reconcile"_s, u"--yes"_s, u"--no-track"_s, u"--json"_s}, &records);
    const QJsonObject report = done.objects().value(0);
    QVERIFY2(report.value("found"_L1).toInt() == jobCount, done.err.constData());
    for (const Case &one : cases) {
        const QString id = QString::fromLatin1(one.id);
        QVERIFY2(jobIn(report, id).value("outcome"_L1).toString() == QLatin1StringView(one.outcome),
            qPrintable(id + u": "_s
                + QString::fromUtf8(QJsonDocument(jobIn(report, id)).toJson(QJsonDocument::Compact))));
        const QByteArray value = m_incident.value(one.id);
        const QString redis = QString::fromLatin1(one.redisAfter);
        QVERIFY2(statusIn(value) == redis, qPrintable(id + u": "_s + QString::fromUtf8(value)));
        const QString record = QString::fromLatin1(one.recordAfter);
        QVERIFY2(recordOf(records, id) == record, qPrintable(id + u": "_s + recordOf(records, id)));
    }
    QCOMPARE(m_incident.value("corrupt"), QByteArray("no JSON at all"));

    // What is left is a person's, or has nothing to be done about.
    const CliOutcome after = run({u"triage"_s, u"--json"_s}, &records);
    const QSet<QString> left{u"unverifiable"_s, u"foreign"_s, u"stalled"_s, u"live"_s, u"conflict"_s,
        u"corrupt"_s, u"residue"_s, u"unclaimed-result"_s};
    for (const QJsonObject &job : after.objects())
        QVERIFY2(left.contains(job.value("verdict"_L1).toString()), QJsonDocument(job).toJson().constData());
    QCOMPARE(after.objectWith(u"verdict"_s, u"unclaimed-result"_s).value("promptId"_L1).toString(),
        u"told-failed"_s);
    // A second one changes nothing.
    const int audited = records.auditCount();
    const CliOutcome again = run({u"reconcile"_s, u"--yes"_s, u"--no-track"_s, u"--json"_s}, &records);
    for (const char *name : {"settledCompleted", "settledFailed", "cleaned", "cancelled"})
        QCOMPARE(again.objects().value(0).value(QLatin1StringView(name)).toInt(-1), 0);
    QCOMPARE(records.auditCount(), audited);
}

void TestCliReconcile::undoRestoresEverything()
{
    QFETCH(const bool, isPostgres);
    RecordsWorld records(isPostgres ? &m_postgres : nullptr);
    stage(records);
    const auto rows = [&records, isPostgres] {
        return records.value(isPostgres
                ? u"SELECT string_agg(CAST(t AS text), '|' ORDER BY id) FROM generation_jobs AS t"_s
                : u"SELECT group_concat(id || status || COALESCE(output, '-') || COALESCE(error, '-') || "
                  "COALESCE(completed_at, '-') || updated_at) FROM (SELECT * FROM generation_jobs ORDER BY id)"_s);
    };
    const QString rowsBefore = rows();
    QHash<QByteArray, std::pair<QByteArray, qint64>> before;
    const auto expiryOf = [this](const QByteArray &id) {
        const QByteArray key = keyOfJob(id);
        return m_incident.client().text({"PEXPIRETIME", key}).toLongLong();
    };
    for (const Case &one : cases) {
        if (one.redis != nullptr)
            before.insert(one.id, {m_incident.value(one.id), expiryOf(one.id)});
    }
    const CliOutcome done
        = run({u"reconcile"_s, u"--yes"_s, u"--no-track"_s, u"--json"_s, u"NOT id:forgotten NOT id:zombie"_s},
            &records);
    QVERIFY2(done.objects().value(0).value("settledFailed"_L1).toInt() >= 4, done.err.constData());
    QVERIFY(rows() != rowsBefore);
    const CliOutcome journal = run({u"journal"_s, u"--json"_s}, &records);
    const QString batch = journal.objects().value(0).value("batch"_L1).toString(); // the newest is first
    const CliOutcome undone = run({u"undo"_s, batch, u"--yes"_s}, &records);
    QVERIFY2(undone.exitCode == 0, QByteArray(undone.out + undone.err).constData());
    QCOMPARE(rows(), rowsBefore);
    for (auto job = before.begin(); job != before.end(); ++job) {
        QCOMPARE(m_incident.value(job.key()), job->first);
        QVERIFY(std::abs(expiryOf(job.key()) - job->second) <= 5);
    }
}

void TestCliReconcile::triageFilters_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<QStringList>("ids");
    QTest::newRow("verdict") << u"verdict:lost"_s << QStringList{u"lost"_s};
    QTest::newRow("record") << u"db:cancelled"_s << QStringList{u"cancelled"_s, u"late"_s};
    QTest::newRow("server") << u"comfyui:interrupted"_s << QStringList{u"interrupted"_s};
    QTest::newRow("together") << u"status:processing db:absent comfyui:done-ok"_s
                              << QStringList{u"untracked-done"_s};
}

void TestCliReconcile::triageFilters()
{
    QFETCH(const QString, filter);
    QFETCH(const QStringList, ids);
    RecordsWorld records(nullptr);
    stage(records);
    QStringList found;
    for (const QJsonObject &job : run({u"triage"_s, u"--json"_s, filter}, &records).objects())
        found += job.value("promptId"_L1).toString();
    found.sort();
    QCOMPARE(found, ids);
}

void TestCliReconcile::withoutAgreementNothingIsChanged()
{
    RecordsWorld records(nullptr);
    stage(records);
    for (const QString &command : {u"clean"_s, u"reconcile"_s}) {
        const CliOutcome asked = run({command}, &records);
        QVERIFY2(asked.exitCode == 1 && asked.out.startsWith("Plan, nothing has been changed:\n"),
            asked.err.constData());
        QCOMPARE(run({command, u"--dry-run"_s, u"--yes"_s}, &records).exitCode, 0);
    }
    QCOMPARE(records.auditCount(), 0);
    for (const Case &one : cases)
        QCOMPARE(statusIn(m_incident.value(one.id)), QString::fromLatin1(one.redis));
}

void TestCliReconcile::aNamedJobNeedsNoAgreement()
{
    m_incident.add("gone", "image_generation", 300'000, 200'000);
    m_incident.add("other", "image_generation", 300'000, 200'000);
    const CliOutcome outcome = run({u"clean"_s, u"id:gone"_s, u"--json"_s});
    QVERIFY2(outcome.exitCode == 0, outcome.err.constData());
    QCOMPARE(outcome.objects().value(0).value("cleaned"_L1).toInt(), 1);
    QVERIFY(m_incident.value("gone").isEmpty());
    QVERIFY(m_incident.says("other", "processing"));
}

void TestCliReconcile::cleansByHandWhatARecoveryWouldTake()
{
    m_incident.add("gone", "image_generation", 300'000, 200'000);
    m_incident.add("young", "image_generation", 30'000, 5'000);
    m_incident.add("live", "image_generation", 300'000, 200'000);
    m_incident.know(u"live"_s, u"running"_s);
    const QJsonObject report = run({u"clean"_s, u"--yes"_s, u"--json"_s}).objects().value(0);
    QCOMPARE(report.value("cleaned"_L1).toInt(), 1);
    QCOMPARE(jobIn(report, u"young"_s).value("outcome"_L1).toString(), u"leftAlone"_s);
    QVERIFY(m_incident.value("gone").isEmpty());
    QVERIFY(m_incident.says("young", "processing") && m_incident.says("live", "processing"));
}

void TestCliReconcile::theReasonStandsWithEveryAction()
{
    RecordsWorld records(nullptr);
    stage(records);
    // Nothing of another test was taken back about this one.
    m_incident.add("reasoned", "image_generation", 3'600'000, 900'000);
    const QString reason = u"INC-2291: \"gpu-2\" <b>restarted</b>"_s;
    const CliOutcome done = run({u"reconcile"_s, u"--yes"_s, u"--no-track"_s, u"--json"_s, u"--reason"_s,
                                    u"  INC-2291:  \"gpu-2\" <b>restarted</b> "_s},
        &records);
    QVERIFY2(done.objects().value(0).value("reason"_L1).toString() == reason, done.err.constData());
    QSet<QString> actions;
    const QString batch
        = run({u"journal"_s, u"--json"_s}, &records).objects().value(0).value("batch"_L1).toString();
    for (const QJsonObject &entry :
        run({u"journal"_s, u"--json"_s, u"--batch"_s, batch}, &records).objects()) {
        QVERIFY2(entry.value("reason"_L1).toString() == reason,
            QJsonDocument(entry).toJson(QJsonDocument::Compact).constData());
        actions += entry.value("action"_L1).toString();
    }
    for (const QString &action :
        {u"recreate-state"_s, u"settle-completed"_s, u"settle-failed"_s, u"delete"_s, u"cancel-on-server"_s})
        QVERIFY2(actions.contains(action),
            qPrintable(action + u" is not among "_s + QStringList(actions.values()).join(u' ')));
    QVERIFY(run({u"journal"_s}, &records).out.contains(QByteArray(" Reason: " + reason.toUtf8())));
    // Whoever looks from another machine sees it, too.
    const CliOutcome audited = run({u"journal"_s, u"--from"_s, u"records"_s, u"--json"_s}, &records);
    QVERIFY2(!audited.objects().isEmpty(), audited.err.constData());
    for (const QJsonObject &entry : audited.objects())
        QCOMPARE(entry.value("reason"_L1).toString(), reason);
}

void TestCliReconcile::appliesNoMoreThanThePlan()
{
    m_incident.add("a", "image_generation", 300'000, 200'000);
    m_incident.add("b", "image_generation", 300'000, 200'000);
    m_incident.add("gone", "image_generation", 300'000, 200'000);
    const QString file = m_folder.filePath(u"plan.json"_s);
    QCOMPARE(run({u"clean"_s, u"--dry-run"_s, u"--plan"_s, file}).exitCode, 0);
    const CliOutcome shown = run({u"plan"_s, u"show"_s, file});
    QVERIFY2(
        shown.exitCode == 0 && shown.out.contains("Nothing has been changed yet"), shown.err.constData());
    QCOMPARE(run({u"plan"_s, u"diff"_s, file}).exitCode, 0);

    // One is written since, one is new, one has gone.
    m_incident.add("b", "image_generation", 310'000, 200'000);
    m_incident.add("new", "image_generation", 300'000, 200'000);
    deleteJob(m_incident.client(), "gone");
    const CliOutcome diff = run({u"plan"_s, u"diff"_s, file, u"--json"_s});
    QCOMPARE(diff.exitCode, 1);
    const auto differenceOf = [&diff](const QString &id) {
        return diff.objectWith(u"promptId"_s, id).value("difference"_L1).toString();
    };
    QCOMPARE(differenceOf(u"a"_s), u"same"_s);
    QCOMPARE(differenceOf(u"b"_s), u"changed"_s);
    QCOMPARE(differenceOf(u"gone"_s), u"gone"_s);
    QCOMPARE(differenceOf(u"new"_s), u"new"_s);

    const CliOutcome applied = run({u"apply"_s, file, u"--yes"_s, u"--json"_s});
    const QJsonObject report = applied.objects().value(0);
    QVERIFY2(report.value("cleaned"_L1).toInt() == 1, QByteArray(applied.out + applied.err).constData());
    QCOMPARE(jobIn(report, u"b"_s).value("outcome"_L1).toString(), u"leftAlone"_s);
    QCOMPARE(jobIn(report, u"gone"_s).value("outcome"_L1).toString(), u"leftAlone"_s);
    QVERIFY(m_incident.value("a").isEmpty());
    QVERIFY(m_incident.says("b", "processing") && m_incident.says("new", "processing"));
}

void TestCliReconcile::refusesAPlanOfAnotherRedis()
{
    m_incident.add("a", "image_generation", 300'000, 200'000);
    const QString file = m_folder.filePath(u"old.json"_s);
    QCOMPARE(run({u"clean"_s, u"--dry-run"_s, u"--plan"_s, file}).exitCode, 0);
    QFile plan(file);
    QVERIFY(plan.open(QIODevice::ReadWrite));
    QByteArray text = plan.readAll();
    const QByteArray member = "\"runId\": \"";
    const qsizetype at = text.indexOf(member) + member.size();
    QVERIFY(at > member.size());
    text[at] = text[at] == '0' ? '1' : '0';
    plan.resize(0);
    plan.write(text);
    plan.close();
    const CliOutcome outcome = run({u"apply"_s, file, u"--yes"_s});
    QVERIFY2(outcome.exitCode != 0 && outcome.err.contains("Redis is not the one"), outcome.err.constData());
    QVERIFY(m_incident.says("a", "processing"));
}

void TestCliReconcile::planFilesThatAreNone_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("message");
    QTest::newRow("no JSON") << QByteArray("{") << QByteArray("no JSON");
    QTest::newRow("another") << QByteArray("{}") << QByteArray("no plan of Emberwatch");
    QTest::newRow("newer") << QByteArray(R"({"format":"emberwatch-plan","version":2})")
                           << QByteArray("newer");
    QTest::newRow("no scope") << QByteArray(R"({"format":"emberwatch-plan","version":1})")
                              << QByteArray("\"scope\" is missing");
    QTest::newRow("bad action") << QByteArray(
        R"({"format":"emberwatch-plan","version":1,"scope":"clean","environment":"e","madeAt":1,"actions":[{}]})")
                                << QByteArray("action 1: ");
}

void TestCliReconcile::planFilesThatAreNone()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, message);
    const QString file = m_folder.filePath(u"none.json"_s);
    QFile plan(file);
    QVERIFY(plan.open(QIODevice::WriteOnly));
    plan.write(text);
    plan.close();
    for (const QStringList &words :
        {QStringList{u"apply"_s, file}, QStringList{u"plan"_s, u"show"_s, file}}) {
        const CliOutcome outcome = run(words);
        QVERIFY2(outcome.exitCode == 2 && outcome.err.contains(message), outcome.err.constData());
    }
}

void TestCliReconcile::usage_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QByteArray>("message");
    QTest::newRow("filter") << QStringList{u"triage"_s, u"verdict:sad"_s}
                            << QByteArray("expected at character 9");
    QTest::newRow("list does not judge")
        << QStringList{u"list"_s, u"verdict:live"_s} << QByteArray("known only where jobs are judged");
    QTest::newRow("no file") << QStringList{u"apply"_s, u"/nowhere/plan.json"_s}
                             << QByteArray("/nowhere/plan.json");
    QTest::newRow("two files") << QStringList{u"apply"_s, u"a"_s, u"b"_s} << QByteArray("exactly one file");
    QTest::newRow("plan of what") << QStringList{u"plan"_s, u"draw"_s, u"a"_s}
                                  << QByteArray("'plan show FILE'");
    QTest::newRow("report of nothing") << QStringList{u"clean"_s, u"--dry-run"_s, u"--report"_s, u"a.md"_s}
                                       << QByteArray("nothing to report");
    for (const QString &command : {u"clean"_s, u"reconcile"_s, u"recover"_s})
        QTest::newRow(qPrintable(command + u", a reason that is too long"_s)) << QStringList{
            command, u"--reason"_s, QString(501, u'x')} << QByteArray("--reason: at most 500 characters");
}

void TestCliReconcile::usage()
{
    QFETCH(const QStringList, words);
    QFETCH(const QByteArray, message);
    const CliOutcome outcome = runCli(words, m_incident.environment());
    QVERIFY2(outcome.exitCode == 2 && outcome.err.contains(message), outcome.err.constData());
}

QTEST_GUILESS_MAIN(TestCliReconcile)
#include "tst_cli_reconcile.moc"
