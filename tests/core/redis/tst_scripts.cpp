// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/scripts.h"
#include "tests/support/redisclient.h"
#include "tests/support/redisserver.h"

#include <QCryptographicHash>
#include <QTest>

#include <vector>

using namespace emberwatch;
using namespace emberwatch::redis;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 hour = 3'600'000;

} // namespace

/// The four scripts against a real server, by a client of its own.
class TestScripts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void theNameIsTheHash();
    void evalShaAndEvalAreTheSameCall();
    void peekTellsTypeValueAndTimes();
    void peekLeavesOutWhatIsTooLarge();
    void casWritesOnlyOverTheJudgedBytes();
    void casKeepsOrRenewsTheTtl();
    void casSaysSameAfterARepeat();
    void casSeesAHeartbeat();
    void cadDeletesOnlyTheJudgedBytes();
    void cadSeesAHeartbeat();
    void extendOnlyLengthens();
    void otherTypesAreLeftAlone();

private:
    /// What a script answers for the key "job": its elements as text, joined by spaces.
    QByteArray answer(const Script &script, const std::vector<QByteArrayView> &arguments);
    QByteArray word(const Script &script, const std::vector<QByteArrayView> &arguments)
    {
        return answer(script, arguments).split(' ').first();
    }
    qint64 now();
    qint64 expiry() { return now() + m_client->integer({"PTTL", "job"}); }
    QByteArray expiryText() { return QByteArray::number(expiry()); }

    std::unique_ptr<test::RedisServer> m_server;
    std::unique_ptr<test::RedisClient> m_client;
};

void TestScripts::initTestCase()
{
    m_server = std::make_unique<test::RedisServer>();
    QVERIFY2(m_server->isRunning(), qPrintable(m_server->log()));
    m_client = std::make_unique<test::RedisClient>(m_server->port());
}

void TestScripts::init()
{
    m_client->run({"FLUSHALL"});
}

