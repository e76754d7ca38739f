// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/statusline.h"

#include "ui/shell/commands.h"
#include "ui/shell/feeddisplay.h"
#include "ui/shell/stalebar.h"
#include "ui/theme/themesource.h"
#include "ui/widgets/steadylabel.h"
#include "ui/words/englishplurals.h"

#include <QAction>
#include <QLabel>
#include <QTest>
#include <QToolButton>

using namespace emberwatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestStatusLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void saysWhatTheFeedSays();
    void digitsMoveNothing();
    void leastImportantGoesFirst();
    void staleBarComesAndGoes();
    void staleBarCountsOn();
    void loadIsAveraged();
    void noticesPass();
    void saysWhatIsTracked();
    void troubleOfTrackingIsSeen();
    void whatIsInTheBackgroundIsOneClickAway();
    void clockSwitchesZone();
    void withoutAServerOnlyTheClockRuns();

private:
    [[nodiscard]] FeedHealth live() const;
    [[nodiscard]] SteadyLabel *part(const char *name) const
    {
        return m_status->findChild<SteadyLabel *>(QLatin1StringView(name));
    }
    EnglishPlurals m_plurals;
    ThemeSource m_themes{ThemeChoice::Dark, QFont(u"DejaVu Sans"_s, 10)};
    Commands m_commands{m_themes};
    Timestamp m_now{1'763'993'000'000ms};
    std::unique_ptr<StatusLine> m_status;
    std::unique_ptr<StaleBar> m_stale;
    std::unique_ptr<FeedDisplay> m_display;
};

FeedHealth TestStatusLine::live() const
{
    FeedHealth health;
    health.state = FeedState::Live;
    health.rung = FeedRung::Notifications;
    health.isRungProven = true;
    health.lastData = m_now - 200ms;
    health.lastFullScan = m_now - 21s;
    health.server = u"redis://10.0.4.12:6379/0"_s;
    health.product = u"Redis"_s;
    health.version = u"7.0.15"_s;
    health.role = u"master"_s;
    return health;
}

void TestStatusLine::initTestCase()
{
    QCoreApplication::installTranslator(&m_plurals);
    CommandContext context;
    context.isConnected = true;
    m_commands.setContext(context);
}

void TestStatusLine::init()
{
    m_display.reset();
    m_status = std::make_unique<StatusLine>(&m_themes, m_commands);
    m_stale = std::make_unique<StaleBar>(&m_themes, m_commands);
    m_display = std::make_unique<FeedDisplay>(m_status.get(), m_stale.get(), [this] { return m_now; });
    m_status->resize(1440, 28);
    m_status->show();
}

void TestStatusLine::saysWhatTheFeedSays()
{
    m_display->setHealth(live());
    QCOMPARE(part("feedState")->text(), u"Live · keyspace notifications"_s);
    QCOMPARE(part("updated")->text(), u"Updated 0.2 s ago"_s);
    QCOMPARE(part("server")->text(), u"Redis 7.0.15 primary · 10.0.4.12:6379/0"_s);
    QCOMPARE(m_status->findChild<QToolButton *>(u"clock"_s)->text(), u"14:03:20 UTC"_s);
}

void TestStatusLine::digitsMoveNothing()
{
    m_display->setHealth(live());
    const int activity = part("activity")->x();
    m_now += 9600ms;
    m_display->refresh();
    QCOMPARE(part("updated")->text(), u"Updated 9.8 s ago"_s);
    QCOMPARE(part("activity")->x(), activity);
}

void TestStatusLine::leastImportantGoesFirst()
{
    m_display->setHealth(live());
    QVERIFY(part("load")->isVisible());
    int width = 1440;
    while (part("load")->isVisible() && width > 100)
        m_status->resize(width -= 20, 28);
    QVERIFY(part("activity")->isVisible());
    QVERIFY(part("server")->isVisible());
    QVERIFY(part("feedState")->isVisible());
    m_status->resize(320, 28);
    QVERIFY(part("feedState")->isVisible());
    QVERIFY(!part("server")->isVisible());
    QVERIFY(part("feedState")->geometry().right() <= 320);
}

void TestStatusLine::staleBarComesAndGoes()
{
    m_display->setHealth(live());
    QVERIFY(m_stale->isHidden());
    FeedHealth lost = live();
    lost.state = FeedState::Stale;
    lost.error = Error{Error::Kind::Network, u"Connection refused"_s};
    lost.nextAttempt = m_now + 3s;
    m_display->setHealth(lost);
    QVERIFY(!m_stale->isHidden());
    QVERIFY(m_stale->findChild<QLabel *>(u"staleDetail"_s)->text().contains(u"refused"_s));
    m_display->setHealth(live());
    QVERIFY(m_stale->isHidden());
}

