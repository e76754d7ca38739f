// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/rowsteps.h"

#include <QKeyEvent>
#include <QTest>

using namespace emberwatch;
using Step = RowSteps::Step;

namespace {

std::optional<Step> stepOf(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
{
    return RowSteps::stepOf(QKeyEvent(QEvent::KeyPress, key, modifiers));
}

} // namespace

class TestRowSteps : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stepsEndAtTheEnds()
    {
        const RowSteps first{10, 0, 0, 4};
        QCOMPARE(first.target(Step::Up), 0);
        QCOMPARE(first.target(Step::PageUp), 0);
        QCOMPARE(first.target(Step::Down), 1);
        QCOMPARE(first.target(Step::PageDown), 4);
        QCOMPARE(first.target(Step::End), 9);
        const RowSteps last{10, 9, 5, 4};
        QCOMPARE(last.target(Step::Down), 9);
        QCOMPARE(last.target(Step::PageDown), 9);
        QCOMPARE(last.target(Step::Home), 0);
        QCOMPARE(last.target(Step::Stay), 9);
    }

    void withoutACurrentRowTheFirstStepStaysOnScreen()
    {
        const RowSteps nowhere{100, {}, 40, 10};
        QCOMPARE(nowhere.target(Step::Down), 40);
        QCOMPARE(nowhere.target(Step::Up), 40);
        QCOMPARE(nowhere.target(Step::PageDown), 50);
    }

    void lettersStepOnlyByThemselves()
    {
        QCOMPARE(stepOf(Qt::Key_J), std::optional(Step::Down));
        QCOMPARE(stepOf(Qt::Key_K, Qt::ShiftModifier), std::optional(Step::Up));
        QVERIFY(!stepOf(Qt::Key_J, Qt::ControlModifier));
        QCOMPARE(stepOf(Qt::Key_Down, Qt::ControlModifier), std::optional(Step::Down));
        QVERIFY(!stepOf(Qt::Key_A));
    }
};

QTEST_GUILESS_MAIN(TestRowSteps)
#include "tst_rowsteps.moc"
