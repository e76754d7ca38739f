// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/jobactions/jobcancel.h"
#include "tests/core/operations/actiondesk.h"

#include <QTest>

using namespace emberwatch;
using namespace emberwatch::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QByteArray one = "5d9e0000-0000-4000-8000-000000000001";
const QByteArray two = "5d9e0000-0000-4000-8000-000000000002";
const QByteArray three = "5d9e0000-0000-4000-8000-000000000003";

/// Cancels, and looks soon.
struct Canceller
{
    explicit Canceller(ActionDesk &from, bool mayHitNextJob = false, std::chrono::milliseconds wait = 10s)
        : desk(from)
        , cancel(from.sources, from.options, {wait, 20ms, mayHitNextJob})
    {
    }

    QList<CancelCandidate> propose(const QByteArrayList &ids)
    {
        QList<PromptId> wanted;
        for (const QByteArray &id : ids)
            wanted.append(PromptId(id));
        const Result<QList<CancelCandidate>> found = answerOf(cancel.propose(wanted));
        return found ? *found : QList<CancelCandidate>();
    }

    Result<QList<CancelledJob>> carryOut(
        const QList<CancelCandidate> &jobs, const JobCancel::Progress &progress = {})
    {
        return answerOf(cancel.carryOut(jobs, desk.stop, {}, progress));
    }

    CancelledJob run(const QByteArray &id)
    {
        const Result<QList<CancelledJob>> ends = carryOut(propose({id}));
        return ends && !ends->isEmpty() ? ends->first() : CancelledJob();
    }

    ActionDesk &desk;
    JobCancel cancel;
};

/// All that our journal knows of it.
JournalEntry resumedBefore(const ActionDesk &desk)
{
    KnownJob job;
    job.promptId = PromptId(one);
    return entryAbout(job, u"resume"_s, randomBatchId(), desk.options);
}

} // namespace

class TestJobCancel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cancelsWhatWaits_data();
    void cancelsWhatWaits();
    void cancelsWhatRuns_data();
    void cancelsWhatRuns();
    void proposingTouchesNothing();
    void leavesWhatIsNotOurs();
    void isOursByWhatKnowsIt_data();
    void isOursByWhatKnowsIt();
    void asksEveryServerWhereNobodyKnows();
    void whatIsNotLiveIsLeft_data();
    void whatIsNotLiveIsLeft();
    void noAnswerIsNoAbsence_data();
    void noAnswerIsNoAbsence();
    void severalServersAreLeftToAPerson();
    void hungIsToldAndNotCalledDone();
    void guardRailsRefuse();
    void endsAfterTheOneUnderWay();
};

void TestJobCancel::cancelsWhatWaits_data()
{
    QTest::addColumn<QString>("behaviour");
    QTest::newRow("old") << u"old"_s;
    QTest::newRow("middle") << u"middle"_s;
    QTest::newRow("new") << u"new"_s;
}

void TestJobCancel::cancelsWhatWaits()
{
    QFETCH(const QString, behaviour);
    ActionDesk desk({.simulator = {behaviour}});
    desk.world.add({.id = one, .status = "queued", .recordStatus = u"queued"_s});
    desk.runOnServer(two, u"running"_s);
    desk.runOnServer(one, u"pending"_s);
    const QByteArray before = desk.world.value(one);
    const CancelledJob end = Canceller(desk).run(one);
    QVERIFY2(end.end == CancelEnd::RemovedFromQueue, qPrintable(end.text));
    QCOMPARE(end.serverUrl, desk.world.serverUrl());
    QVERIFY2(end.text.contains(u"reconciling"), qPrintable(end.text));
    QCOMPARE(desk.world.value(one), before);
    QCOMPARE(desk.world.recordStatus(one), u"queued"_s);
    QCOMPARE(desk.posted(u"interrupt"_s), 0);

    const QList<JournalLine> lines = desk.lines(one);
    QCOMPARE(lines.size(), 1);
    QCOMPARE(lines.first().entry.action, u"cancel"_s);
    QVERIFY2(lines.first().entry.sentence.contains(u"waiting"), qPrintable(lines.first().entry.sentence));
    QCOMPARE(lines.first().entry.before.value, std::optional(before));
    QCOMPARE(lines.first().entry.after, lines.first().entry.before);
    QVERIFY(lines.first().outcome && lines.first().outcome->word == u"done");
}

void TestJobCancel::cancelsWhatRuns_data()
{
    cancelsWhatWaits_data();
}

