// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recovery/recoverydialog.h"

#include "tests/ui/recovery/recoverysamples.h"
#include "ui/recovery/confirmation.h"
#include "ui/recovery/evidencepanel.h"
#include "ui/recovery/outcomebar.h"
#include "ui/recovery/planmodel.h"
#include "ui/recovery/resultmodel.h"
#include "ui/theme/themesource.h"
#include "ui/widgets/rowtable.h"
#include "ui/widgets/steadylabel.h"
#include "ui/words/englishplurals.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

using namespace emberwatch;
using namespace Qt::StringLiterals;
using test::sampleProposal;
using At = RecoveryDialog::Step;

/// The dialog as the procedure drives it: by values.
class TestRecoveryDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void proposesCarriesOutAndReports();
    void saysWhatIsTrackedAndUntilWhen();
    void nothingTickedIsSaid();
    void spaceTicksTheSelectedJob();
    void manyChangesAreConfirmedOnceMore_data();
    void manyChangesAreConfirmedOnceMore();
    void backFromTheConfirmationDoesNothing();
    void veryManyInProductionTakeTheName();
    void evidenceNamesSourceTimeValueAndRequest();
    void judgingAgainKeepsTheTicks();
    void aDryRunChangesNothing();
    void stoppingWaitsForTheReport();
    void closingItLeavesTheWorkGoingOn();
    void answersToAnotherAreNotTaken();
    void longWordsMakeItNoWider();
    void troubleIsSaid();
    void eachScopeSpeaksForItself_data();
    void eachScopeSpeaksForItself();
    void readOnlyHasToBeRaisedFirst();
    void theTypedNameIsPartOfTheAgreement();
    void theReasonIsOptionalAndPartOfTheAgreement();
    void theReportOffersToTakeBack();
    void whatWasNotDoneIsJudgedAgainAlone();
    void aDryRunOffersNeither();
    void whatIsLeftAloneIsFolded();
    void anOldJudgementSaysWhatFollows();

private:
    [[nodiscard]] static Environment environment(EnvironmentClass which = EnvironmentClass::Staging)
    {
        return {u"studio-eu"_s, which, u"redis://10.0.4.12:6379/0"_s, "comfyui:job:"};
    }
    [[nodiscard]] std::unique_ptr<RecoveryDialog> dialog(
        const RecoveryProposal &proposal, EnvironmentClass which = EnvironmentClass::Staging) const
    {
        auto dialog = std::make_unique<RecoveryDialog>(
            &m_themes, PlanScope::Recover, environment(which), [] { return test::sampleNow; });
        dialog->show();
        dialog->showProposal(proposal);
        return dialog;
    }
    [[nodiscard]] static QPushButton *button(const RecoveryDialog &dialog, const QString &name)
    {
        return dialog.findChild<QPushButton *>(name);
    }
    [[nodiscard]] static QString label(const RecoveryDialog &dialog, const QString &name)
    {
        return dialog.findChild<QLabel *>(name)->text();
    }
    /// Presses a button of the confirmation as soon as it is there.
    static void answerConfirmation(const QString &name)
    {
        QTimer::singleShot(0, qApp, [name] {
            const QWidget *confirm = QApplication::activeModalWidget();
            QVERIFY(confirm && confirm->objectName() == u"confirmDialog"_s);
            confirm->findChild<QPushButton *>(name)->click();
        });
    }

    EnglishPlurals m_plurals;
    ThemeSource m_themes{ThemeChoice::Light, QFont(u"DejaVu Sans"_s, 10)};
};

void TestRecoveryDialog::initTestCase()
{
    QCoreApplication::installTranslator(&m_plurals);
}

void TestRecoveryDialog::proposesCarriesOutAndReports()
{
    const RecoveryProposal proposal = sampleProposal({3, 2, 1, 2});
    const auto dialog = this->dialog(proposal);
    QCOMPARE(dialog->step(), At::Plan);
    QCOMPARE(label(*dialog, u"planCounts"_s),
        u"8 jobs found  ·  6 will be changed  ·  2 left alone  ·  3 users affected"_s);
    QSignalSpy wanted(dialog.get(), &RecoveryDialog::carryOutRequested);
    QCOMPARE(button(*dialog, u"carryOutButton"_s)->text(), u"Carry out 6 changes"_s);
    button(*dialog, u"carryOutButton"_s)->click();
    QCOMPARE(dialog->step(), At::Progress);
    QCOMPARE(wanted.at(0).at(0).value<RecoveryProposal>().plan, proposal.plan);

    const RecoveryReport report = expectedReport(proposal.plan);
    dialog->showProgress({u"settling"_s, 4, 6});
    QCOMPARE(label(*dialog, u"progressDone"_s), u"4 of 6"_s);
    dialog->showReport(report);
    QCOMPARE(dialog->step(), At::Report);
    QCOMPARE(label(*dialog, u"recoveryTitle"_s), u"Recover: 6 of 8 jobs brought to an end or resumed"_s);
    QCOMPARE(dialog->findChild<ResultModel *>()->rowCount(), 8);
}

