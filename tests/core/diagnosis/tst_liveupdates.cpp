// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diagnosis/liveupdates.h"

#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;
using Answer = CommandRight::Answer;
using State = Finding::State;

namespace {

constexpr bool yes = true;
constexpr bool no = false;

QString rungOf(const Finding &finding)
{
    for (const Fact &fact : finding.facts) {
        if (fact.name == "rung")
            return std::get<QString>(fact.value);
    }
    return {};
}

LiveUpdatesEvidence evidenceWith(bool maySubscribe, bool mayTrack)
{
    LiveUpdatesEvidence evidence;
    evidence.target = ProbeTarget::under("comfyui:job:", 0);
    evidence.user = "ops";
    const Answer keyspace = maySubscribe ? Answer::Granted : Answer::ChannelDenied;
    const Answer tracking = mayTrack ? Answer::Granted : Answer::Denied;
    evidence.channelRights = {{"psubscribe", evidence.target.channelPattern(), keyspace, {}},
        {"subscribe", "__redis__:invalidate", mayTrack ? Answer::Granted : Answer::ChannelDenied, {}}};
    evidence.tracking = {"client|tracking", {}, tracking, mayTrack ? QString() : u"NOPERM"_s};
    return evidence;
}

} // namespace

class TestLiveUpdates : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ladder_data();
    void ladder();
    void trackingNeedsItsChannel();
    void withoutSecondConnection();
};

void TestLiveUpdates::ladder_data()
{
    QTest::addColumn<QString>("flags"); ///< "-": the server does not tell
    QTest::addColumn<bool>("heard");
    QTest::addColumn<bool>("maySubscribe");
    QTest::addColumn<bool>("mayTrack");
    QTest::addColumn<State>("state");
    QTest::addColumn<QString>("rung");
    QTest::addColumn<QString>("remedy");
    const QString turnOn = u"CONFIG SET notify-keyspace-events Kg$xe"_s;
    const QString hear = u"ACL SETUSER ops &__keyspace@0__:comfyui:job:*"_s;
    QTest::newRow("on") << u"Kg$xe"_s << no << yes << no << State::Ok << u"notifications"_s << QString();
    QTest::newRow("on, without evictions")
        << u"Kg$x"_s << no << yes << no << State::Ok << u"notifications"_s << turnOn;
    QTest::newRow("on, but not for this user")
        << u"AKE"_s << no << no << yes << State::Warning << u"tracking"_s << hear;
    QTest::newRow("on, but neither for this user")
        << u"AKE"_s << no << no << no << State::Warning << u"polling"_s << hear;
    QTest::newRow("off, tracking") << QString() << no << yes << yes << State::Warning << u"tracking"_s
                                   << turnOn;
    QTest::newRow("off, no tracking")
        << QString() << no << yes << no << State::Warning << u"polling"_s << turnOn;
    QTest::newRow("other flags stay") << u"Ez"_s << no << yes << no << State::Warning << u"polling"_s
                                      << u"CONFIG SET notify-keyspace-events EzKg$xe"_s;
    QTest::newRow("off, and no right")
        << QString() << no << no << no << State::Warning << u"polling"_s << turnOn + u'\n' + hear;
    QTest::newRow("not told, but heard")
        << u"-"_s << yes << yes << no << State::Ok << u"notifications"_s << QString();
    QTest::newRow("not told, not heard")
        << u"-"_s << no << yes << yes << State::Unknown << QString() << QString();
    QTest::newRow("not told, no right")
        << u"-"_s << no << no << yes << State::Warning << u"tracking"_s << hear;
}

void TestLiveUpdates::ladder()
{
    QFETCH(QString, flags);
    QFETCH(bool, heard);
    QFETCH(bool, maySubscribe);
    QFETCH(bool, mayTrack);
    LiveUpdatesEvidence evidence = evidenceWith(maySubscribe, mayTrack);
    if (flags != "-"_L1)
        evidence.flags = flags.toLatin1();
    evidence.hasHeardEvent = heard;
    const Finding finding = liveUpdatesFinding(evidence);
    QTEST(finding.state, "state");
    QTEST(rungOf(finding), "rung");
    QTEST(finding.remedy, "remedy");
    QVERIFY(!finding.sentence.isEmpty());
    QCOMPARE(finding.rights.size(), 3);
}

// Without the right to the channel the command answers OK, and nothing ever arrives.
void TestLiveUpdates::trackingNeedsItsChannel()
{
    LiveUpdatesEvidence evidence = evidenceWith(true, true);
    evidence.flags = QByteArray();
    evidence.channelRights.last().answer = Answer::ChannelDenied;
    QCOMPARE(rungOf(liveUpdatesFinding(evidence)), u"polling"_s);
}

void TestLiveUpdates::withoutSecondConnection()
{
    LiveUpdatesEvidence evidence = evidenceWith(true, true);
    evidence.channelRights.clear();
    QCOMPARE(liveUpdatesFinding(evidence).state, State::Unknown);
}

QTEST_APPLESS_MAIN(TestLiveUpdates)
#include "tst_liveupdates.moc"