void TestJobCancel::cancelsWhatRuns()
{
    QFETCH(const QString, behaviour);
    ActionDesk desk({.simulator = {behaviour}});
    desk.world.add({.id = one});
    desk.runOnServer(one, u"running"_s);
    desk.runOnServer(two, u"pending"_s);
    CancelledJob end = Canceller(desk).run(one);
    if (behaviour == u"old") {
        QCOMPARE(end.end, CancelEnd::RefusedAsUnsafe);
        QVERIFY2(end.text.contains(u"interrupts whatever runs"), qPrintable(end.text));
        QCOMPARE(desk.posted(u"interrupt"_s), 0);
        QCOMPARE(desk.lines(one).last().outcome->word, u"skipped"_s);
        end = Canceller(desk, true).run(one);
    }
    QVERIFY2(end.end == CancelEnd::Interrupted, qPrintable(end.text));
    QCOMPARE(desk.lines(one).last().outcome->word, u"done"_s);
    QCOMPARE(desk.world.stateStatus(one), QByteArray("processing"));
    // Nothing to cancel any more.
    QCOMPARE(Canceller(desk, true).run(one).end, CancelEnd::AlreadyEnded);
}

void TestJobCancel::proposingTouchesNothing()
{
    ActionDesk desk;
    desk.world.add({.id = one});
    desk.world.add({.id = two});
    desk.runOnServer(one, u"running"_s);
    desk.runOnServer(two, u"pending"_s);
    const QList<CancelCandidate> jobs = Canceller(desk).propose({one, two, one});
    QCOMPARE(jobs.size(), 2);
    QVERIFY(!jobs[0].refusal && !jobs[1].refusal);
    QVERIFY2(jobs[0].text.contains(u"running"), qPrintable(jobs[0].text));
    QVERIFY2(jobs[1].text.contains(u"waiting, place 1"), qPrintable(jobs[1].text));
    QCOMPARE(desk.posted({}), 0);
    QVERIFY(desk.lines().isEmpty());
}

void TestJobCancel::leavesWhatIsNotOurs()
{
    ActionDesk desk;
    desk.runOnServer(one, u"running"_s);
    const CancelledJob end = Canceller(desk).run(one);
    QCOMPARE(end.end, CancelEnd::Foreign);
    QVERIFY2(end.text.contains(u"not ours"), qPrintable(end.text));
    QCOMPARE(desk.posted({}), 0);
    QVERIFY(desk.lines().isEmpty());

    ActionDesk blind({.hasRecords = false});
    blind.runOnServer(one, u"running"_s);
    const CancelledJob unknown = Canceller(blind).run(one);
    QCOMPARE(unknown.end, CancelEnd::Foreign);
    QVERIFY2(unknown.text.contains(u"records give no answer"), qPrintable(unknown.text));
}

void TestJobCancel::isOursByWhatKnowsIt_data()
{
    QTest::addColumn<QString>("source");
    for (const char *source : {"Redis", "the records", "our journal"})
        QTest::newRow(source) << QString::fromLatin1(source);
}

void TestJobCancel::isOursByWhatKnowsIt()
{
    QFETCH(const QString, source);
    ActionDesk desk;
    if (source == u"Redis")
        desk.world.add({.id = one, .recordStatus = {}});
    else if (source == u"the records")
        desk.world.records.add({QString::fromLatin1(one), u"processing"_s});
    else
        QVERIFY(desk.journal.intend({resumedBefore(desk)}).result());
    desk.runOnServer(one, u"running"_s);
    const CancelledJob end = Canceller(desk).run(one);
    QVERIFY2(end.end == CancelEnd::Interrupted, qPrintable(end.text));
}

void TestJobCancel::asksEveryServerWhereNobodyKnows()
{
    ComfySimProcess second;
    QVERIFY(second.isRunning());
    const QString url = second.url().toString(QUrl::StripTrailingSlash);
    ActionDesk desk({.moreServers = {url}});
    desk.world.records.add({QString::fromLatin1(one), u"processing"_s});
    desk.runOnServer(one, u"running"_s, &second);
    const CancelledJob end = Canceller(desk).run(one);
    QVERIFY2(end.end == CancelEnd::Interrupted, qPrintable(end.text));
    QCOMPARE(end.serverUrl, url);
    QCOMPARE(desk.posted({}), 0);
}

void TestJobCancel::whatIsNotLiveIsLeft_data()
{
    QTest::addColumn<QString>("state");
    QTest::addColumn<CancelEnd>("expected");
    QTest::newRow("completed") << u"success"_s << CancelEnd::AlreadyEnded;
    QTest::newRow("failed") << u"error"_s << CancelEnd::AlreadyEnded;
    QTest::newRow("interrupted") << u"interrupted"_s << CancelEnd::AlreadyEnded;
    QTest::newRow("unknown to its server") << QString() << CancelEnd::NotLive;
}

void TestJobCancel::whatIsNotLiveIsLeft()
{
    QFETCH(const QString, state);
    QFETCH(const CancelEnd, expected);
    ActionDesk desk;
    desk.world.add({.id = one});
    if (!state.isEmpty())
        desk.world.load(one, state);
    QCOMPARE(Canceller(desk).run(one).end, expected);
    QCOMPARE(desk.posted({}), 0);
    QVERIFY(desk.lines().isEmpty());
}

