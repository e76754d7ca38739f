// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/runner/trackingworld.h"

#include "core/operations/leasecommands.h"
#include "tests/support/comfyclient.h"

#include <QCoroTask>
#include <QTest>

using namespace emberwatch;
using namespace emberwatch::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

/// Takes over what another program has submitted, and leaves it to whoever has it.
class TestJobTakeover : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesAJobAndItsStream();
    void pollsWhileTheProducerMayLive();
    void leavesAJobToItsHolder();
    void leavesTheSpoolOfALiveHolder();
    void doesNotOverwriteAnothersSpool();
    void leavesTheSpoolWhereNothingMayBeWritten();
    void goesOnWithServersThatStayAllowed();
    void leavesServersThatAreNoLongerAllowed();
    void takesWhatADeadHolderLeft();
    void createsAForgottenState();
    void twoRunnersSettleAJobOnce();
};

void TestJobTakeover::takesAJobAndItsStream()
{
    TrackingWorld world;
    RunnerUnderTest under(world.place);
    QTRY_VERIFY(!under.runner().trouble().isRedisAway);
    const PromptId id = world.foreignJob(u"theirs"_s);
    const auto taken = QCoro::waitFor(under.runner().take(world.request(id, 90s)));
    QVERIFY2(taken, taken ? "" : qPrintable(taken.error().message));
    QCOMPARE(taken->way, TrackingTaken::Way::Stream);
    QTRY_COMPARE_WITH_TIMEOUT(under.runner().job(id)->trackedBy, TrackedBy::Stream, slow);
    QTRY_VERIFY_WITH_TIMEOUT(world.state(id).value(u"progress"_s).toDouble() > 0, slow);
    QVERIFY(world.value(id).contains(R"("extra":[1,2])"));
    world.finishAll();
    QTRY_VERIFY_WITH_TIMEOUT(under.endOf(id), slow);
    QCOMPARE(world.status(id), u"completed"_s);
}

void TestJobTakeover::pollsWhileTheProducerMayLive()
{
    TrackingWorld world;
    RunnerOptions options = quickRunner(world.place);
    options.producerSilence = 2s;
    RunnerUnderTest under(world.place, options);
    QTRY_VERIFY(!under.runner().trouble().isRedisAway);
    const PromptId id = world.foreignJob(u"theirs"_s);
    RecordingSocket theirs(world.sim.socketUrl(u"theirs"_s));
    QTRY_VERIFY(theirs.isOpen());
    const auto taken = QCoro::waitFor(under.runner().take(world.request(id, 500ms)));
    QVERIFY(taken);
    QCOMPARE(taken->way, TrackingTaken::Way::Polling);
    QTRY_VERIFY_WITH_TIMEOUT(world.status(id) == u"processing"_s, slow);
    QCOMPARE(under.runner().job(id)->trackedBy, TrackedBy::Polling);
    // Its producer writes: it lives, and the time begins anew.
    const QByteArray theirDocument = world.value(id).replace(R"("progress":0)", R"("progress":3)");
    world.client.run({"SET", TrackingWorld::keyOf(id), theirDocument, "EX", "7200"});
    theirs.forget();
    QTRY_VERIFY_WITH_TIMEOUT(theirs.has(u"progress_state"_s), slow); // the stream is still his
    QTRY_COMPARE_WITH_TIMEOUT(under.runner().job(id)->trackedBy, TrackedBy::Stream, slow);
}

void TestJobTakeover::leavesAJobToItsHolder()
{
    TrackingWorld world;
    RunnerOptions options = quickRunner(world.place);
    options.lease.patience = 1s;
    RunnerUnderTest under(world.place, options);
    QTRY_VERIFY(!under.runner().trouble().isRedisAway);
    const PromptId id = world.foreignJob(u"theirs"_s);
    const QByteArray token = newLeaseToken({u"agent"_s, u"api-2"_s, u"deploy"_s, 1});
    world.client.run({"SET", leaseKey(jobLeaseScope(id)), token});
    const QByteArray before = world.value(id);
    const auto taken = QCoro::waitFor(under.runner().take(world.request(id, 90s)));
    QVERIFY(taken);
    QCOMPARE(taken->way, TrackingTaken::Way::ByOthers);
    QCOMPARE(taken->holder->host, u"api-2"_s);
    QTRY_VERIFY_WITH_TIMEOUT(under.endOf(id), slow);
    QCOMPARE(under.endOf(id)->outcome, JobEnd::Outcome::LeftAlone);
    QCOMPARE(world.value(id), before);
    QCOMPARE(world.holder(id), token);
}

