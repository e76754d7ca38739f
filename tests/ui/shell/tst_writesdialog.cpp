// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/writesdialog.h"

#include "ui/theme/themesource.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestWritesDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_dialog.reset(); }
    void aReasonIsNeeded();
    void takesATimeAndAReason();
    void isAskedOnce();
    void aRefusalIsSaidAndCanBeTriedAgain();

private:
    [[nodiscard]] QPushButton *allow() const { return m_dialog->findChild<QPushButton *>(u"allowButton"_s); }
    [[nodiscard]] QLineEdit *reason() const { return m_dialog->findChild<QLineEdit *>(u"writesReason"_s); }
    [[nodiscard]] QString note() const { return m_dialog->findChild<QLabel *>(u"writesNote"_s)->text(); }

    ThemeSource m_themes{ThemeChoice::Light, QFont(u"DejaVu Sans"_s, 10)};
    std::unique_ptr<WritesDialog> m_dialog;
};

void TestWritesDialog::init()
{
    m_dialog = std::make_unique<WritesDialog>(
        &m_themes, Environment{u"studio-eu"_s, EnvironmentClass::Production, {}, {}});
    m_dialog->show();
}

void TestWritesDialog::aReasonIsNeeded()
{
    QVERIFY(!allow()->isEnabled());
    reason()->setText(u"   "_s);
    QVERIFY(!allow()->isEnabled());
    QCOMPARE(note(), u"A reason is needed"_s);
    reason()->setText(u"INC-1"_s);
    QVERIFY(allow()->isEnabled());
    QCOMPARE(note(), QString());
}

void TestWritesDialog::takesATimeAndAReason()
{
    QSignalSpy wanted(m_dialog.get(), &WritesDialog::raiseRequested);
    reason()->setText(u" INC-1 "_s);
    m_dialog->findChild<QPushButton *>(u"writesFor15"_s)->click();
    QCOMPARE(allow()->text(), u"Allow writes for 15 min"_s);
    QTest::keyClick(reason(), Qt::Key_Return);
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(wanted.at(0).at(0).value<std::chrono::milliseconds>(), 15min);
    QCOMPARE(wanted.at(0).at(1).toString(), u"INC-1"_s);
}

void TestWritesDialog::isAskedOnce()
{
    QSignalSpy wanted(m_dialog.get(), &WritesDialog::raiseRequested);
    reason()->setText(u"INC-1"_s);
    allow()->click();
    allow()->click();
    QCOMPARE(wanted.count(), 1);
}

void TestWritesDialog::aRefusalIsSaidAndCanBeTriedAgain()
{
    reason()->setText(u"INC-1"_s);
    allow()->click();
    m_dialog->showError({Error::Kind::Permission, u"The journal\ncannot be written."_s});
    QVERIFY(m_dialog->isVisible());
    QVERIFY(note().startsWith(u"The journal"_s));
    QVERIFY(!note().contains(u'\n'));
    QVERIFY(allow()->isEnabled());
}

QTEST_MAIN(TestWritesDialog)
#include "tst_writesdialog.moc"