void TestJobCancel::noAnswerIsNoAbsence_data()
{
    QTest::addColumn<QString>("how");
    for (const char *how : {"its server is away", "its server is not on the list", "one of all is away",
             "a proxy answers", "an extension may hold it"})
        QTest::newRow(how) << QString::fromLatin1(how);
}

void TestJobCancel::noAnswerIsNoAbsence()
{
    QFETCH(const QString, how);
    const QString away = u"http://127.0.0.1:%1"_s.arg(freePort());
    const bool isOneOfAll = how == u"one of all is away";
    ActionDesk desk({.moreServers = isOneOfAll ? QStringList{away} : QStringList()});
    const bool isElsewhere = how == u"its server is not on the list";
    if (isOneOfAll)
        desk.world.records.add({QString::fromLatin1(one), u"processing"_s});
    else
        desk.world.add({.id = one, .server = isElsewhere ? u"http://gpu-9:8188"_s : QString()});
    if (how == u"its server is away")
        desk.world.sim.control(u"unreachable"_s);
    if (how == u"a proxy answers")
        desk.world.sim.control(u"html"_s, {{u"status"_s, 502}});
    if (how == u"an extension may hold it")
        desk.world.sim.control(
            u"answer"_s, {{u"path"_s, u"/queue_manager"_s}, {u"status"_s, 200}, {u"body"_s, u"{}"_s}});
    const CancelledJob end = Canceller(desk).run(one);
    QVERIFY2(end.end == CancelEnd::Unverifiable, qPrintable(end.text));
    QVERIFY(!end.text.isEmpty());
    QVERIFY(desk.lines().isEmpty());
}

void TestJobCancel::severalServersAreLeftToAPerson()
{
    ComfySimProcess second;
    const QString url = second.url().toString(QUrl::StripTrailingSlash);
    ActionDesk desk({.moreServers = {url}});
    desk.world.records.add({QString::fromLatin1(one), u"processing"_s});
    desk.runOnServer(one, u"running"_s);
    desk.runOnServer(one, u"running"_s, &second);
    const CancelledJob end = Canceller(desk).run(one);
    QCOMPARE(end.end, CancelEnd::Unverifiable);
    QVERIFY2(end.text.contains(u"Several servers"), qPrintable(end.text));
    QCOMPARE(desk.posted({}), 0);
}

void TestJobCancel::hungIsToldAndNotCalledDone()
{
    ActionDesk desk;
    desk.world.add({.id = one});
    desk.world.load(one, u"running"_s); // it stands still
    const CancelledJob end = Canceller(desk, false, 200ms).run(one);
    QVERIFY2(end.end == CancelEnd::StillThere, qPrintable(end.text));
    QCOMPARE(desk.lines(one).last().outcome->word, u"unknown"_s);
}

void TestJobCancel::guardRailsRefuse()
{
    ActionDesk desk({.isProduction = true});
    desk.world.add({.id = one});
    desk.runOnServer(one, u"running"_s);
    Canceller canceller(desk);
    const QList<CancelCandidate> jobs = canceller.propose({one});
    QCOMPARE(jobs.size(), 1);
    const Result<QList<CancelledJob>> ends = canceller.carryOut(jobs);
    QVERIFY(!ends && ends.error().kind == Error::Kind::Permission);
    QCOMPARE(desk.posted({}), 0);
    QVERIFY(desk.lines().isEmpty());
    const RaiseWish wish{30min, u"OPS-1"_s, desk.options.actor};
    QVERIFY(answerOf(desk.guard->raise(wish)));
    QCOMPARE(canceller.carryOut(jobs)->first().end, CancelEnd::Interrupted);
}

void TestJobCancel::endsAfterTheOneUnderWay()
{
    ActionDesk desk;
    for (const QByteArray &id : {one, two, three}) {
        desk.world.add({.id = id});
        desk.runOnServer(id, u"pending"_s);
    }
    Canceller canceller(desk);
    int told = 0;
    const Result<QList<CancelledJob>> ends
        = canceller.carryOut(canceller.propose({one, two, three}), [&](const CancelledJob & /*job*/) {
              ++told;
              desk.stop->request();
          });
    QVERIFY(ends);
    QCOMPARE(told, 3);
    QCOMPARE(ends->at(0).end, CancelEnd::RemovedFromQueue);
    QCOMPARE(ends->at(1).end, CancelEnd::NotBegun);
    QCOMPARE(ends->at(2).end, CancelEnd::NotBegun);
    QCOMPARE(desk.lines().size(), 1);
}

QTEST_GUILESS_MAIN(TestJobCancel)
#include "tst_jobcancel.moc"
