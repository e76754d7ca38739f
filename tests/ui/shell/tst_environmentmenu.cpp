// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/environmentmenu.h"

#include "ui/shell/mainwindow.h"
#include "ui/theme/themesource.h"

#include <QAbstractButton>
#include <QSignalSpy>
#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;

class TestEnvironmentMenu : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void offersEachWithItsClass();
    void thisWindowsOwnCannotBeChosen();
    void isAskedAnewEachTime();
    void aProblemIsSaidInItsPlace();
    void opensAtTheChip();

private:
    [[nodiscard]] EnvironmentMenu::Content content() const { return m_content; }
    [[nodiscard]] std::unique_ptr<EnvironmentMenu> opened()
    {
        auto menu = std::make_unique<EnvironmentMenu>(&m_themes, [this] { return content(); });
        Q_EMIT menu->aboutToShow();
        return menu;
    }
    [[nodiscard]] static QAction *entry(const EnvironmentMenu &menu, const QString &name)
    {
        return menu.findChild<QAction *>(u"environment-"_s + name);
    }

    ThemeSource m_themes{ThemeChoice::Light, QFont(u"DejaVu Sans"_s, 10)};
    EnvironmentMenu::Content m_content{
        {{u"studio-eu"_s, EnvironmentClass::Production}, {u"rehearsal"_s, EnvironmentClass::Staging}},
        u"studio-eu"_s, {}};
};

void TestEnvironmentMenu::offersEachWithItsClass()
{
    const auto menu = opened();
    QSignalSpy chosen(menu.get(), &EnvironmentMenu::chosen);
    QAction *rehearsal = entry(*menu, u"rehearsal"_s);
    QVERIFY(rehearsal);
    QCOMPARE(rehearsal->text(), u"rehearsal · staging"_s);
    QVERIFY(!rehearsal->icon().isNull());
    rehearsal->trigger();
    QCOMPARE(chosen.count(), 1);
    QCOMPARE(chosen.first().first().toString(), u"rehearsal"_s);
}

void TestEnvironmentMenu::thisWindowsOwnCannotBeChosen()
{
    const auto menu = opened();
    QCOMPARE(entry(*menu, u"studio-eu"_s)->text(), u"studio-eu · this window"_s);
    QVERIFY(!entry(*menu, u"studio-eu"_s)->isEnabled());
}

void TestEnvironmentMenu::isAskedAnewEachTime()
{
    const auto menu = opened();
    m_content.entries.append({u"new"_s, EnvironmentClass::Development});
    Q_EMIT menu->aboutToShow();
    QCOMPARE(entry(*menu, u"new"_s)->text(), u"new · development"_s);
    QCOMPARE(menu->actions().size(), 4); // with the sentence above them
    m_content.entries.removeLast();
}

void TestEnvironmentMenu::aProblemIsSaidInItsPlace()
{
    m_content.problem = u"environments.conf, line 4: 'blue' & 'red'"_s;
    const auto menu = opened();
    m_content.problem.clear();
    QCOMPARE(menu->actions().size(), 1);
    QCOMPARE(menu->actions().first()->text(), u"environments.conf, line 4: 'blue' && 'red'"_s);
    QVERIFY(!menu->actions().first()->isEnabled());
}

void TestEnvironmentMenu::opensAtTheChip()
{
    MainWindow window(&m_themes, {}, systemNow);
    auto *menu = new EnvironmentMenu(
        &m_themes, [this] { return content(); }, &window);
    window.setEnvironmentMenu(menu);
    window.showPage(new QWidget(window.pageParent()),
        Environment{u"studio-eu"_s, EnvironmentClass::Production, u"redis://cache:6379"_s, {}});
    window.show();
    auto *chip = window.findChild<QAbstractButton *>(u"environmentChip"_s);
    QVERIFY(chip);
    QTest::keyClick(chip, Qt::Key_Space);
    QVERIFY(menu->isVisible());
    menu->hide();
}

QTEST_MAIN(TestEnvironmentMenu)
#include "tst_environmentmenu.moc"
