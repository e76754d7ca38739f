// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diagnosis/rightsadvice.h"

#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;
using Answer = CommandRight::Answer;

namespace {

const QByteArray keys = "comfyui:job:*";

} // namespace

class TestRightsAdvice : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lines_data();
    void lines();
    void texts();
    void granted();
};

void TestRightsAdvice::lines_data()
{
    QTest::addColumn<QList<CommandRight>>("rights");
    QTest::addColumn<QByteArray>("user");
    QTest::addColumn<bool>("readOnly");
    QTest::addColumn<QString>("line");
    const CommandRight fine{"get", keys, Answer::Granted, {}};
    const CommandRight noMget{"mget", keys, Answer::Denied, u"NOPERM"_s};
    const CommandRight noKey{"pttl", keys, Answer::KeyDenied, u"NOPERM"_s};
    const CommandRight noKeyEither{"type", keys, Answer::KeyDenied, u"NOPERM"_s};
    const CommandRight noChannel{"psubscribe", "__keyspace@0__:comfyui:job:*", Answer::ChannelDenied, {}};
    const CommandRight noName{"client|setname", {}, Answer::Denied, {}};
    const CommandRight gone{"config", {}, Answer::Absent, {}};
    using Rights = QList<CommandRight>;
    QTest::newRow("nothing missing") << Rights{fine} << QByteArray("ops") << true << QString();
    QTest::newRow("a command") << Rights{fine, noMget} << QByteArray("ops") << true
                               << u"ACL SETUSER ops +mget"_s;
    QTest::newRow("default user") << Rights{noMget, fine} << QByteArray() << true
                                  << u"ACL SETUSER default +mget"_s;
    QTest::newRow("a command whose keys nothing proves")
        << Rights{noMget} << QByteArray("ops") << false << u"ACL SETUSER ops ~comfyui:job:* +mget"_s;
    QTest::newRow("subcommand") << Rights{noName} << QByteArray("ops") << true
                                << u"ACL SETUSER ops +client|setname"_s;
    QTest::newRow("keys for reading, once")
        << Rights{noKey, noKeyEither} << QByteArray("ops") << true << u"ACL SETUSER ops %R~comfyui:job:*"_s;
    QTest::newRow("keys") << Rights{noKey} << QByteArray("ops") << false
                          << u"ACL SETUSER ops ~comfyui:job:*"_s;
    QTest::newRow("patterns before commands")
        << Rights{noMget, noChannel, noKey} << QByteArray("ops") << false
        << u"ACL SETUSER ops &__keyspace@0__:comfyui:job:* ~comfyui:job:* +mget"_s;
    QTest::newRow("what no rule can give") << Rights{gone} << QByteArray("ops") << true << QString();
}

void TestRightsAdvice::lines()
{
    QFETCH(QList<CommandRight>, rights);
    QFETCH(QByteArray, user);
    QFETCH(bool, readOnly);
    QFETCH(QString, line);
    QCOMPARE(missingRightsLine(user, rights, readOnly ? KeyAccess::Read : KeyAccess::All), line);
}

void TestRightsAdvice::texts()
{
    const QList<CommandRight> rights{{"get", keys, Answer::Granted, {}}, {"mget", keys, Answer::Denied, {}},
        {"client|id", {}, Answer::Absent, {}}, {"pttl", keys, Answer::KeyDenied, {}}};
    QCOMPARE(missingRightsText(rights),
        u"MGET, CLIENT ID (the server has no such command), PTTL on comfyui:job:*"_s);
    QCOMPARE(missingRightsText({rights.first()}), QString());
}

void TestRightsAdvice::granted()
{
    const QList<CommandRight> rights{
        {"subscribe", "a", Answer::ChannelDenied, {}}, {"subscribe", "b", Answer::Granted, {}}};
    QVERIFY(isGranted(rights, "subscribe"));
    QVERIFY(isGranted(rights, "subscribe", "b"));
    QVERIFY(!isGranted(rights, "subscribe", "a"));
    QVERIFY(!isGranted(rights, "get"));
}

QTEST_APPLESS_MAIN(TestRightsAdvice)
#include "tst_rightsadvice.moc"
