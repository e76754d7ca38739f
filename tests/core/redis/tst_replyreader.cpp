// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/replyreader.h"

#include <QRandomGenerator>
#include <QTest>

using namespace emberwatch;
using namespace emberwatch::redis;
using namespace Qt::StringLiterals;

namespace {

/// A reply as text, so that two can be compared.
QByteArray shown(Reply::View view)
{
    switch (view.type()) {
    case Reply::Type::Nil:
        return "nil";
    case Reply::Type::Integer:
        return QByteArray::number(view.integer());
    case Reply::Type::Status:
        return "+" + view.bytes().toByteArray();
    case Reply::Type::Error:
        return "-" + view.bytes().toByteArray();
    case Reply::Type::String:
        return "'" + view.bytes().toByteArray() + "'";
    case Reply::Type::Array:
        break;
    }
    QByteArrayList elements;
    for (const Reply::View element : view)
        elements.append(shown(element));
    return "[" + elements.join(", ") + "]";
}

/// Feeds `wire` in pieces that end at `cuts` and shows each reply, "error: ..." being the last one.
QByteArrayList read(const QByteArray &wire, const QList<qsizetype> &cuts, ReplyLimits limits = {})
{
    ReplyReader reader(limits);
    QByteArrayList replies;
    qsizetype from = 0;
    Reply reply;
    for (const qsizetype to : cuts + QList{wire.size()}) {
        reader.feed(wire.data() + from, to - from);
        from = to;
        while (true) {
            const Result<bool> complete = reader.next(reply);
            if (!complete)
                return replies << "error: " + complete.error().message.toUtf8();
            if (!*complete)
                break;
            replies << shown(reply.root());
            reply.clear();
        }
    }
    return replies;
}

QByteArray readOne(const QByteArray &wire, ReplyLimits limits = {})
{
    return read(wire, {}, limits).join(" | ");
}

/// A random reply on the wire, and how it is shown.
struct Sample
{
    QByteArray wire;
    QByteArray shown;
};

QByteArray randomBytes(QRandomGenerator &random, qsizetype size, bool isLine)
{
    QByteArray bytes(size, Qt::Uninitialized);
    for (char &c : bytes)
        c = isLine ? static_cast<char>(random.bounded(' ', 127)) : static_cast<char>(random.bounded(256));
    return bytes;
}

Sample randomArray(QRandomGenerator &random, int depth);

Sample randomSample(QRandomGenerator &random, int depth)
{
    switch (random.bounded(depth > 0 ? 7 : 6)) {
    case 0:
        return {"$-1\r\n", "nil"};
    case 1:
        return {"*-1\r\n", "nil"};
    case 2: {
        const auto value = static_cast<qint64>(random.generate64());
        return {":" + QByteArray::number(value) + "\r\n", QByteArray::number(value)};
    }
    case 3: {
        const QByteArray line = randomBytes(random, random.bounded(40), true);
        return {"+" + line + "\r\n", "+" + line};
    }
    case 4: {
        const QByteArray line = randomBytes(random, random.bounded(40), true);
        return {"-" + line + "\r\n", "-" + line};
    }
    case 5: {
        const QByteArray bytes
            = randomBytes(random, random.bounded(random.bounded(10) == 0 ? 3000 : 60), false);
        return {"$" + QByteArray::number(bytes.size()) + "\r\n" + bytes + "\r\n", "'" + bytes + "'"};
    }
    default:
        return randomArray(random, depth);
    }
}

Sample randomArray(QRandomGenerator &random, int depth)
{
    const int size = random.bounded(6);
    Sample array{"*" + QByteArray::number(size) + "\r\n", "["};
    for (int i = 0; i < size; ++i) {
        const Sample element = randomSample(random, depth - 1);
        array.wire += element.wire;
        array.shown += (i == 0 ? "" : ", ") + element.shown;
    }
    array.shown += "]";
    return array;
}

QByteArray nestedArrays(int depth)
{
    return QByteArray("*1\r\n").repeated(depth) + ":1\r\n";
}

} // namespace

class TestReplyReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsEveryType_data();
    void readsEveryType();
    void splitAtEveryByte();
    void randomRepliesRandomlySplit();
    void appendsToAnOpenArray();
    void oneReplyMayBeBroken_data();
    void oneReplyMayBeBroken();
    void whatIsTooLargeIsRefusedBeforeItComes_data();
    void whatIsTooLargeIsRefusedBeforeItComes();
    void limitsAreExact();
    void anErrorStays();
    void knowsWhetherItIsMidReply();
    void garbageNeverCrashes();
};