void TestRecoveryDialog::saysWhatIsTrackedAndUntilWhen()
{
    const QString promise = u"What is resumed is tracked until it ends or the console is closed."_s;
    const auto without = this->dialog(sampleProposal({1, 0, 0, 0}));
    QVERIFY(!label(*without, u"recoverySubtitle"_s).contains(promise));
    const RecoveryProposal proposal = sampleProposal({1, 0, 2, 0});
    const auto dialog = this->dialog(proposal);
    QVERIFY(label(*dialog, u"recoverySubtitle"_s).endsWith(promise));
    button(*dialog, u"carryOutButton"_s)->click();
    dialog->showReport(expectedReport(proposal.plan));
    QVERIFY(!label(*dialog, u"recoverySubtitle"_s).contains(u"Tracking"_s));
    dialog->showTracking({2, 0, {}, {}});
    QVERIFY(label(*dialog, u"recoverySubtitle"_s)
                .endsWith(u"Tracking 2 resumed jobs, at most until the console is closed."_s));
}

void TestRecoveryDialog::nothingTickedIsSaid()
{
    const auto dialog = this->dialog(sampleProposal({1, 0, 0, 1}));
    button(*dialog, u"selectNone"_s)->click();
    QVERIFY(!button(*dialog, u"carryOutButton"_s)->isEnabled());
    QCOMPARE(label(*dialog, u"recoveryNote"_s), u"Nothing is ticked"_s);
    button(*dialog, u"selectAll"_s)->click();
    QVERIFY(button(*dialog, u"carryOutButton"_s)->isEnabled());
    QCOMPARE(button(*dialog, u"carryOutButton"_s)->text(), u"Carry out 1 change"_s);
}

void TestRecoveryDialog::spaceTicksTheSelectedJob()
{
    const auto dialog = this->dialog(sampleProposal({2, 0, 0, 0}));
    auto *table = dialog->findChild<RowTable *>(u"planTable"_s);
    QTest::keyClick(table, Qt::Key_Space);
    QCOMPARE(button(*dialog, u"carryOutButton"_s)->text(), u"Carry out 1 change"_s);
    QTest::keyClick(table, Qt::Key_J);
    QTest::keyClick(table, Qt::Key_Space);
    QVERIFY(!button(*dialog, u"carryOutButton"_s)->isEnabled());
}

void TestRecoveryDialog::manyChangesAreConfirmedOnceMore_data()
{
    QTest::addColumn<int>("changes");
    QTest::addColumn<bool>("isAsked");
    QTest::newRow("ten are not") << 10 << false;
    QTest::newRow("eleven are") << 11 << true;
}

void TestRecoveryDialog::manyChangesAreConfirmedOnceMore()
{
    QFETCH(int, changes);
    QFETCH(bool, isAsked);
    const auto dialog = this->dialog(sampleProposal({changes, 0, 0, 0}));
    QSignalSpy wanted(dialog.get(), &RecoveryDialog::carryOutRequested);
    if (isAsked)
        answerConfirmation(u"confirmButton"_s);
    button(*dialog, u"carryOutButton"_s)->click();
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(confirmationFor(changes, EnvironmentClass::Staging) == Confirmation::Second, isAsked);
}

void TestRecoveryDialog::backFromTheConfirmationDoesNothing()
{
    const auto dialog = this->dialog(sampleProposal({0, 11, 0, 0}));
    QSignalSpy wanted(dialog.get(), &RecoveryDialog::carryOutRequested);
    answerConfirmation(u"backButton"_s);
    button(*dialog, u"carryOutButton"_s)->click();
    QCOMPARE(wanted.count(), 0);
    QCOMPARE(dialog->step(), At::Plan);
}

