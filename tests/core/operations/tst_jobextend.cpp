// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/jobactions/jobextend.h"
#include "tests/core/operations/actiondesk.h"

#include <QTest>

using namespace emberwatch;
using namespace emberwatch::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using End = ExtendedJob::End;

namespace {

Result<ExtendedJob> extend(ActionDesk &desk, const QByteArray &id, std::chrono::milliseconds time)
{
    return answerOf(extendJob(desk.sources, desk.options, PromptId(id), time));
}

} // namespace

class TestJobExtend : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void livesLonger();
    void upToADay();
    void refuses_data();
    void refuses();
    void asksForNonsense_data();
    void asksForNonsense();
    void guardRailsRefuse();
    void silenceIsUnknownUntilItsProducerWrites();
    void cannotBeTakenBack();
};

void TestJobExtend::livesLonger()
{
    ActionDesk desk;
    desk.world.add({.id = "a", .silence = 1000s});
    const QByteArray bytes = desk.world.value("a");
    const qint64 before = desk.expiry("a");
    const Result<ExtendedJob> extended = extend(desk, "a", 3h);
    QVERIFY2(extended, qPrintable(extended ? QString() : extended.error().message));
    QVERIFY2(extended->end == End::Done, qPrintable(extended->text));
    QCOMPARE(desk.world.value("a"), bytes);
    const qint64 ttl = desk.world.client.integer({"TTL", keyFor("a")});
    QVERIFY2(ttl > 3 * 3600 - 60 && ttl <= 3 * 3600, QByteArray::number(ttl).constData());

    const JournalLine line = desk.lines("a").last();
    QCOMPARE(line.entry.action, u"extend"_s);
    QCOMPARE(line.entry.before.value, std::optional(bytes));
    QVERIFY(std::abs(line.entry.before.expiresAt->time_since_epoch().count() - before) < 5);
    QCOMPARE(line.entry.after.expiresAt, extended->expiresAt);
    QVERIFY(std::abs(desk.expiry("a") - extended->expiresAt->time_since_epoch().count()) < 5);
    QCOMPARE(line.outcome->word, u"done"_s);
}

void TestJobExtend::upToADay()
{
    ActionDesk desk;
    desk.world.add({.id = "a"});
    QCOMPARE(extend(desk, "a", 24h)->end, End::Done);
    QVERIFY(desk.world.client.integer({"TTL", keyFor("a")}) > 23 * 3600);
}

void TestJobExtend::refuses_data()
{
    QTest::addColumn<QByteArrayList>("command");
    QTest::addColumn<End>("expected");
    QTest::newRow("no such key") << QByteArrayList() << End::Gone;
    QTest::newRow("it lives longer already")
        << QByteArrayList{"SET", "comfyui:job:a", "{}", "EX", "9000"} << End::NotLater;
    QTest::newRow("it never expires") << QByteArrayList{"SET", "comfyui:job:a", "{}"} << End::NotLater;
    QTest::newRow("no string") << QByteArrayList{"LPUSH", "comfyui:job:a", "x"} << End::NotReadable;
}

void TestJobExtend::refuses()
{
    QFETCH(const QByteArrayList, command);
    QFETCH(const End, expected);
    ActionDesk desk;
    const std::vector<QByteArrayView> words(command.begin(), command.end());
    if (!command.isEmpty())
        desk.world.client.run(std::span<const QByteArrayView>(words));
    const Result<ExtendedJob> extended = extend(desk, "a", 1h);
    QVERIFY(extended);
    QVERIFY2(extended->end == expected, qPrintable(extended->text));
    QVERIFY(desk.lines().isEmpty());
}

void TestJobExtend::asksForNonsense_data()
{
    QTest::addColumn<qint64>("time");
    QTest::newRow("nothing") << qint64(0);
    QTest::newRow("back") << qint64(-1);
    QTest::newRow("more than a day") << qint64(std::chrono::milliseconds(24h).count() + 1);
}

void TestJobExtend::asksForNonsense()
{
    QFETCH(const qint64, time);
    ActionDesk desk;
    desk.world.add({.id = "a"});
    const Result<ExtendedJob> extended = extend(desk, "a", std::chrono::milliseconds(time));
    QVERIFY(!extended && extended.error().kind == Error::Kind::Invalid);
}

void TestJobExtend::guardRailsRefuse()
{
    ActionDesk desk({.isProduction = true});
    desk.world.add({.id = "a", .silence = 1000s});
    const qint64 before = desk.expiry("a");
    const Result<ExtendedJob> extended = extend(desk, "a", 3h);
    QVERIFY(!extended && extended.error().kind == Error::Kind::Permission);
    QVERIFY(std::abs(desk.expiry("a") - before) < 5);
    QVERIFY(desk.lines().isEmpty());
}

/// After an extension that has run down below a producer's TTL the key looks as if it had been written a
/// while ago, which nobody has (correctness.md 3).
void TestJobExtend::silenceIsUnknownUntilItsProducerWrites()
{
    ActionDesk desk;
    desk.world.add({.id = "a", .silence = 1000s});
    QCOMPARE(extend(desk, "a", 6900s)->end, End::Done);
    RecoveryRig rig(desk.world.setup());
    const Result<RecoveryReport> report = rig.recover();
    QVERIFY(report);
    const RecoveredJob left = jobOf(*report, "a");
    QVERIFY2(left.outcome == RecoveryOutcome::LeftAlone, qPrintable(left.reason));
    QCOMPARE(desk.world.stateStatus("a"), QByteArray("processing"));

    // Its producer has written, 400 s ago.
    desk.world.client.run({"SET", keyFor("a"), desk.world.value("a"), "EX", "6800"});
    const Result<RecoveryReport> later = rig.recover();
    QVERIFY(later);
    QVERIFY2(
        jobOf(*later, "a").outcome == RecoveryOutcome::SettledFailed, qPrintable(jobOf(*later, "a").reason));
}

void TestJobExtend::cannotBeTakenBack()
{
    ActionDesk desk;
    desk.world.add({.id = "a", .silence = 1000s});
    QCOMPARE(extend(desk, "a", 3h)->end, End::Done);
    const qint64 extended = desk.expiry("a");
    Undo undo(&desk.jobs, &desk.journal, desk.records.get(), desk.options);
    const Result<UndoOutcome> undone = answerOf(undo.undo(desk.lines("a").last().entry.id));
    QVERIFY(undone);
    QCOMPARE(undone->kind, UndoOutcome::Kind::NothingToUndo);
    QVERIFY2(undone->text.contains(u"producer"), qPrintable(undone->text));
    QVERIFY(std::abs(desk.expiry("a") - extended) < 5);
}

QTEST_GUILESS_MAIN(TestJobExtend)
#include "tst_jobextend.moc"