void TestJobTakeover::leavesTheSpoolOfALiveHolder()
{
    TrackingWorld world;
    const SpooledJob his = world.spooledByOthers();
    RunnerOptions options = quickRunner(world.place);
    options.lease.patience = 500ms;
    RunnerUnderTest under(world.place, options);
    QTRY_VERIFY_WITH_TIMEOUT(under.endOf(his.promptId), slow);
    QCOMPARE(under.endOf(his.promptId)->outcome, JobEnd::Outcome::LeftAlone);
    QCOMPARE(Spool(options.spoolFolder).all(), QList<SpooledJob>{his});
}

/// Whose it is nobody can be asked; what its server tells of it is no reason to write.
void TestJobTakeover::doesNotOverwriteAnothersSpool()
{
    TrackingWorld world;
    const SpooledJob his = world.spooledByOthers();
    world.redis.kill();
    RunnerUnderTest under(world.place);
    QTRY_COMPARE_WITH_TIMEOUT(under.runner().job(his.promptId)->status, JobStatus::Processing, slow);
    QVERIFY(under.runner().trouble().isRedisAway);
    QCOMPARE(Spool(quickRunner(world.place).spoolFolder).all(), QList<SpooledJob>{his});
}

void TestJobTakeover::leavesTheSpoolWhereNothingMayBeWritten()
{
    TrackingWorld world;
    const SpooledJob left = world.spooledByOthers();
    world.client.run({"DEL", leaseKey(jobLeaseScope(left.promptId))});
    {
        RunnerUnderTest under(world.place, quickRunner(world.place), false);
        // Another job is tracked to its end meanwhile: there was time enough.
        const PromptId id = submitted(under, simRequest(world.server(), R"({"duration_ms":200})"));
        world.finishAll();
        QTRY_VERIFY_WITH_TIMEOUT(under.endOf(id), slow);
        QVERIFY(!under.runner().job(left.promptId));
        QCOMPARE(Spool(quickRunner(world.place).spoolFolder).all(), QList<SpooledJob>{left});
    }
    QCOMPARE(world.value(left.promptId), left.standing);
    RunnerUnderTest under(world.place);
    QTRY_VERIFY_WITH_TIMEOUT(under.endOf(left.promptId), slow);
    QVERIFY(world.value(left.promptId) != left.standing);
}

void TestJobTakeover::goesOnWithServersThatStayAllowed()
{
    TrackingWorld world;
    RunnerUnderTest under(world.place);
    const PromptId id = submitted(under, simRequest(world.server(), R"({"duration_ms":60000,"steps":600})"));
    QTRY_VERIFY_WITH_TIMEOUT(world.status(id) == u"processing"_s, slow);
    under.runner().setAllowed(
        *comfyui::ServerAllowList::fromTexts({world.server(), u"http://gpu-9.example:8188"_s}));
    world.sim.control(u"silence"_s); // only a poll can tell the end
    world.finishAll();
    QTRY_VERIFY_WITH_TIMEOUT(under.endOf(id), slow);
    QCOMPARE(under.endOf(id)->outcome, JobEnd::Outcome::Completed);
}

