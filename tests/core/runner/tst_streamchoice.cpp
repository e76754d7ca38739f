// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/streamchoice.h"

#include <QTest>

using namespace emberwatch;
using namespace emberwatch::comfyui;
using namespace Qt::StringLiterals;

namespace {

QueueItem item(const QByteArray &id)
{
    QueueItem item;
    item.promptId = PromptId(id);
    return item;
}

StreamUser user(const QString &clientId)
{
    return {clientId, true, false};
}

/// One runs, four wait; "x" is somebody else's.
QueueSnapshot queue()
{
    QueueSnapshot queue;
    queue.running = {item("r")};
    queue.pending = {item("x"), item("a"), item("b"), item("c")};
    return queue;
}

QHash<PromptId, StreamUser> users()
{
    return {{PromptId("r"), user(u"R"_s)}, {PromptId("a"), user(u"A"_s)}, {PromptId("b"), user(u"B"_s)},
        {PromptId("c"), user(u"C"_s)}};
}

} // namespace

class TestStreamChoice : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theRunningAndTheNextFewOfOurs();
    void notTheStreamOfAProducerThatMayLive();
    void theOneBeingSubmitted();
    void jobsOfOneClientShareAStream();
    void noneWithoutAClientId();
};

void TestStreamChoice::theRunningAndTheNextFewOfOurs()
{
    QCOMPARE(wantedStreams(queue(), users(), 2), (QSet<QString>{u"R"_s, u"A"_s, u"B"_s}));
    QCOMPARE(wantedStreams(queue(), users(), 0), QSet<QString>{u"R"_s});
    QCOMPARE(wantedStreams({}, users(), 5), QSet<QString>());
}

void TestStreamChoice::notTheStreamOfAProducerThatMayLive()
{
    auto ours = users();
    ours[PromptId("r")].mayTake = false;
    QCOMPARE(wantedStreams(queue(), ours, 1), QSet<QString>{u"A"_s});
}

void TestStreamChoice::theOneBeingSubmitted()
{
    auto ours = users();
    ours.insert(PromptId("new"), {u"N"_s, true, true});
    QCOMPARE(wantedStreams(queue(), ours, 1), (QSet<QString>{u"R"_s, u"A"_s, u"N"_s}));
}

void TestStreamChoice::jobsOfOneClientShareAStream()
{
    auto ours = users();
    for (StreamUser &one : ours)
        one.clientId = u"same"_s;
    QCOMPARE(wantedStreams(queue(), ours, 3), QSet<QString>{u"same"_s});
}

void TestStreamChoice::noneWithoutAClientId()
{
    auto ours = users();
    ours[PromptId("r")].clientId.clear();
    QCOMPARE(wantedStreams(queue(), ours, 0), QSet<QString>());
}

QTEST_GUILESS_MAIN(TestStreamChoice)
#include "tst_streamchoice.moc"
