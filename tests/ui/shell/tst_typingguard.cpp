// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/typingguard.h"

#include <QAction>
#include <QApplication>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

using namespace emberwatch;
using namespace Qt::StringLiterals;

class TestTypingGuard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void lettersAreCommandsElsewhere();
    void lettersAreTextInAField();
    void readOnlyTextTakesNoLetters();
    void spacePressesAFocusedButton();
    void ctrlWorksEverywhere();

private:
    TypingGuard m_guard;
    QWidget m_window;
    QLineEdit m_field;
    QPlainTextEdit m_shown;
    QPushButton m_button;
    QWidget m_other;
    QAction m_next;
    QAction m_pause;
    QAction m_palette;
};

void TestTypingGuard::initTestCase()
{
    qApp->installEventFilter(&m_guard);
    auto *column = new QVBoxLayout(&m_window);
    for (QWidget *widget : std::initializer_list<QWidget *>{&m_field, &m_shown, &m_button, &m_other})
        column->addWidget(widget);
    m_shown.setReadOnly(true);
    m_other.setFocusPolicy(Qt::StrongFocus);
    m_next.setShortcut(QKeySequence(u"J"_s));
    m_pause.setShortcut(QKeySequence(Qt::Key_Space));
    m_palette.setShortcut(QKeySequence(u"Ctrl+K"_s));
    m_window.addActions({&m_next, &m_pause, &m_palette});
    m_window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&m_window));
    m_window.activateWindow();
}

void TestTypingGuard::init()
{
    m_field.clear();
}

void TestTypingGuard::lettersAreCommandsElsewhere()
{
    QSignalSpy next(&m_next, &QAction::triggered);
    QSignalSpy pause(&m_pause, &QAction::triggered);
    m_other.setFocus();
    QTest::keyClick(&m_other, Qt::Key_J);
    QTest::keyClick(&m_other, Qt::Key_Space);
    QCOMPARE(next.count(), 1);
    QCOMPARE(pause.count(), 1);
}

void TestTypingGuard::lettersAreTextInAField()
{
    QSignalSpy next(&m_next, &QAction::triggered);
    QSignalSpy pause(&m_pause, &QAction::triggered);
    m_field.setFocus();
    QTest::keyClicks(&m_field, u"j J"_s);
    QCOMPARE(m_field.text(), u"j J"_s);
    QCOMPARE(next.count(), 0);
    QCOMPARE(pause.count(), 0);
}

void TestTypingGuard::readOnlyTextTakesNoLetters()
{
    QSignalSpy next(&m_next, &QAction::triggered);
    m_shown.setFocus();
    QTest::keyClick(&m_shown, Qt::Key_J);
    QCOMPARE(next.count(), 1);
}

void TestTypingGuard::spacePressesAFocusedButton()
{
    QSignalSpy clicked(&m_button, &QPushButton::clicked);
    QSignalSpy pause(&m_pause, &QAction::triggered);
    m_button.setFocus();
    QTest::keyClick(&m_button, Qt::Key_Space);
    QCOMPARE(clicked.count(), 1);
    QCOMPARE(pause.count(), 0);
}

void TestTypingGuard::ctrlWorksEverywhere()
{
    QSignalSpy palette(&m_palette, &QAction::triggered);
    m_field.setFocus();
    QTest::keyClick(&m_field, Qt::Key_K, Qt::ControlModifier);
    QCOMPARE(palette.count(), 1);
}

QTEST_MAIN(TestTypingGuard)
#include "tst_typingguard.moc"
