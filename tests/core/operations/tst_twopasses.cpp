// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/jobobserver.h"
#include "core/operations/twopasses.h"
#include "tests/support/comfysimprocess.h"

#include <QCoroTask>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QTest>

using namespace emberwatch;
using namespace emberwatch::comfyui;
using namespace emberwatch::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

/// Two servers: what the first was asked for has ended, so it is over at once; the second knows nothing.
struct World
{
    World()
    {
        ended.control(
            u"load"_s, {{u"jobs"_s, QJsonArray{QJsonObject{{u"id"_s, u"a"_s}, {u"state"_s, u"success"_s}}}}});
        const QStringList urls{ended.url().toString(), empty.url().toString()};
        ComfyOptions options;
        options.timeout = 60s;
        pool = std::make_unique<ServerPool>(*ServerAllowList::fromTexts(urls), options);
        questions = {questionsTo(urls[0], "a"), questionsTo(urls[1], "b")};
    }

    static ServerQuestions questionsTo(const QString &url, const QByteArray &id)
    {
        ServerQuestions questions;
        questions.serverUrl = url;
        JobQuestion question;
        question.promptId = PromptId(id);
        questions.jobs.append(question);
        return questions;
    }

    [[nodiscard]] QList<TwoPassAnswer> ask(const PassTimes &times)
    {
        return QCoro::waitFor(askTwice(
            pool.get(), questions, times, ObserverOptions::pauseForReal(), std::make_shared<StopRequest>()));
    }

    ComfySimProcess ended;
    ComfySimProcess empty;
    std::unique_ptr<ServerPool> pool;
    QList<ServerQuestions> questions;
};

} // namespace

class TestTwoPasses : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyWhatWasAbsentIsAskedForAgain();
    void whoAnswersLastIsAskedTwiceAsWell();
    void whoDoesNotAnswerHoldsNobodyUp();
};

void TestTwoPasses::onlyWhatWasAbsentIsAskedForAgain()
{
    World world;
    PassTimes times;
    times.grace = 300ms;
    const QList<TwoPassAnswer> answers = world.ask(times);
    QCOMPARE(answers[0].first.jobs.first().presence, Presence::DoneOk);
    QVERIFY(!answers[0].second);
    QCOMPARE(answers[1].first.jobs.first().presence, Presence::Absent);
    QVERIFY(answers[1].second);
    QCOMPARE(answers[1].second->jobs.first().presence, Presence::Absent);
    QVERIFY(answers[1].second->jobs.first().at - answers[1].first.jobs.first().at >= 300ms);
}

void TestTwoPasses::whoAnswersLastIsAskedTwiceAsWell()
{
    World world;
    world.empty.control(u"slow"_s, {{u"ms"_s, 100}});
    PassTimes times;
    times.straggle = 3s;
    times.grace = 4s; // longer than the others would wait for one that is mute
    const QList<TwoPassAnswer> answers = world.ask(times);
    QCOMPARE(answers[1].first.jobs.first().presence, Presence::Absent);
    QVERIFY(answers[1].second);
    QCOMPARE(answers[1].second->jobs.first().presence, Presence::Absent);
}

void TestTwoPasses::whoDoesNotAnswerHoldsNobodyUp()
{
    World world;
    world.empty.freeze();
    PassTimes times;
    times.straggle = 200ms;
    QElapsedTimer timer;
    timer.start();
    const QList<TwoPassAnswer> answers = world.ask(times);
    QVERIFY(timer.elapsed() < 30'000); // half of what the request itself would have waited
    QCOMPARE(answers[0].first.jobs.first().presence, Presence::DoneOk);
    QCOMPARE(answers[1].first.jobs.first().presence, Presence::Unknown);
    QCOMPARE(answers[1].first.jobs.first().detail, u"it had not answered when all others had"_s);
    QVERIFY(!answers[1].second);
}

QTEST_GUILESS_MAIN(TestTwoPasses)
#include "tst_twopasses.moc"