void TestStatusLine::staleBarCountsOn()
{
    FeedHealth lost = live();
    lost.state = FeedState::Stale;
    m_display->setHealth(lost);
    m_now += 47s;
    m_display->refresh();
    QVERIFY(m_stale->findChild<QLabel *>(u"staleTitle"_s)->text().endsWith(u"47 s ago."_s));
}

void TestStatusLine::loadIsAveraged()
{
    m_display->setHealth(live());
    FeedStatistics sent;
    sent.commands = 70;
    sent.roundTripMs = 0.34;
    m_display->addStatistics(sent);
    m_display->refresh();
    QCOMPARE(part("load")->text(), u"Our load 14 commands/s, 0.3 ms"_s);
    m_now += 6s;
    m_display->refresh();
    QCOMPARE(part("load")->text(), u"Our load 0 commands/s, 0.3 ms"_s);
}

void TestStatusLine::noticesPass()
{
    m_display->setHealth(live());
    m_display->notice(u"12 rows copied"_s);
    QCOMPARE(part("activity")->text(), u"12 rows copied"_s);
    m_now += 5s;
    m_display->refresh();
    QVERIFY(part("activity")->text().startsWith(u"Full scan"_s));
}

void TestStatusLine::saysWhatIsTracked()
{
    m_display->setHealth(live());
    QVERIFY(!part("tracking")->isVisible());
    m_display->setTracking({12, 0, {}, {}});
    QCOMPARE(part("tracking")->text(), u"Tracking 12 resumed jobs"_s);
    QVERIFY(part("tracking")->isVisible());
    QVERIFY(part("tracking")->toolTip().contains(u"until each has ended or the console is closed"_s));
    m_now += 10s;
    m_display->refresh();
    QCOMPARE(part("tracking")->text(), u"Tracking 12 resumed jobs"_s);
    m_display->setTracking({1, 2, {}, {u"job-1: held by the agent"_s}});
    QCOMPARE(part("tracking")->text(), u"Tracking 1 resumed job, 2 waiting"_s);
    QVERIFY(part("tracking")->toolTip().contains(u"job-1: held by the agent"_s));
    m_status->resize(700, 28); // the last to go
    QVERIFY(part("tracking")->isVisible());
    QVERIFY(!part("load")->isVisible());
    m_display->setTracking({});
    QVERIFY(!part("tracking")->isVisible());
}

void TestStatusLine::troubleOfTrackingIsSeen()
{
    m_display->setHealth(live());
    m_display->setTracking(
        {3, 0, u"Redis does not take states: the newest of 3 jobs are kept on the disk"_s, {}});
    QCOMPARE(part("tracking")->text(), u"Tracking 3 resumed jobs · states not written"_s);
    QVERIFY(part("tracking")->toolTip().contains(u"kept on the disk"_s));
}

void TestStatusLine::whatIsInTheBackgroundIsOneClickAway()
{
    m_display->setHealth(live());
    auto *work = m_status->findChild<QToolButton *>(u"work"_s);
    QVERIFY(!work->isVisible());
    m_display->setWork(u"Reconcile: 6 of 13"_s);
    QVERIFY(work->isVisible());
    QCOMPARE(work->text(), u"Reconcile: 6 of 13"_s);
    CommandContext context;
    context.isConnected = context.hasWork = true;
    m_commands.setContext(context);
    int shown = 0;
    const auto listening
        = connect(m_commands.action(Command::ShowWork), &QAction::triggered, this, [&shown] { ++shown; });
    work->click();
    QCOMPARE(shown, 1);
    disconnect(listening);
    // It stays where the room is short: nothing else says that something goes on.
    m_status->resize(420, m_status->height());
    QVERIFY(work->isVisible());
    m_display->setWork({});
    QVERIFY(!work->isVisible());
}

void TestStatusLine::clockSwitchesZone()
{
    QAction *utc = m_commands.action(Command::ClockUtc);
    QAction *local = m_commands.action(Command::ClockLocal);
    utc->setChecked(true);
    auto *clock = m_status->findChild<QToolButton *>(u"clock"_s);
    clock->click();
    QVERIFY(local->isChecked());
    clock->click();
    QVERIFY(utc->isChecked());
}

void TestStatusLine::withoutAServerOnlyTheClockRuns()
{
    m_display->setHealth(std::nullopt);
    QVERIFY(!part("feedState")->isVisible());
    QVERIFY(m_status->findChild<QToolButton *>(u"clock"_s)->isVisible());
}

QTEST_MAIN(TestStatusLine)
#include "tst_statusline.moc"