void TestRecoveryDialog::veryManyInProductionTakeTheName()
{
    const auto dialog = this->dialog(sampleProposal({51, 0, 0, 0}), EnvironmentClass::Production);
    QSignalSpy wanted(dialog.get(), &RecoveryDialog::carryOutRequested);
    auto *name = dialog->findChild<QLineEdit *>(u"planName"_s);
    QPushButton *go = button(*dialog, u"carryOutButton"_s);
    QVERIFY(name->isVisible());
    QVERIFY(!go->isEnabled());
    QCOMPARE(label(*dialog, u"recoveryNote"_s), u"Name not complete yet"_s);
    name->setText(u"studio-e"_s);
    QVERIFY(!go->isEnabled());
    name->setText(u"studio-eu"_s);
    QVERIFY(go->isEnabled());
    go->click();
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(wanted.at(0).at(0).value<RecoveryProposal>().agreement.confirmedName, u"studio-eu"_s);
    QCOMPARE(confirmationFor(50, EnvironmentClass::Production), Confirmation::Second);
    QCOMPARE(confirmationFor(51, EnvironmentClass::Staging), Confirmation::Second);
}

void TestRecoveryDialog::evidenceNamesSourceTimeValueAndRequest()
{
    const auto dialog = this->dialog(sampleProposal({0, 1, 0, 0}));
    QStringList texts;
    for (const QLabel *text : dialog->findChild<EvidencePanel *>()->findChildren<QLabel *>())
        texts.append(text->text());
    const QString all = texts.join(u'\n');
    QVERIFY2(all.contains(u"Orphaned"_s), qPrintable(all));
    QVERIFY(all.contains(u"Redis: processing"_s));
    QVERIFY(all.contains(u"ComfyUI: absent"_s));
    QVERIFY(all.contains(u"GET http://gpu-2:8188/queue"_s));
    QVERIFY(all.contains(u"2025-11-25 12:00:00.000 UTC"_s));
    QVERIFY(all.contains(u"Silence: 4 min"_s));
    QVERIFY(all.contains(u"Claim the state in Redis"_s));
}

void TestRecoveryDialog::judgingAgainKeepsTheTicks()
{
    const auto dialog = this->dialog(sampleProposal({2, 1, 0, 0}));
    QSignalSpy wanted(dialog.get(), &RecoveryDialog::judgeRequested);
    QTest::keyClick(dialog->findChild<RowTable *>(u"planTable"_s), Qt::Key_Space);
    button(*dialog, u"judgeButton"_s)->click();
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(dialog->step(), At::Looking);
    dialog->showProposal(sampleProposal({2, 2, 0, 0}));
    QCOMPARE(button(*dialog, u"carryOutButton"_s)->text(), u"Carry out 3 changes"_s);
}

void TestRecoveryDialog::aDryRunChangesNothing()
{
    const auto dialog = this->dialog(sampleProposal({2, 1, 0, 1}));
    QSignalSpy wanted(dialog.get(), &RecoveryDialog::carryOutRequested);
    button(*dialog, u"dryRunButton"_s)->click();
    QCOMPARE(dialog->step(), At::Report);
    QVERIFY(label(*dialog, u"recoveryTitle"_s).contains(u"Nothing has been changed"_s));
    QCOMPARE(wanted.count(), 0);
    button(*dialog, u"backButton"_s)->click();
    QCOMPARE(dialog->step(), At::Plan);
}

void TestRecoveryDialog::stoppingWaitsForTheReport()
{
    const RecoveryProposal proposal = sampleProposal({2, 0, 0, 0});
    const auto dialog = this->dialog(proposal);
    QSignalSpy stopped(dialog.get(), &RecoveryDialog::stopRequested);
    button(*dialog, u"carryOutButton"_s)->click();
    button(*dialog, u"stopButton"_s)->click();
    QCOMPARE(dialog->step(), At::Progress);
    QVERIFY(!button(*dialog, u"stopButton"_s)->isEnabled());
    QCOMPARE(stopped.count(), 1);
    dialog->showReport(expectedReport(proposal.plan));
    dialog->reject();
    QVERIFY(!dialog->isVisible());
}

