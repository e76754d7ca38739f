// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/mainwindow.h"

#include "ui/shell/lockchip.h"
#include "ui/theme/themesource.h"

#include <QAction>
#include <QDockWidget>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalSpy>
#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;

class TestMainWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void docksFollowTheirCommands();
    void welcomeHidesTheDocksAndThePageBringsThemBack();
    void isAsItWasLeft();
    void minimisingIsNoClosing();
    void chartsFoldWhereTheWindowIsLow();
    void themesAndClocksAreCommands();
    void theServersPageHasTheWindowForItself();
    void docksAreRememberedFromAnyPage();
    void everyPageHasItsTabAndItsKey();
    void theJournalHasAFilterOfItsOwn();
    void proceduresKeepTheirIconsWhereTheRoomIsShort();
    void theLockIsProductionsAlone();
    void closingIsTold();
    void closingIsAsked();
    void fontsSurviveThePlaceTheyArePutIn();

private:
    [[nodiscard]] static std::unique_ptr<MainWindow> window(
        ThemeSource &themes, const Settings &settings = {})
    {
        auto window = std::make_unique<MainWindow>(&themes, settings, systemNow);
        window->showPage(new QWidget(window->pageParent()), Environment{u"test"_s, {}, {}, {}});
        CommandContext context;
        context.isConnected = true;
        window->setContext(context);
        window->show();
        return window;
    }
    [[nodiscard]] static QDockWidget *dock(const MainWindow &window, const QString &name)
    {
        return window.findChild<QDockWidget *>(name);
    }
    ThemeSource m_themes{ThemeChoice::Light, QFont(u"DejaVu Sans"_s, 10)};
};

void TestMainWindow::docksFollowTheirCommands()
{
    const auto window = this->window(m_themes);
    QAction *toggle = window->commands().action(Command::ToggleDetails);
    QVERIFY(toggle->isChecked());
    QVERIFY(dock(*window, u"detailsDock"_s)->isVisible());
    toggle->trigger();
    QVERIFY(dock(*window, u"detailsDock"_s)->isHidden());
    dock(*window, u"detailsDock"_s)->toggleViewAction()->trigger();
    QVERIFY(toggle->isChecked());
    dock(*window, u"detailsDock"_s)->close();
    QVERIFY(!toggle->isChecked());
}

void TestMainWindow::welcomeHidesTheDocksAndThePageBringsThemBack()
{
    MainWindow window(&m_themes, {}, systemNow);
    window.showWelcome(new QWidget(window.pageParent()));
    window.show();
    QVERIFY(dock(window, u"detailsDock"_s)->isHidden());
    QVERIFY(!window.commands().action(Command::Pause)->isEnabled());
    window.showPage(new QWidget(window.pageParent()), Environment{u"test"_s, {}, {}, {}});
    QVERIFY(dock(window, u"detailsDock"_s)->isVisible());
    QVERIFY(dock(window, u"chartsDock"_s)->isVisible());
}

void TestMainWindow::isAsItWasLeft()
{
    Settings left;
    {
        const auto window = this->window(m_themes);
        window->resize(1200, 800);
        window->commands().action(Command::ToggleCharts)->trigger();
        window->commands().action(Command::ClockLocal)->trigger();
        left = window->settings({});
    }
    QCOMPARE(left.clockZone, ClockZone::Local);
    const auto window = this->window(m_themes, left);
    QCOMPARE(window->size(), QSize(1200, 800));
    QVERIFY(dock(*window, u"chartsDock"_s)->isHidden());
    QVERIFY(!window->commands().action(Command::ToggleCharts)->isChecked());
    QVERIFY(window->commands().action(Command::ToggleDetails)->isChecked());
    QVERIFY(window->commands().action(Command::ClockLocal)->isChecked());
}

void TestMainWindow::minimisingIsNoClosing()
{
    const auto window = this->window(m_themes);
    window->hide();
    QVERIFY(window->commands().action(Command::ToggleDetails)->isChecked());
    window->show();
    QVERIFY(dock(*window, u"detailsDock"_s)->isVisible());
}

void TestMainWindow::chartsFoldWhereTheWindowIsLow()
{
    const auto window = this->window(m_themes);
    window->resize(1280, 560);
    QTRY_VERIFY(dock(*window, u"chartsDock"_s)->isHidden());
    window->resize(1280, 900);
    QTRY_VERIFY(dock(*window, u"chartsDock"_s)->isVisible());
    window->commands().action(Command::ToggleCharts)->trigger();
    window->resize(1280, 560);
    window->resize(1280, 900);
    QVERIFY(dock(*window, u"chartsDock"_s)->isHidden()); // closed by hand: it stays closed
}

void TestMainWindow::themesAndClocksAreCommands()
{
    ThemeSource themes(ThemeChoice::Light, QFont());
    const auto window = this->window(themes);
    QVERIFY(window->commands().action(Command::ThemeLight)->isChecked());
    window->commands().action(Command::ThemeDark)->trigger();
    QCOMPARE(themes.choice(), ThemeChoice::Dark);
    QCOMPARE(window->settings({}).theme, ThemeChoice::Dark);
}

