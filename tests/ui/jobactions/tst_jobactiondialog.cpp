// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobactions/jobactiondialog.h"

#include "ui/details/messagecard.h"
#include "ui/theme/themesource.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;
using At = JobActionDialog::Step;
using Kind = JobActionKind;

class TestJobActionDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void looksAsksActsAndTells();
    void whatIsNotPossibleIsSaid();
    void aLifeIsExtendedByAChosenTime();
    void readOnlyHasToBeRaisedFirst();
    void whatIsUnderWayIsNotLeft();
    void answersForOthersAreLeft();
    void refusalsAreSaid();

private:
    [[nodiscard]] std::unique_ptr<JobActionDialog> dialog(Kind kind) const
    {
        auto dialog = std::make_unique<JobActionDialog>(&m_themes, kind,
            Environment{u"studio-eu"_s, EnvironmentClass::Production, {}, {}}, PromptId("job-1"));
        dialog->show();
        return dialog;
    }
    [[nodiscard]] static QPushButton *button(const JobActionDialog &dialog, const QString &name)
    {
        return dialog.findChild<QPushButton *>(name);
    }
    [[nodiscard]] static MessageCard *card(const JobActionDialog &dialog)
    {
        return dialog.findChild<MessageCard *>(u"jobActionCard"_s);
    }
    [[nodiscard]] static JobActionFinding found(Kind kind, bool isPossible, const QString &text = {})
    {
        return {kind, PromptId("job-1"), isPossible, text, std::nullopt};
    }
    ThemeSource m_themes{ThemeChoice::Light, QFont(u"DejaVu Sans"_s, 10)};
};

void TestJobActionDialog::looksAsksActsAndTells()
{
    const auto dialog = this->dialog(Kind::Resubmit);
    QCOMPARE(dialog->step(), At::Looking);
    QVERIFY(!button(*dialog, u"actButton"_s)->isEnabled());
    dialog->showFinding(found(Kind::Resubmit, true, u"It would run on gpu-2."_s));
    QCOMPARE(card(*dialog)->text(), u"It would run on gpu-2."_s);
    QSignalSpy wanted(dialog.get(), &JobActionDialog::actRequested);
    button(*dialog, u"actButton"_s)->click();
    QCOMPARE(dialog->step(), At::Doing);
    QCOMPARE(wanted.at(0).at(0).value<JobActionWish>().promptId, PromptId("job-1"));
    dialog->showEnd({Kind::Resubmit, PromptId("job-1"), true, u"Queued."_s, PromptId("job-2")});
    QCOMPARE(card(*dialog)->title(), u"Done"_s);
    QVERIFY(card(*dialog)->text().endsWith(u"The new job is job-2."_s));
}

void TestJobActionDialog::whatIsNotPossibleIsSaid()
{
    const auto dialog = this->dialog(Kind::Cancel);
    dialog->showFinding(found(Kind::Cancel, false, u"Foreign: <b>never</b> ours."_s));
    QVERIFY(!button(*dialog, u"actButton"_s)->isEnabled());
    QCOMPARE(card(*dialog)->title(), u"It is left as it is"_s);
    QCOMPARE(card(*dialog)->text(), u"Foreign: <b>never</b> ours."_s);
    QCOMPARE(button(*dialog, u"closeButton"_s)->text(), u"Close"_s);
}

void TestJobActionDialog::aLifeIsExtendedByAChosenTime()
{
    const auto dialog = this->dialog(Kind::Extend);
    QVERIFY(!button(*dialog, u"extendFor6"_s)->isVisible());
    dialog->showFinding(found(Kind::Extend, true));
    QCOMPARE(button(*dialog, u"actButton"_s)->text(), u"Let it live 2 h"_s);
    button(*dialog, u"extendFor6"_s)->click();
    QCOMPARE(button(*dialog, u"actButton"_s)->text(), u"Let it live 6 h"_s);
    QSignalSpy wanted(dialog.get(), &JobActionDialog::actRequested);
    button(*dialog, u"actButton"_s)->click();
    QCOMPARE(wanted.at(0).at(0).value<JobActionWish>().time, std::chrono::hours(6));
}

void TestJobActionDialog::readOnlyHasToBeRaisedFirst()
{
    const auto dialog = this->dialog(Kind::Cancel);
    dialog->setReadOnly(true);
    dialog->showFinding(found(Kind::Cancel, true));
    QVERIFY(!button(*dialog, u"actButton"_s)->isEnabled());
    QSignalSpy wanted(dialog.get(), &JobActionDialog::allowWritesRequested);
    button(*dialog, u"allowWritesButton"_s)->click();
    QCOMPARE(wanted.count(), 1);
    dialog->setReadOnly(false);
    QVERIFY(button(*dialog, u"actButton"_s)->isEnabled());
}

void TestJobActionDialog::whatIsUnderWayIsNotLeft()
{
    const auto dialog = this->dialog(Kind::Cancel);
    dialog->showFinding(found(Kind::Cancel, true));
    button(*dialog, u"actButton"_s)->click();
    dialog->reject();
    QVERIFY(dialog->isVisible());
    dialog->showEnd({Kind::Cancel, PromptId("job-1"), true, {}, {}});
    dialog->reject();
    QVERIFY(!dialog->isVisible());
}

void TestJobActionDialog::answersForOthersAreLeft()
{
    const auto dialog = this->dialog(Kind::Cancel);
    JobActionFinding other = found(Kind::Cancel, true);
    other.promptId = PromptId("job-2");
    dialog->showFinding(other);
    dialog->showFinding(found(Kind::Resubmit, true));
    QCOMPARE(dialog->step(), At::Looking);
}

void TestJobActionDialog::refusalsAreSaid()
{
    const auto dialog = this->dialog(Kind::Extend);
    dialog->showFinding(found(Kind::Extend, true));
    button(*dialog, u"actButton"_s)->click();
    dialog->showError({Error::Kind::Permission, u"studio-eu is read-only."_s});
    QCOMPARE(card(*dialog)->title(), u"Not done"_s);
    QCOMPARE(card(*dialog)->text(), u"studio-eu is read-only."_s);
}

QTEST_MAIN(TestJobActionDialog)
#include "tst_jobactiondialog.moc"
