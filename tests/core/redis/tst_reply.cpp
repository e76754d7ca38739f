// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/reply.h"

#include <QTest>

using namespace emberwatch::redis;

namespace {

quint32 addString(Reply &reply, QByteArrayView text)
{
    return reply.addText(Reply::Type::String, text.data(), text.size());
}

/// [1, ["a", nil, []], "b"]
Reply nested()
{
    Reply reply;
    const quint32 outer = reply.beginArray(3);
    reply.addInteger(1);
    const quint32 inner = reply.beginArray(3);
    addString(reply, "a");
    reply.addNil();
    reply.endArray(reply.beginArray(0));
    reply.endArray(inner);
    addString(reply, "b");
    reply.endArray(outer);
    return reply;
}

} // namespace

class TestReply : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aValueHasWhatItsTypeHas();
    void elementsAreReachedByIndexAndByIteration();
    void aFlatArrayIsReachedDirectly();
    void bytesAreFollowedByReadablePadding();
    void clearKeepsTheMemory();
    void appendCopiesEverything();
    void aCopyIsIndependent();
};

void TestReply::aValueHasWhatItsTypeHas()
{
    Reply reply;
    QVERIFY(reply.isEmpty());
    reply.addInteger(-42);
    QVERIFY(!reply.isEmpty());
    QCOMPARE(reply.root().type(), Reply::Type::Integer);
    QCOMPARE(reply.root().integer(), -42);
    QVERIFY(reply.root().bytes().isEmpty());
    QCOMPARE(reply.root().size(), 0);
    QVERIFY(reply.root().begin() == reply.root().end());

    reply.clear();
    reply.addText(Reply::Type::Error, "ERR no", 6);
    QVERIFY(reply.root().isError());
    QCOMPARE(reply.root().bytes(), "ERR no");
    QCOMPARE(reply.root().integer(), 0);

    reply.clear();
    reply.addNil();
    QVERIFY(reply.root().isNil());

    reply.clear();
    addString(reply, {});
    QCOMPARE(reply.root().type(), Reply::Type::String);
    QVERIFY(reply.root().bytes().isEmpty());
}

void TestReply::elementsAreReachedByIndexAndByIteration()
{
    const Reply reply = nested();
    const Reply::View root = reply.root();
    QCOMPARE(root.size(), 3);
    QCOMPARE(root.at(0).integer(), 1);
    QCOMPARE(root.at(1).size(), 3);
    QCOMPARE(root.at(1).at(0).bytes(), "a");
    QVERIFY(root.at(1).at(1).isNil());
    QVERIFY(root.at(1).at(2).isArray());
    QCOMPARE(root.at(1).at(2).size(), 0);
    QCOMPARE(root.at(2).bytes(), "b");

    QList<Reply::Type> types;
    for (const Reply::View element : root)
        types.append(element.type());
    QCOMPARE(types, (QList{Reply::Type::Integer, Reply::Type::Array, Reply::Type::String}));
}

void TestReply::aFlatArrayIsReachedDirectly()
{
    constexpr qsizetype count = 1'000'000;
    Reply reply;
    const quint32 array = reply.beginArray(count);
    for (qsizetype i = 0; i < count; ++i)
        reply.addInteger(i);
    reply.endArray(array);
    // Walking to each would be half a million million steps.
    qint64 sum = 0;
    for (qsizetype i = count; i-- > 0;)
        sum += reply.root().at(i).integer();
    QCOMPARE(sum, count * (count - 1) / 2);
}

void TestReply::bytesAreFollowedByReadablePadding()
{
    for (const qsizetype size : {0, 1, 63, 64, 65, 191, 192, 193, 255, 256, 257, 1000, 4096}) {
        Reply reply;
        const QByteArray text(size, 'x');
        addString(reply, text);
        const QByteArrayView bytes = reply.root().bytes();
        QCOMPARE(bytes, QByteArrayView(text));
        volatile char read = 0; // the address sanitizer watches
        for (qsizetype i = 0; i < Reply::padding; ++i)
            read = bytes.data()[bytes.size() + i];
        Q_UNUSED(read)
    }
}

void TestReply::clearKeepsTheMemory()
{
    Reply reply;
    addString(reply, QByteArray(100'000, 'x'));
    const qsizetype size = reply.byteSize();
    QVERIFY(size >= 100'000);
    for (int i = 0; i < 100; ++i) {
        reply.clear();
        QVERIFY(reply.isEmpty());
        addString(reply, QByteArray(100'000, 'y'));
    }
    QCOMPARE(reply.byteSize(), size);
    QVERIFY(!reply.root().bytes().contains('x'));
}

void TestReply::appendCopiesEverything()
{
    const Reply source = nested();
    Reply reply;
    const quint32 array = reply.beginArray(2);
    reply.append(source.root());
    reply.append(source.root().at(2));
    reply.endArray(array);
    QCOMPARE(reply.root().size(), 2);
    QCOMPARE(reply.root().at(0).at(1).at(0).bytes(), "a");
    QCOMPARE(reply.root().at(0).at(2).bytes(), "b");
    QCOMPARE(reply.root().at(1).bytes(), "b");
}

void TestReply::aCopyIsIndependent()
{
    Reply reply = nested();
    const Reply copy = reply;
    reply.clear();
    addString(reply, "overwritten");
    QCOMPARE(copy.root().at(1).at(0).bytes(), "a");
    QCOMPARE(copy.root().at(2).bytes(), "b");
}

QTEST_GUILESS_MAIN(TestReply)
#include "tst_reply.moc"