void TestReplyReader::readsEveryType_data()
{
    QTest::addColumn<QByteArray>("wire");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("status") << QByteArray("+OK\r\n") << QByteArray("+OK");
    QTest::newRow("empty status") << QByteArray("+\r\n") << QByteArray("+");
    QTest::newRow("error") << QByteArray("-ERR no\r\n") << QByteArray("-ERR no");
    QTest::newRow("zero") << QByteArray(":0\r\n") << QByteArray("0");
    QTest::newRow("largest integer") << QByteArray(":9223372036854775807\r\n")
                                     << QByteArray("9223372036854775807");
    QTest::newRow("smallest integer")
        << QByteArray(":-9223372036854775808\r\n") << QByteArray("-9223372036854775808");
    QTest::newRow("string") << QByteArray("$3\r\nabc\r\n") << QByteArray("'abc'");
    QTest::newRow("string with line ends") << QByteArray("$4\r\n\r\n\r\n\r\n") << QByteArray("'\r\n\r\n'");
    QTest::newRow("empty string") << QByteArray("$0\r\n\r\n") << QByteArray("''");
    QTest::newRow("nil string") << QByteArray("$-1\r\n") << QByteArray("nil");
    QTest::newRow("nil array") << QByteArray("*-1\r\n") << QByteArray("nil");
    QTest::newRow("empty array") << QByteArray("*0\r\n") << QByteArray("[]");
    QTest::newRow("empty arrays inside")
        << QByteArray("*3\r\n*0\r\n:1\r\n*0\r\n") << QByteArray("[[], 1, []]");
    QTest::newRow("nested") << QByteArray("*2\r\n*2\r\n:1\r\n*1\r\n$-1\r\n+x\r\n")
                            << QByteArray("[[1, [nil]], +x]");
    QTest::newRow("two at once") << QByteArray("+a\r\n+b\r\n") << QByteArray("+a | +b");
}

void TestReplyReader::readsEveryType()
{
    QFETCH(QByteArray, wire);
    QFETCH(QByteArray, expected);
    QCOMPARE(readOne(wire), expected);
}

void TestReplyReader::splitAtEveryByte()
{
    const QByteArray wire = "*4\r\n$3\r\nfoo\r\n:-12\r\n*2\r\n$-1\r\n*0\r\n+OK\r\n"
                            "-ERR a b\r\n$0\r\n\r\n*1\r\n*1\r\n*1\r\n$5\r\n\r\n\r\n!\r\n:7\r\n";
    const QByteArrayList whole = read(wire, {});
    QCOMPARE(whole.size(), 5);
    for (qsizetype first = 0; first <= wire.size(); ++first) {
        QCOMPARE(read(wire, {first}), whole);
        for (qsizetype second = first; second <= wire.size(); ++second)
            QCOMPARE(read(wire, {first, second}), whole);
    }
    QList<qsizetype> everywhere;
    for (qsizetype i = 1; i < wire.size(); ++i)
        everywhere.append(i);
    QCOMPARE(read(wire, everywhere), whole);
}

void TestReplyReader::randomRepliesRandomlySplit()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    for (int round = 0; round < 2000; ++round) {
        QByteArray wire;
        QByteArrayList expected;
        for (int i = random.bounded(1, 20); i > 0; --i) {
            const Sample sample = randomSample(random, 6);
            wire += sample.wire;
            expected += sample.shown;
        }
        QList<qsizetype> cuts;
        for (int i = random.bounded(20); i > 0; --i)
            cuts.append(random.bounded(static_cast<int>(wire.size()) + 1));
        std::sort(cuts.begin(), cuts.end());
        QCOMPARE(read(wire, cuts), expected);
    }
}

void TestReplyReader::appendsToAnOpenArray()
{
    ReplyReader reader;
    Reply batch;
    const quint32 array = batch.beginArray(3);
    const QByteArray wire = "+OK\r\n*2\r\n:1\r\n:2\r\n$1\r\nx\r\n";
    reader.feed(wire.data(), wire.size());
    for (int i = 0; i < 3; ++i)
        QVERIFY(*reader.next(batch));
    QVERIFY(!*reader.next(batch));
    batch.endArray(array);
    QCOMPARE(shown(batch.root()), "[+OK, [1, 2], 'x']");
}

void TestReplyReader::oneReplyMayBeBroken_data()
{
    QTest::addColumn<QByteArray>("wire");
    QTest::newRow("HTTP") << QByteArray("HTTP/1.1 400 Bad Request\r\n");
    QTest::newRow("TLS alert") << QByteArray("\x15\x03\x01\x00\x02\x02\x46", 7);
    QTest::newRow("zero byte") << QByteArray("\0\r\n", 3);
    QTest::newRow("string length is no number") << QByteArray("$x\r\n");
    QTest::newRow("array length is no number") << QByteArray("*x\r\n:1\r\n");
    QTest::newRow("array length below -1") << QByteArray("*-2\r\n");
    QTest::newRow("string length beyond 64 bit") << QByteArray("$99999999999999999999\r\n");
    QTest::newRow("map of RESP3") << QByteArray("%1\r\n+a\r\n+b\r\n");
    QTest::newRow("double of RESP3") << QByteArray(",1.5\r\n");
    QTest::newRow("boolean of RESP3") << QByteArray("#t\r\n");
    QTest::newRow("set of RESP3") << QByteArray("~1\r\n:1\r\n");
    QTest::newRow("push of RESP3") << QByteArray(">1\r\n:1\r\n");
    QTest::newRow("verbatim string of RESP3") << QByteArray("=5\r\ntxt:a\r\n");
    QTest::newRow("big number of RESP3") << QByteArray("(12345678901234567890\r\n");
}