void TestRecoveryDialog::closingItLeavesTheWorkGoingOn()
{
    for (const bool isByButton : {true, false}) {
        const RecoveryProposal proposal = sampleProposal({2, 0, 0, 1});
        const auto dialog = this->dialog(proposal);
        QSignalSpy stopped(dialog.get(), &RecoveryDialog::stopRequested);
        QSignalSpy told(dialog.get(), &RecoveryDialog::workChanged);
        button(*dialog, u"carryOutButton"_s)->click();
        if (isByButton)
            button(*dialog, u"backgroundButton"_s)->click();
        else
            dialog->reject(); // Esc, or the window's own button
        QVERIFY(!dialog->isVisible());
        QVERIFY(dialog->isInBackground());
        dialog->showProgress({u"settling"_s, 1, 2});
        QCOMPARE(told.count(), 1);
        QCOMPARE(dialog->workText(), u"Recover: 1 of 2"_s);
        dialog->showReport(expectedReport(proposal.plan));
        QVERIFY(!dialog->isVisible()); // it does not come up by itself
        QCOMPARE(dialog->workText(), u"Recover: 2 of 3 jobs brought to an end or resumed · show"_s);
        QCOMPARE(stopped.count(), 0);
        dialog->show();
        QVERIFY(!dialog->isInBackground());
        QCOMPARE(dialog->step(), At::Report);
    }
}

/// While its report waits in the background another plan is made.
void TestRecoveryDialog::answersToAnotherAreNotTaken()
{
    const RecoveryProposal proposal = sampleProposal({2, 0, 0, 0});
    const auto dialog = this->dialog(proposal);
    button(*dialog, u"carryOutButton"_s)->click();
    RecoveryReport report = expectedReport(proposal.plan);
    report.batch = "ours";
    dialog->showReport(report);
    dialog->showProgress({u"listing"_s, 0, 0});
    dialog->showProposal(sampleProposal({5, 0, 0, 0}));
    dialog->showError(Error{Error::Kind::Permission, u"of the other"_s});
    RecoveryReport other = expectedReport(sampleProposal({5, 0, 0, 0}).plan);
    other.batch = "theirs";
    dialog->showReport(other);
    QCOMPARE(dialog->step(), At::Report);
    QCOMPARE(button(*dialog, u"undoButton"_s)->text(), u"Undo 2..."_s);
    QSignalSpy wanted(dialog.get(), &RecoveryDialog::undoRequested);
    button(*dialog, u"undoButton"_s)->click();
    QCOMPARE(wanted.at(0).at(0).value<BatchId>(), BatchId("ours"));
}