void TestJobTakeover::leavesServersThatAreNoLongerAllowed()
{
    TrackingWorld world;
    RunnerUnderTest under(world.place);
    const PromptId id = submitted(under, simRequest(world.server(), R"({"duration_ms":60000,"steps":600})"));
    QTRY_VERIFY_WITH_TIMEOUT(world.status(id) == u"processing"_s, slow);
    under.runner().setAllowed({});
    QVERIFY(under.endOf(id));
    QCOMPARE(under.endOf(id)->outcome, JobEnd::Outcome::LeftAlone);
    QTRY_COMPARE_WITH_TIMEOUT(world.holder(id), QByteArray(), slow);
    world.sim.control(u"requests"_s, {{u"reset"_s, true}});
    QVERIFY(!QCoro::waitFor(under.runner().take(world.request(id, 90s))));
    QVERIFY(world.sim.control(u"requests"_s).value(u"requests"_s).toObject().isEmpty());
    QCOMPARE(world.status(id), u"processing"_s);
}

void TestJobTakeover::takesWhatADeadHolderLeft()
{
    TrackingWorld world;
    RunnerUnderTest under(world.place);
    QTRY_VERIFY(!under.runner().trouble().isRedisAway);
    const PromptId id = world.foreignJob(u"theirs"_s);
    LeaseHolder dead = holderHere(u"agent"_s);
    dead.processId = 0x3FFFFFFF;
    world.client.run({"SET", leaseKey(jobLeaseScope(id)), newLeaseToken(dead), "PX", "30000"});
    const auto taken = QCoro::waitFor(under.runner().take(world.request(id, 5s)));
    QVERIFY(taken);
    // The lease was a runner's of ours, and it is dead: neither lease nor stream need be waited for.
    QCOMPARE(taken->way, TrackingTaken::Way::Stream);
    QTRY_COMPARE_WITH_TIMEOUT(under.runner().job(id)->trackedBy, TrackedBy::Stream, slow);
    QTRY_VERIFY_WITH_TIMEOUT(world.state(id).value(u"progress"_s).toDouble() > 0, slow);
}

void TestJobTakeover::createsAForgottenState()
{
    TrackingWorld world;
    RunnerUnderTest under(world.place);
    QTRY_VERIFY(!under.runner().trouble().isRedisAway);
    const PromptId id = world.foreignJob(u"theirs"_s);
    TrackingRequest request = world.request(id, {});
    JobParser parser;
    request.forgotten = *jobStateOf(parser.parse(request.judgedValue));
    request.judgedValue.clear();
    world.client.run({"DEL", TrackingWorld::keyOf(id)});
    QVERIFY(QCoro::waitFor(under.runner().take(request)));
    QTRY_VERIFY_WITH_TIMEOUT(world.status(id) == u"processing"_s, slow);
}

void TestJobTakeover::twoRunnersSettleAJobOnce()
{
    TrackingWorld world;
    RunnerUnderTest first(world.place);
    RunnerPlace otherPlace = world.place;
    otherPlace.program = u"console"_s;
    RunnerUnderTest second(otherPlace);
    QTRY_VERIFY(!first.runner().trouble().isRedisAway && !second.runner().trouble().isRedisAway);
    const PromptId id = world.foreignJob(u"theirs"_s, 2'000);
    auto one = first.runner().take(world.request(id, 90s));
    auto two = second.runner().take(world.request(id, 90s));
    const auto firstTaken = QCoro::waitFor(std::move(one));
    const auto secondTaken = QCoro::waitFor(std::move(two));
    QVERIFY(firstTaken && secondTaken);
    QVERIFY((firstTaken->way == TrackingTaken::Way::ByOthers)
        != (secondTaken->way == TrackingTaken::Way::ByOthers));
    QTRY_VERIFY_WITH_TIMEOUT(first.endOf(id) && second.endOf(id), slow);
    const QList<JournalLine> done = effects(first);
    QCOMPARE(done.size(), 1);
    QCOMPARE(done.first().entry.action, u"settle-completed"_s);
    QVERIFY((first.endOf(id)->outcome == JobEnd::Outcome::Completed)
        != (second.endOf(id)->outcome == JobEnd::Outcome::Completed));
}

QTEST_GUILESS_MAIN(TestJobTakeover)
#include "tst_jobtakeover.moc"
