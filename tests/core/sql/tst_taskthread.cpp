// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/worker.h"

#include <QTest>

#include <atomic>
#include <semaphore>

using namespace emberwatch;
using namespace Qt::StringLiterals;

namespace {

/// Says where it lives and dies.
struct Session
{
    explicit Session(std::atomic<QThread *> *deathPlace)
        : died(deathPlace)
    {
    }
    ~Session() { *died = QThread::currentThread(); }
    std::atomic<QThread *> *died;
};

} // namespace

class TestTaskThread : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersInTheOrderOfTheCalls();
    void theSessionLivesInOneThread();
    void whatHadNotBegunIsCancelled();
};

void TestTaskThread::answersInTheOrderOfTheCalls()
{
    std::atomic<QThread *> died = nullptr;
    sql::Worker<Session> worker(u"test"_s, [&died] { return std::make_unique<Session>(&died); });
    QList<int> order;
    QList<QFuture<Result<int>>> futures;
    for (int i = 0; i < 100; ++i) {
        futures += worker.run([&order, i](Session &) {
            order += i;
            return Result<int>(i);
        });
    }
    for (int i = 0; i < 100; ++i)
        QCOMPARE(futures[i].result().value(), i);
    QVERIFY(std::is_sorted(order.begin(), order.end()));
}

void TestTaskThread::theSessionLivesInOneThread()
{
    std::atomic<QThread *> died = nullptr;
    QThread *lived = nullptr;
    {
        sql::Worker<Session> worker(u"test"_s, [&died] { return std::make_unique<Session>(&died); });
        lived = worker.run([](Session &) { return Result<QThread *>(QThread::currentThread()); })
                    .result()
                    .value();
    }
    QVERIFY(lived != QThread::currentThread());
    QCOMPARE(died.load(), lived);
}

void TestTaskThread::whatHadNotBegunIsCancelled()
{
    std::atomic<QThread *> died = nullptr;
    std::binary_semaphore begun(0);
    std::binary_semaphore mayEnd(0);
    QFuture<Result<int>> first;
    const auto hurry = [&] {
        mayEnd.release();
        first.waitForFinished();
        QThread::msleep(20); // long enough for the next one to begin, if it could
    };
    auto worker = std::make_unique<sql::Worker<Session>>(
        u"test"_s, [&died] { return std::make_unique<Session>(&died); }, hurry);
    first = worker->run([&](Session &) {
        begun.release();
        mayEnd.acquire();
        return Result<int>(1);
    });
    QFuture<Result<int>> second = worker->run([](Session &) { return Result<int>(2); });
    begun.acquire();
    worker.reset();
    QVERIFY(first.isFinished() && second.isFinished());
    QCOMPARE(first.result().value(), 1);
    QVERIFY(!second.result());
    QCOMPARE(second.result().error().kind, Error::Kind::Cancelled);
}

QTEST_GUILESS_MAIN(TestTaskThread)
#include "tst_taskthread.moc"
