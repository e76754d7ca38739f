// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/telemetry/eventqueue.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <sys/wait.h>
#include <unistd.h>

using namespace emberwatch;
using namespace Qt::StringLiterals;

namespace {

QByteArray line(int number)
{
    return "{\"n\":" + QByteArray::number(number) + '}';
}

} // namespace

class TestEventQueue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void outlivesItsProcess();
    void dropsTheOldest();
    void processesDoNotShareAFile();
    void takesOverWhatOthersLeft();
    void takesOverFromAKilledProcess();
    void halfALineIsNoEvent();
    void withoutDiskInMemory();
};

void TestEventQueue::outlivesItsProcess()
{
    QTemporaryDir folder;
    {
        EventQueue queue(folder.path());
        for (int i = 0; i < 5; ++i)
            queue.append(line(i));
        queue.removeFront(2);
        queue.append(line(5));
    }
    EventQueue queue(folder.path());
    QCOMPARE(queue.front(100), (QList<QByteArray>{line(2), line(3), line(4), line(5)}));
    queue.removeFront(100);
    QCOMPARE(queue.size(), 0);
}

void TestEventQueue::dropsTheOldest()
{
    QTemporaryDir folder;
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"were dropped"_s));
    {
        EventQueue queue(folder.path(), 100);
        for (int i = 0; i < 101; ++i)
            queue.append(line(i));
        QCOMPARE(queue.size(), 90);
        QCOMPARE(queue.dropped(), 11);
        QCOMPARE(queue.front(1).first(), line(11));
    }
    QCOMPARE(EventQueue(folder.path()).size(), 90);
}

void TestEventQueue::processesDoNotShareAFile()
{
    QTemporaryDir folder;
    EventQueue one(folder.path());
    EventQueue two(folder.path());
    one.append(line(1));
    two.append(line(2));
    one.removeFront(1);
    QCOMPARE(two.front(9), QList<QByteArray>{line(2)});
    one.append(line(3));
    QCOMPARE(one.front(9), QList<QByteArray>{line(3)});
}

void TestEventQueue::takesOverWhatOthersLeft()
{
    QTemporaryDir folder;
    {
        EventQueue one(folder.path());
        EventQueue two(folder.path());
        one.append(line(1));
        two.append(line(2));
    }
    {
        EventQueue later(folder.path());
        QCOMPARE(later.front(9), (QList<QByteArray>{line(1), line(2)}));
    }
    QCOMPARE(QDir(folder.path()).entryList({u"*.jsonl"_s}).size(), 1);
    QCOMPARE(EventQueue(folder.path()).size(), 2);
}

void TestEventQueue::takesOverFromAKilledProcess()
{
    QTemporaryDir folder;
    const pid_t child = fork();
    if (child == 0) {
        auto *queue = new EventQueue(folder.path());
        queue->append(line(1));
        _exit(0); // as a kill does: nothing is unlocked
    }
    QVERIFY(child > 0);
    QCOMPARE(waitpid(child, nullptr, 0), child);
    QVERIFY(QFile::exists(folder.filePath(u"events-0.jsonl.lock"_s)));
    QCOMPARE(EventQueue(folder.path()).front(9), QList<QByteArray>{line(1)});
}

void TestEventQueue::halfALineIsNoEvent()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(u"events-0.jsonl"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(line(1) + "\n\n[1]\n{\"n\":");
    file.close();
    QCOMPARE(EventQueue(folder.path()).front(9), QList<QByteArray>{line(1)});
}

void TestEventQueue::withoutDiskInMemory()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(u"file"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"wait in memory only"_s));
    EventQueue queue(folder.filePath(u"file/below"_s));
    queue.append(line(1));
    queue.append(line(2));
    queue.removeFront(1);
    QCOMPARE(queue.front(9), QList<QByteArray>{line(2)});
}

QTEST_GUILESS_MAIN(TestEventQueue)
#include "tst_eventqueue.moc"
