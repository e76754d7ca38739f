// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/readpacer.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

using namespace emberwatch;

namespace {

/// Longer than the pause between two readings. That nothing happens in this time is what is tested.
constexpr int pastThePause = static_cast<int>(ReadPacer::pause.count()) + 200;

} // namespace

class TestReadPacer : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void asksAtOnceAndOnce()
    {
        ReadPacer pacer;
        QSignalSpy asked(&pacer, &ReadPacer::readRequested);
        pacer.want(PromptId("a"));
        QCOMPARE(asked.count(), 1);
        pacer.want(PromptId("a"));
        pacer.want(PromptId("a"));
        QCOMPARE(asked.count(), 1);
    }

    void whatIsWantedMeanwhileIsAskedForOnceAfterwards()
    {
        ReadPacer pacer;
        QSignalSpy asked(&pacer, &ReadPacer::readRequested);
        QElapsedTimer since;
        since.start();
        pacer.want(PromptId("a"));
        for (int i = 0; i < 100; ++i)
            pacer.want(PromptId("a"));
        pacer.answered(PromptId("a"));
        QCOMPARE(asked.count(), 1);
        QTRY_COMPARE(asked.count(), 2);
        QVERIFY(since.elapsed() >= 450);
        pacer.answered(PromptId("a"));
        QTest::qWait(pastThePause);
        QCOMPARE(asked.count(), 2);
    }

    void anotherJobDoesNotWaitForTheAnswerOfTheLast()
    {
        ReadPacer pacer;
        QSignalSpy asked(&pacer, &ReadPacer::readRequested);
        pacer.want(PromptId("a"));
        pacer.want(PromptId("b"));
        QTRY_COMPARE(asked.count(), 2);
        QCOMPARE(asked.last().first().value<PromptId>(), PromptId("b"));
    }

    void nothingIsAskedForAfterForgetting()
    {
        ReadPacer pacer;
        QSignalSpy asked(&pacer, &ReadPacer::readRequested);
        pacer.want(PromptId("a"));
        pacer.want(PromptId("b"));
        pacer.forget();
        QTest::qWait(pastThePause);
        QCOMPARE(asked.count(), 1);
    }
};

QTEST_GUILESS_MAIN(TestReadPacer)
#include "tst_readpacer.moc"