void TestMainWindow::theServersPageHasTheWindowForItself()
{
    const auto window = this->window(m_themes);
    QAction *toServers = window->commands().action(Command::GoToServers);
    QVERIFY(!toServers->isEnabled());
    auto *servers = new QWidget(window->pageParent());
    window->addPage(Page::Servers, servers);
    QVERIFY(toServers->isEnabled());
    QSignalSpy pages(window.get(), &MainWindow::pageChanged);
    toServers->trigger();
    QVERIFY(servers->isVisible());
    QVERIFY(dock(*window, u"detailsDock"_s)->isHidden());
    // What is the jobs' own is off, so that its keys are free for the page.
    QVERIFY(!window->commands().action(Command::NextJob)->isEnabled());
    window->commands().action(Command::GoToJobs)->trigger();
    QVERIFY(!servers->isVisible());
    QVERIFY(dock(*window, u"detailsDock"_s)->isVisible());
    QVERIFY(dock(*window, u"chartsDock"_s)->isVisible());
    QVERIFY(window->commands().action(Command::NextJob)->isEnabled());
    QCOMPARE(pages.count(), 2);
    toServers->trigger();
    window->commands().action(Command::FocusFilter)->trigger(); // the filter is on the jobs' page
    QVERIFY(!servers->isVisible());
}

void TestMainWindow::docksAreRememberedFromAnyPage()
{
    const auto window = this->window(m_themes);
    window->addPage(Page::Servers, new QWidget(window->pageParent()));
    const QByteArray docks = window->settings({}).docks;
    window->commands().action(Command::GoToServers)->trigger();
    QCOMPARE(window->settings({}).docks, docks);
}

void TestMainWindow::everyPageHasItsTabAndItsKey()
{
    const auto window = this->window(m_themes);
    const std::pair<Page, Command> pages[] = {{Page::Triage, Command::GoToTriage},
        {Page::Servers, Command::GoToServers}, {Page::Journal, Command::GoToJournal}};
    int key = 2;
    for (const auto &[page, command] : pages) {
        auto *widget = new QWidget(window->pageParent());
        QVERIFY(!window->commands().action(command)->isEnabled());
        window->addPage(page, widget);
        QAction *action = window->commands().action(command);
        QCOMPARE(action->shortcut().toString(), u"Ctrl+%1"_s.arg(key++));
        action->trigger();
        QVERIFY(widget->isVisible());
        QCOMPARE(window->page(), page);
    }
    window->commands().action(Command::GoToJobs)->trigger();
    window->commands().action(Command::ShowLastOperation)->trigger(); // Ctrl+Z undoes nothing by itself
    QCOMPARE(window->page(), Page::Journal);
}

void TestMainWindow::theJournalHasAFilterOfItsOwn()
{
    const auto window = this->window(m_themes);
    window->addPage(Page::Journal, new QWidget(window->pageParent()));
    window->goTo(Page::Journal);
    window->commands().action(Command::FocusFilter)->trigger();
    QCOMPARE(window->page(), Page::Journal);
}

void TestMainWindow::proceduresKeepTheirIconsWhereTheRoomIsShort()
{
    const auto window = this->window(m_themes);
    for (const Page page : {Page::Triage, Page::Servers, Page::Journal})
        window->addPage(page, new QWidget(window->pageParent()));
    window->resize(1440, 700);
    const auto *button = window->findChild<QPushButton *>(u"reconcileButton"_s);
    QTRY_COMPARE(button->text(), u"Reconcile..."_s);
    window->resize(800, 700);
    QTRY_VERIFY(button->text().isEmpty());
    QCOMPARE(button->accessibleName(), u"Reconcile..."_s);
    window->resize(1440, 700);
    QTRY_COMPARE(button->text(), u"Reconcile..."_s);
}

void TestMainWindow::theLockIsProductionsAlone()
{
    const auto window = this->window(m_themes);
    auto *chip = window->findChild<LockChip *>();
    QVERIFY(!chip->isVisible());
    window->showPage(
        new QWidget(window->pageParent()), Environment{u"eu"_s, EnvironmentClass::Production, {}, {}});
    QVERIFY(chip->isVisible());
    QCOMPARE(chip->text(), u"Read-only"_s);
    CommandContext context;
    context.isConnected = context.isGuarded = true;
    context.mayWrite = false;
    window->setContext(context);
    QSignalSpy allow(window->commands().action(Command::AllowWrites), &QAction::triggered);
    chip->click();
    QCOMPARE(allow.count(), 1);
    window->setLock(u"11:42"_s, u"<b>why</b>"_s);
    QCOMPARE(chip->text(), u"Writes allowed · 11:42 left"_s);
    QVERIFY(!chip->toolTip().contains(u"<b>"_s));
    const int width = chip->sizeHint().width();
    window->setLock(u"11:11"_s, {});
    QCOMPARE(chip->sizeHint().width(), width); // what follows does not move
}

void TestMainWindow::closingIsTold()
{
    const auto window = this->window(m_themes);
    QSignalSpy closing(window.get(), &MainWindow::closing);
    window->commands().action(Command::Quit)->trigger();
    QCOMPARE(closing.count(), 1);
    QVERIFY(window->isHidden());
}

void TestMainWindow::closingIsAsked()
{
    const auto window = this->window(m_themes);
    QSignalSpy closing(window.get(), &MainWindow::closing);
    bool mayClose = false;
    int asked = 0;
    window->setCloseQuestion([&] {
        ++asked;
        window->close(); // once more while the question stands
        return mayClose;
    });
    window->commands().action(Command::Quit)->trigger();
    QCOMPARE(asked, 1);
    QCOMPARE(closing.count(), 0);
    QVERIFY(window->isVisible());
    mayClose = true;
    window->commands().action(Command::Quit)->trigger();
    QCOMPARE(asked, 2);
    QCOMPARE(closing.count(), 1);
    QVERIFY(window->isHidden());
}

void TestMainWindow::fontsSurviveThePlaceTheyArePutIn()
{
    const auto window = this->window(m_themes);
    auto *pane = new QScrollArea(window->detailsParent());
    auto *content = new QWidget(pane->viewport());
    auto *heading = new QLabel(u"heading"_s, content);
    heading->setFont(m_themes.fonts().heading);
    pane->setWidget(content);
    window->setDetails(pane);
    QCOMPARE(heading->font(), m_themes.fonts().heading);
}

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
