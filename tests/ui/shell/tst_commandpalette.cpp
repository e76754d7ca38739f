// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/commandpalette.h"

#include "ui/shell/commands.h"
#include "ui/theme/themesource.h"

#include <QAction>
#include <QLineEdit>
#include <QListWidget>
#include <QSignalSpy>
#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;

class TestCommandPalette : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wordsMatchInAnyOrder();
    void beginningsComeFirst();
    void typingAndEnterCarryOut();
    void itsKeysAreNotTheWindowsShortcuts();
    void whatCannotBeDoneIsListedAndStays();
    void escapeClosesIt();

private:
    ThemeSource m_themes{ThemeChoice::Light, QFont()};
    Commands m_commands{m_themes};
};

void TestCommandPalette::wordsMatchInAnyOrder()
{
    QVERIFY(paletteScore(u"Dark theme"_s, u"theme da"_s) > 0);
    QCOMPARE(paletteScore(u"Dark theme"_s, u"light"_s), -1);
    QCOMPARE(paletteScore(u"Dark theme"_s, u""_s), 0);
}

void TestCommandPalette::beginningsComeFirst()
{
    QVERIFY(paletteScore(u"Pause"_s, u"pa"_s) > paletteScore(u"Command palette"_s, u"pa"_s));
    QVERIFY(paletteScore(u"Command palette"_s, u"pa"_s) > paletteScore(u"Repair"_s, u"pa"_s));
}

void TestCommandPalette::typingAndEnterCarryOut()
{
    QWidget window;
    CommandPalette palette(&m_themes, m_commands, &window);
    palette.open();
    auto *search = palette.findChild<QLineEdit *>(u"paletteSearch"_s);
    QSignalSpy triggered(m_commands.action(Command::ThemeDark), &QAction::triggered);
    QTest::keyClicks(search, u"dark"_s);
    QTest::keyClick(search, Qt::Key_Return);
    QCOMPARE(triggered.count(), 1);
    QVERIFY(palette.isHidden());
}

void TestCommandPalette::itsKeysAreNotTheWindowsShortcuts()
{
    QWidget window;
    window.addAction(m_commands.action(Command::ShowDetails)); // Return
    window.addAction(m_commands.action(Command::StepBack)); // Escape
    m_commands.setContext({.isConnected = true, .hasSelection = true});
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    CommandPalette palette(&m_themes, m_commands, &window);
    QSignalSpy details(m_commands.action(Command::ShowDetails), &QAction::triggered);
    QSignalSpy back(m_commands.action(Command::StepBack), &QAction::triggered);
    QSignalSpy dark(m_commands.action(Command::ThemeDark), &QAction::triggered);
    palette.open();
    QTest::keyClicks(palette.findChild<QLineEdit *>(), u"dark"_s);
    QTest::keyClick(palette.findChild<QLineEdit *>(), Qt::Key_Return);
    QCOMPARE(dark.count(), 1);
    palette.open();
    QTest::keyClick(palette.findChild<QLineEdit *>(), Qt::Key_Escape);
    QVERIFY(palette.isHidden());
    QCOMPARE(details.count(), 0);
    QCOMPARE(back.count(), 0);
    m_commands.setContext({});
}

void TestCommandPalette::whatCannotBeDoneIsListedAndStays()
{
    QWidget window;
    CommandPalette palette(&m_themes, m_commands, &window);
    palette.open();
    auto *search = palette.findChild<QLineEdit *>(u"paletteSearch"_s);
    auto *list = palette.findChild<QListWidget *>();
    QSignalSpy triggered(m_commands.action(Command::Pause), &QAction::triggered);
    QTest::keyClicks(search, u"pause"_s);
    QCOMPARE(list->count(), 1);
    QVERIFY(!list->item(0)->flags().testFlag(Qt::ItemIsEnabled));
    QTest::keyClick(search, Qt::Key_Return);
    QCOMPARE(triggered.count(), 0);
}

void TestCommandPalette::escapeClosesIt()
{
    QWidget window;
    CommandPalette palette(&m_themes, m_commands, &window);
    palette.open();
    QTest::keyClick(palette.findChild<QLineEdit *>(), Qt::Key_Escape);
    QVERIFY(palette.isHidden());
}

QTEST_MAIN(TestCommandPalette)
#include "tst_commandpalette.moc"