/// An error of a database may be one word of thousands of letters.
void TestRecoveryDialog::longWordsMakeItNoWider()
{
    const QString longWord(100'000, u'W');
    const RecoveryProposal proposal = sampleProposal({2, 0, 0, 0});
    const auto dialog = this->dialog(proposal);
    const int width = dialog->width();
    button(*dialog, u"carryOutButton"_s)->click();
    RecoveryReport report = expectedReport(proposal.plan);
    report.reason = longWord;
    for (RecoveredJob &job : report.jobs) {
        job.outcome = RecoveryOutcome::Failed;
        job.reason = longWord;
    }
    report.beside = report.jobs;
    dialog->showReport(report);
    QVERIFY2(dialog->minimumSizeHint().width() <= width,
        qPrintable(QString::number(dialog->minimumSizeHint().width())));
    const auto troubled = this->dialog(proposal);
    button(*troubled, u"carryOutButton"_s)->click();
    troubled->showError(Error{Error::Kind::Permission, longWord});
    QVERIFY(troubled->minimumSizeHint().width() <= width);
}

void TestRecoveryDialog::troubleIsSaid()
{
    const auto dialog = this->dialog(sampleProposal({1, 0, 0, 0}));
    button(*dialog, u"carryOutButton"_s)->click();
    dialog->showError(Error{Error::Kind::Permission, u"the journal cannot be written"_s});
    QCOMPARE(dialog->step(), At::Trouble);
    QCOMPARE(label(*dialog, u"recoveryTrouble"_s), u"the journal cannot be written"_s);
    QVERIFY(button(*dialog, u"judgeButton"_s)->isVisible());
}

void TestRecoveryDialog::eachScopeSpeaksForItself_data()
{
    QTest::addColumn<PlanScope>("scope");
    QTest::addColumn<QString>("title");
    QTest::addColumn<QString>("report");
    QTest::newRow("recover") << PlanScope::Recover << u"Recover the open jobs"_s
                             << u"Recover: 3 of 5 jobs brought to an end or resumed"_s;
    QTest::newRow("clean") << PlanScope::Clean << u"Clean what is out of date"_s
                           << u"Clean orphans: 3 of 3 done"_s;
    QTest::newRow("reconcile") << PlanScope::Reconcile << u"Reconcile with the database"_s
                               << u"Reconcile: 3 of 3 done"_s;
}

void TestRecoveryDialog::eachScopeSpeaksForItself()
{
    QFETCH(PlanScope, scope);
    QFETCH(QString, title);
    QFETCH(QString, report);
    RecoveryProposal proposal = sampleProposal({2, 1, 0, 2});
    proposal.wish.scope = proposal.plan.scope = scope;
    RecoveryDialog dialog(&m_themes, scope, environment(), [] { return test::sampleNow; });
    dialog.show();
    dialog.showProposal(proposal);
    QCOMPARE(label(dialog, u"recoveryTitle"_s), title);
    button(dialog, u"carryOutButton"_s)->click();
    dialog.showReport(expectedReport(proposal.plan));
    QCOMPARE(label(dialog, u"recoveryTitle"_s), report);
}

void TestRecoveryDialog::readOnlyHasToBeRaisedFirst()
{
    const auto dialog = this->dialog(sampleProposal({2, 0, 0, 0}), EnvironmentClass::Production);
    QVERIFY(!button(*dialog, u"allowWritesButton"_s)->isVisible());
    dialog->setReadOnly(true);
    QVERIFY(!button(*dialog, u"carryOutButton"_s)->isEnabled());
    QVERIFY(button(*dialog, u"dryRunButton"_s)->isEnabled()); // looking is free
    QCOMPARE(label(*dialog, u"recoveryNote"_s), u"Production is read-only"_s);
    QSignalSpy wanted(dialog.get(), &RecoveryDialog::allowWritesRequested);
    button(*dialog, u"allowWritesButton"_s)->click();
    QCOMPARE(wanted.count(), 1);
    dialog->setReadOnly(false);
    QVERIFY(button(*dialog, u"carryOutButton"_s)->isEnabled());
}

/// The executor decides, not the dialog: it is told what was typed.
void TestRecoveryDialog::theTypedNameIsPartOfTheAgreement()
{
    const auto dialog = this->dialog(sampleProposal({51, 0, 0, 0}), EnvironmentClass::Production);
    QSignalSpy wanted(dialog.get(), &RecoveryDialog::carryOutRequested);
    dialog->findChild<QLineEdit *>(u"planName"_s)->setText(u"studio-eu"_s);
    button(*dialog, u"carryOutButton"_s)->click();
    QCOMPARE(wanted.at(0).at(0).value<RecoveryProposal>().agreement.confirmedName, u"studio-eu"_s);
}

void TestRecoveryDialog::theReasonIsOptionalAndPartOfTheAgreement()
{
    for (const bool isGiven : {false, true}) {
        const RecoveryProposal proposal = sampleProposal({2, 0, 0, 0});
        const auto dialog = this->dialog(proposal);
        QSignalSpy wanted(dialog.get(), &RecoveryDialog::carryOutRequested);
        auto *reason = dialog->findChild<QLineEdit *>(u"planReason"_s);
        QVERIFY(reason->isVisible());
        if (isGiven)
            reason->setText(u"  INC-2291:  <b>gpu-2</b> "_s);
        const QString kept = isGiven ? u"INC-2291: <b>gpu-2</b>"_s : QString();
        button(*dialog, u"carryOutButton"_s)->click();
        QCOMPARE(wanted.at(0).at(0).value<RecoveryProposal>().agreement.reason, kept);
        RecoveryReport report = expectedReport(proposal.plan);
        report.reason = kept;
        dialog->showReport(report);
        QCOMPARE(label(*dialog, u"recoverySubtitle"_s).contains(u"INC-2291: <b>gpu-2</b>"_s), isGiven);
        QCOMPARE(dialog->findChild<QLabel *>(u"recoverySubtitle"_s)->textFormat(), Qt::PlainText);
    }
}

void TestRecoveryDialog::theReportOffersToTakeBack()
{
    const RecoveryProposal proposal = sampleProposal({2, 1, 1, 1});
    const auto dialog = this->dialog(proposal);
    QVERIFY(!button(*dialog, u"undoButton"_s)->isVisible());
    button(*dialog, u"carryOutButton"_s)->click();
    QVERIFY(!button(*dialog, u"undoButton"_s)->isVisible());
    RecoveryReport report = expectedReport(proposal.plan);
    report.batch = "batch-7";
    dialog->showReport(report);
    QVERIFY(button(*dialog, u"undoButton"_s)->isVisible());
    QCOMPARE(
        button(*dialog, u"undoButton"_s)->text(), u"Undo 3..."_s); // what was resumed has nothing to undo
    QCOMPARE(dialog->findChild<SteadyLabel *>(u"undoLimit"_s)->text(), u"possible until 13:40:00 UTC"_s);
    QSignalSpy wanted(dialog.get(), &RecoveryDialog::undoRequested);
    button(*dialog, u"undoButton"_s)->click();
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(wanted.at(0).at(0).value<BatchId>(), BatchId("batch-7"));
    UndoneEntry done;
    done.outcome.kind = UndoOutcome::Kind::Done;
    dialog->showUndone({done, UndoneEntry()});
    QCOMPARE(label(*dialog, u"recoveryNote"_s), u"1 of 2 taken back, the journal says which"_s);
}

void TestRecoveryDialog::whatWasNotDoneIsJudgedAgainAlone()
{
    const RecoveryProposal proposal = sampleProposal({3, 0, 0, 2});
    const auto dialog = this->dialog(proposal);
    dialog->setOnly({});
    QSignalSpy wanted(dialog.get(), &RecoveryDialog::judgeRequested);
    button(*dialog, u"carryOutButton"_s)->click();
    RecoveryReport report = expectedReport(proposal.plan);
    QSet<PromptId> notDone;
    for (RecoveredJob &job : report.jobs) {
        if (job.outcome != RecoveryOutcome::SettledCompleted || notDone.size() == 2)
            continue;
        job.outcome = notDone.isEmpty() ? RecoveryOutcome::Failed : RecoveryOutcome::LeftAlone;
        notDone.insert(job.promptId);
    }
    dialog->showReport(report);
    QCOMPARE(button(*dialog, u"judgeButton"_s)->text(), u"Judge the 2 jobs again"_s);
    button(*dialog, u"judgeButton"_s)->click();
    QCOMPARE(dialog->step(), At::Looking);
    QCOMPARE(wanted.at(0).at(0).value<QSet<PromptId>>(), notDone);
    // And so it stays: the plan is about these.
    dialog->showProposal(sampleProposal({2, 0, 0, 0}));
    QCOMPARE(button(*dialog, u"judgeButton"_s)->text(), u"Judge again"_s);
    button(*dialog, u"judgeButton"_s)->click();
    QCOMPARE(wanted.at(1).at(0).value<QSet<PromptId>>(), notDone);
}

void TestRecoveryDialog::aDryRunOffersNeither()
{
    const auto dialog = this->dialog(sampleProposal({2, 1, 0, 1}));
    button(*dialog, u"dryRunButton"_s)->click();
    QVERIFY(!button(*dialog, u"undoButton"_s)->isVisible());
    QVERIFY(!dialog->findChild<SteadyLabel *>(u"undoLimit"_s)->isVisible());
    QVERIFY(!button(*dialog, u"judgeButton"_s)->isVisible());
}

void TestRecoveryDialog::whatIsLeftAloneIsFolded()
{
    const auto dialog = this->dialog(sampleProposal({20, 0, 0, 20}));
    const auto *table = dialog->findChild<RowTable *>(u"planTable"_s);
    QCOMPARE(table->model()->rowCount(), 2);
    QVERIFY(table->isExpanded(table->model()->index(0, 0)));
    QVERIFY(!table->isExpanded(table->model()->index(1, 0)));
}

void TestRecoveryDialog::anOldJudgementSaysWhatFollows()
{
    Timestamp now = test::sampleNow + std::chrono::seconds(12);
    RecoveryDialog dialog(&m_themes, PlanScope::Recover, environment(), [&now] { return now; });
    dialog.show();
    dialog.showProposal(sampleProposal({1, 0, 0, 0}));
    const auto *age = dialog.findChild<SteadyLabel *>(u"planAge"_s);
    QCOMPARE(age->text(), u"Judged 12 s ago · holds for 18 s"_s);
    now += std::chrono::milliseconds(17'500);
    QTRY_COMPARE(age->text(), u"Judged 29 s ago · holds for 1 s"_s);
    now += std::chrono::seconds(13);
    QTRY_COMPARE(age->text(), u"Judged 42 s ago · judged again when carried out"_s);
    now -= std::chrono::hours(1);
    QTRY_COMPARE(age->text(), u"Judged 0 s ago · holds for 30 s"_s);
}

QTEST_MAIN(TestRecoveryDialog)
#include "tst_recoverydialog.moc"