void TestReplyReader::oneReplyMayBeBroken()
{
    QFETCH(QByteArray, wire);
    const QByteArrayList replies = read("+fine\r\n" + wire, {});
    QCOMPARE(replies.size(), 2);
    QCOMPARE(replies.first(), "+fine");
    QVERIFY2(replies.last().startsWith("error: "), replies.last().constData());
}

void TestReplyReader::whatIsTooLargeIsRefusedBeforeItComes_data()
{
    QTest::addColumn<QByteArray>("wire");
    QTest::newRow("a hundred million elements") << QByteArray("*100000000\r\n");
    QTest::newRow("inside another array") << QByteArray("*2\r\n:1\r\n*100000000\r\n");
    QTest::newRow("a string of 64 MiB and a byte") << QByteArray("$67108865\r\nx");
    QTest::newRow("a string of 9 EB") << QByteArray("$9223372036854775807\r\nx");
    QTest::newRow("a string of 9 EB in an array") << QByteArray("*2\r\n:1\r\n$9223372036854775807\r\nx");
    QTest::newRow("8 arrays deep") << nestedArrays(8);
    QTest::newRow("1000 arrays deep") << nestedArrays(1000);
    QTest::newRow("a line without an end") << "+" + QByteArray(100'000, 'x');
    QTest::newRow("a length without an end") << "$" + QByteArray(100'000, '1');
}

void TestReplyReader::whatIsTooLargeIsRefusedBeforeItComes()
{
    QFETCH(QByteArray, wire);
    const QByteArray result = readOne(wire);
    QVERIFY2(result.startsWith("error: "), result.constData());
}

void TestReplyReader::limitsAreExact()
{
    QCOMPARE(readOne(nestedArrays(7)), "[[[[[[[1]]]]]]]");

    ReplyLimits limits;
    limits.bulkBytes = 5;
    limits.elements = 3;
    limits.totalElements = 5;
    QCOMPARE(readOne("$5\r\nabcde\r\n", limits), "'abcde'");
    QVERIFY(readOne("$6\r\nabcdef\r\n", limits).startsWith("error: "));
    QCOMPARE(readOne("*3\r\n:1\r\n:2\r\n:3\r\n", limits), "[1, 2, 3]");
    QVERIFY(readOne("*4\r\n:1\r\n:2\r\n:3\r\n:4\r\n", limits).startsWith("error: "));
    // The whole counts its arrays too, and begins anew with each reply.
    const QByteArray five = "*2\r\n*2\r\n:1\r\n:2\r\n:3\r\n";
    QCOMPARE(readOne(five + five, limits), "[[1, 2], 3] | [[1, 2], 3]");
    QVERIFY(readOne("*2\r\n*2\r\n:1\r\n:2\r\n*1\r\n:3\r\n", limits).startsWith("error: "));

    ReplyLimits unread;
    unread.unreadBytes = 1000;
    QCOMPARE(readOne("$990\r\n" + QByteArray(500, 'x'), unread), "");
    QVERIFY(readOne("$2000\r\n" + QByteArray(1500, 'x'), unread).startsWith("error: "));
}

void TestReplyReader::anErrorStays()
{
    ReplyReader reader;
    Reply reply;
    reader.feed("?\r\n", 3);
    QVERIFY(!reader.next(reply));
    reader.feed("+OK\r\n", 5);
    const Result<bool> after = reader.next(reply);
    QVERIFY(!after);
    QCOMPARE(after.error().kind, Error::Kind::Protocol);
}

void TestReplyReader::knowsWhetherItIsMidReply()
{
    const QByteArray wire = "*2\r\n$2\r\nab\r\n:1\r\n";
    for (qsizetype cut = 1; cut < wire.size(); ++cut) {
        ReplyReader reader;
        Reply reply;
        QVERIFY(!*reader.next(reply));
        QVERIFY(!reader.isMidReply());
        reader.feed(wire.data(), cut);
        QVERIFY(!*reader.next(reply));
        QVERIFY2(reader.isMidReply(), QByteArray::number(cut).constData());
        reader.feed(wire.data() + cut, wire.size() - cut);
        QVERIFY(*reader.next(reply));
        QVERIFY(!*reader.next(reply));
        QVERIFY(!reader.isMidReply());
    }
}

void TestReplyReader::garbageNeverCrashes()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    constexpr QByteArrayView alphabet = "*$+-:0123459\r\n\r\n\r\nx%~";
    for (int round = 0; round < 20'000; ++round) {
        QByteArray wire(random.bounded(1, 60), Qt::Uninitialized);
        for (char &c : wire)
            c = alphabet[random.bounded(static_cast<int>(alphabet.size()))];
        QByteArrayList whole = read(wire, {});
        QByteArrayList cut = read(wire, {random.bounded(static_cast<int>(wire.size()))});
        for (QByteArrayList *replies : {&whole, &cut}) { // how early it is refused may change the words
            if (!replies->isEmpty() && replies->last().startsWith("error: "))
                replies->last() = "error";
        }
        QCOMPARE(cut, whole);
    }
}

QTEST_GUILESS_MAIN(TestReplyReader)
#include "tst_replyreader.moc"