QByteArray TestScripts::answer(const Script &script, const std::vector<QByteArrayView> &arguments)
{
    std::vector<QByteArrayView> words{"EVAL", script.text, "1", "job"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    const Reply reply = m_client->run(words);
    if (reply.isEmpty())
        return "no answer";
    if (reply.root().isError())
        return reply.root().bytes().toByteArray();
    QByteArrayList parts;
    for (const Reply::View part : reply.root()) {
        const bool isNumber = part.type() == Reply::Type::Integer;
        parts.append(isNumber ? QByteArray::number(part.integer())
                              : (part.isNil() ? QByteArray("nil") : part.bytes().toByteArray()));
    }
    return parts.join(' ');
}

qint64 TestScripts::now()
{
    const Reply reply = m_client->run({"TIME"});
    return reply.root().at(0).bytes().toLongLong() * 1000 + reply.root().at(1).bytes().toLongLong() / 1000;
}

void TestScripts::theNameIsTheHash()
{
    for (const Script *script :
        {&scripts::peek(), &scripts::compareAndSet(), &scripts::compareAndDelete(), &scripts::extend()}) {
        QVERIFY(!script->text.isEmpty());
        QCOMPARE(script->sha1, QCryptographicHash::hash(script->text, QCryptographicHash::Sha1).toHex());
        QCOMPARE(m_client->text({"SCRIPT", "LOAD", script->text}), script->sha1);
    }
}

void TestScripts::evalShaAndEvalAreTheSameCall()
{
    const Script script{"return 1", "abc"};
    const std::vector<QByteArrayView> arguments{"x", "y"};
    Commands commands;
    addScript(commands, script, "key", arguments);
    addScript(commands, script, "key", arguments, true);
    Commands expected;
    expected.add({"EVALSHA", "abc", "1", "key", "x", "y"});
    expected.add({"EVAL", "return 1", "1", "key", "x", "y"});
    QCOMPARE(commands.encoded(), expected.encoded());
    QCOMPARE(commands.count(), 2);
}

void TestScripts::peekTellsTypeValueAndTimes()
{
    m_client->run({"SET", "job", "{}", "PX", "7200000"});
    const QByteArrayList parts = answer(scripts::peek(), {"1000"}).split(' ');
    QCOMPARE(parts.size(), 5);
    QCOMPARE(parts[0], "string");
    QCOMPARE(parts[1], "2");
    QCOMPARE(parts[2], "{}");
    QVERIFY(parts[3].toLongLong() > 7'190'000 && parts[3].toLongLong() <= 7'200'000);
    QVERIFY(qAbs(parts[4].toLongLong() - now()) < 5000);

    m_client->run({"DEL", "job"});
    QVERIFY(answer(scripts::peek(), {"1000"}).startsWith("none 0 nil -2 "));
}

void TestScripts::peekLeavesOutWhatIsTooLarge()
{
    m_client->run({"SET", "job", "12345"});
    QVERIFY(answer(scripts::peek(), {"5"}).startsWith("string 5 12345 -1 "));
    QVERIFY(answer(scripts::peek(), {"4"}).startsWith("string 5 nil -1 "));
}

void TestScripts::casWritesOnlyOverTheJudgedBytes()
{
    QCOMPARE(answer(scripts::compareAndSet(), {"a", "b", "keep", "-"}), "gone");
    QCOMPARE(m_client->integer({"EXISTS", "job"}), 0);

    m_client->run({"SET", "job", "other"});
    QCOMPARE(answer(scripts::compareAndSet(), {"a", "b", "keep", "-"}), "changed other -1");
    QCOMPARE(m_client->text({"GET", "job"}), "other");

    const QByteArray odd("a\0\r\n\xff", 5);
    m_client->run({"SET", "job", odd});
    QCOMPARE(answer(scripts::compareAndSet(), {odd, "b", "keep", "-"}), "ok -1");
    QCOMPARE(m_client->text({"GET", "job"}), "b");
}

void TestScripts::casKeepsOrRenewsTheTtl()
{
    m_client->run({"SET", "job", "a", "PX", "100000"});
    QCOMPARE(word(scripts::compareAndSet(), {"a", "b", "keep", "-"}), "ok");
    const qint64 kept = m_client->integer({"PTTL", "job"});
    QVERIFY(kept > 0 && kept <= 100'000);
    // A heartbeat: the same bytes, and still a write.
    QCOMPARE(word(scripts::compareAndSet(), {"b", "b", "7200000", "-"}), "ok");
    QVERIFY(m_client->integer({"PTTL", "job"}) > 7'000'000);
}

void TestScripts::casSaysSameAfterARepeat()
{
    m_client->run({"SET", "job", "a"});
    QCOMPARE(answer(scripts::compareAndSet(), {"a", "b", "keep", ""}), "ok -1");
    QCOMPARE(answer(scripts::compareAndSet(), {"a", "b", "keep", ""}), "same -1");
}

void TestScripts::casSeesAHeartbeat()
{
    m_client->run({"SET", "job", "a", "PX", "100000"});
    const QByteArray judged = expiryText();
    QCOMPARE(word(scripts::compareAndSet(), {"a", "a", "keep", judged}), "ok");
    m_client->run({"SET", "job", "a", "PX", "200000"}); // the producer, the same bytes
    QCOMPARE(word(scripts::compareAndSet(), {"a", "b", "keep", judged}), "touched");
    QCOMPARE(word(scripts::compareAndSet(), {"a", "b", "keep", ""}), "touched");
    QCOMPARE(m_client->text({"GET", "job"}), "a");
}

void TestScripts::cadDeletesOnlyTheJudgedBytes()
{
    QCOMPARE(answer(scripts::compareAndDelete(), {"a", ""}), "gone");
    m_client->run({"SET", "job", "other"});
    QCOMPARE(answer(scripts::compareAndDelete(), {"a", ""}), "changed");
    QCOMPARE(word(scripts::compareAndDelete(), {"other", ""}), "ok");
    QCOMPARE(m_client->integer({"EXISTS", "job"}), 0);
}

void TestScripts::cadSeesAHeartbeat()
{
    m_client->run({"SET", "job", "a", "PX", "100000"});
    const QByteArray judged = expiryText();
    QCOMPARE(word(scripts::compareAndDelete(), {"a", ""}), "touched"); // judged without a TTL
    m_client->run({"PERSIST", "job"});
    QCOMPARE(word(scripts::compareAndDelete(), {"a", judged}), "touched");
    m_client->run({"PEXPIRE", "job", "200000"});
    QCOMPARE(word(scripts::compareAndDelete(), {"a", judged}), "touched");
    QCOMPARE(m_client->text({"GET", "job"}), "a");
    QCOMPARE(word(scripts::compareAndDelete(), {"a", expiryText()}), "ok");
}

void TestScripts::extendOnlyLengthens()
{
    const Script &extend = scripts::extend();
    QCOMPARE(answer(extend, {"a", "", "0"}), "gone");
    m_client->run({"SET", "job", "a", "PX", "3600000"});
    const QByteArray judged = expiryText();
    const auto at = [this](qint64 ahead) { return QByteArray::number(now() + ahead); };
    QCOMPARE(answer(extend, {"b", judged, at(2 * hour)}), "changed");
    QCOMPARE(word(extend, {"a", at(hour / 2), at(2 * hour)}), "touched");
    QCOMPARE(word(extend, {"a", judged, at(hour / 2)}), "refused");
    QCOMPARE(word(extend, {"a", judged, at(24 * hour + 60'000)}), "refused");
    QVERIFY(m_client->integer({"PTTL", "job"}) <= hour);
    QCOMPARE(word(extend, {"a", judged, at(2 * hour)}), "ok");
    const qint64 ttl = m_client->integer({"PTTL", "job"});
    QVERIFY(ttl > hour && ttl <= 2 * hour);

    m_client->run({"PERSIST", "job"}); // lives for ever already
    QCOMPARE(word(extend, {"a", "", at(2 * hour)}), "refused");
    QCOMPARE(m_client->integer({"PTTL", "job"}), -1);
}

void TestScripts::otherTypesAreLeftAlone()
{
    m_client->run({"RPUSH", "job", "x"});
    QVERIFY(answer(scripts::peek(), {"1000"}).startsWith("list 0 nil -1 "));
    QCOMPARE(answer(scripts::compareAndSet(), {"a", "b", "keep", "-"}), "type list");
    QCOMPARE(answer(scripts::compareAndDelete(), {"a", ""}), "type list");
    QCOMPARE(answer(scripts::extend(), {"a", "", "0"}), "type list");
    QCOMPARE(m_client->integer({"LLEN", "job"}), 1);
}

QTEST_GUILESS_MAIN(TestScripts)
#include "tst_scripts.moc"
