// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/journal/undodialog.h"

#include "tests/ui/journal/journalsamples.h"
#include "ui/theme/themesource.h"
#include "ui/widgets/rowtable.h"
#include "ui/words/englishplurals.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;
using test::sampleCandidate;
using test::sampleUndone;
using At = UndoDialog::Step;
using Kind = UndoOutcome::Kind;

class TestUndoDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void asksUndoesAndTells();
    void nothingPossibleIsSaid();
    void aPartCanBeTakenBack();
    void readOnlyHasToBeRaisedFirst();
    void veryManyInProductionTakeTheName();
    void whatIsUnderWayIsNotLeft();
    void refusalsAreSaid();

private:
    [[nodiscard]] std::unique_ptr<UndoDialog> dialog(EnvironmentClass which = EnvironmentClass::Staging) const
    {
        auto dialog = std::make_unique<UndoDialog>(
            &m_themes, Environment{u"studio-eu"_s, which, u"redis://10.0.4.12:6379/0"_s, "comfyui:job:"});
        dialog->show();
        return dialog;
    }
    [[nodiscard]] static QPushButton *button(const UndoDialog &dialog, const QString &name)
    {
        return dialog.findChild<QPushButton *>(name);
    }
    [[nodiscard]] static QString label(const UndoDialog &dialog, const QString &name)
    {
        return dialog.findChild<QLabel *>(name)->text();
    }
    [[nodiscard]] static QList<UndoCandidate> candidates(int count)
    {
        QList<UndoCandidate> all;
        for (int i = count; i > 0; --i)
            all.append(sampleCandidate(i));
        return all;
    }
    EnglishPlurals m_plurals;
    ThemeSource m_themes{ThemeChoice::Light, QFont(u"DejaVu Sans"_s, 10)};
};

void TestUndoDialog::initTestCase()
{
    QCoreApplication::installTranslator(&m_plurals);
}

void TestUndoDialog::asksUndoesAndTells()
{
    const auto dialog = this->dialog();
    QCOMPARE(dialog->step(), At::Looking);
    QVERIFY(!button(*dialog, u"undoButton"_s)->isVisible());
    dialog->showCandidates(candidates(2));
    QCOMPARE(dialog->step(), At::Asking);
    QCOMPARE(button(*dialog, u"undoButton"_s)->text(), u"Undo 2 actions"_s);
    QVERIFY(label(*dialog, u"undoOrigin"_s).endsWith(u"by mara@ops-1"_s));
    QSignalSpy wanted(dialog.get(), &UndoDialog::undoRequested);
    button(*dialog, u"undoButton"_s)->click();
    QCOMPARE(dialog->step(), At::Undoing);
    QCOMPARE(wanted.at(0).at(0).value<QList<UndoCandidate>>().size(), 2);
    dialog->showUndone(sampleUndone(2, Kind::Done, {}));
    QCOMPARE(label(*dialog, u"undoTitle"_s), u"Taking back: 1 of 2"_s);
    dialog->showEnd({sampleUndone(2, Kind::Done, {}),
        sampleUndone(1, Kind::Expired, u"The key would have expired meanwhile."_s)});
    QCOMPARE(dialog->step(), At::Done);
    QCOMPARE(label(*dialog, u"undoTitle"_s), u"1 of 2 taken back"_s);
}

void TestUndoDialog::nothingPossibleIsSaid()
{
    const auto dialog = this->dialog();
    dialog->showCandidates({sampleCandidate(1, Kind::Gone, u"Its key is not there any more."_s)});
    QVERIFY(!button(*dialog, u"undoButton"_s)->isEnabled());
    QCOMPARE(label(*dialog, u"undoNote"_s), u"Nothing of it can be taken back"_s);
}

void TestUndoDialog::aPartCanBeTakenBack()
{
    const auto dialog = this->dialog();
    dialog->showCandidates(candidates(3));
    QTest::keyClick(dialog->findChild<RowTable *>(u"undoTable"_s), Qt::Key_Space);
    QCOMPARE(button(*dialog, u"undoButton"_s)->text(), u"Undo 2 actions"_s);
    QSignalSpy wanted(dialog.get(), &UndoDialog::undoRequested);
    button(*dialog, u"undoButton"_s)->click();
    QCOMPARE(wanted.at(0).at(0).value<QList<UndoCandidate>>().size(), 2);
}

void TestUndoDialog::readOnlyHasToBeRaisedFirst()
{
    const auto dialog = this->dialog(EnvironmentClass::Production);
    dialog->setReadOnly(true);
    dialog->showCandidates(candidates(1));
    QVERIFY(!button(*dialog, u"undoButton"_s)->isEnabled());
    QCOMPARE(label(*dialog, u"undoNote"_s), u"Production is read-only"_s);
    QSignalSpy wanted(dialog.get(), &UndoDialog::allowWritesRequested);
    button(*dialog, u"allowWritesButton"_s)->click();
    QCOMPARE(wanted.count(), 1);
    dialog->setReadOnly(false);
    QVERIFY(button(*dialog, u"undoButton"_s)->isEnabled());
    QVERIFY(!button(*dialog, u"allowWritesButton"_s)->isVisible());
}

void TestUndoDialog::veryManyInProductionTakeTheName()
{
    const auto dialog = this->dialog(EnvironmentClass::Production);
    dialog->showCandidates(candidates(51));
    auto *name = dialog->findChild<QLineEdit *>(u"undoName"_s);
    QVERIFY(name->isVisible());
    QVERIFY(!button(*dialog, u"undoButton"_s)->isEnabled());
    name->setText(u"studio-eu"_s);
    QSignalSpy wanted(dialog.get(), &UndoDialog::undoRequested);
    button(*dialog, u"undoButton"_s)->click();
    QCOMPARE(wanted.at(0).at(1).value<Agreement>().confirmedName, u"studio-eu"_s);
}

void TestUndoDialog::whatIsUnderWayIsNotLeft()
{
    const auto dialog = this->dialog();
    dialog->showCandidates(candidates(2));
    button(*dialog, u"undoButton"_s)->click();
    QSignalSpy stopped(dialog.get(), &UndoDialog::stopRequested);
    dialog->reject();
    QVERIFY(dialog->isVisible());
    QCOMPARE(stopped.count(), 1);
    dialog->showEnd({});
    dialog->reject();
    QVERIFY(!dialog->isVisible());
}

void TestUndoDialog::refusalsAreSaid()
{
    const auto dialog = this->dialog();
    dialog->showCandidates(candidates(1));
    button(*dialog, u"undoButton"_s)->click();
    dialog->showError({Error::Kind::Permission, u"studio-eu is read-only."_s});
    QCOMPARE(dialog->step(), At::Trouble);
    QCOMPARE(label(*dialog, u"undoSubtitle"_s), u"studio-eu is read-only."_s);
}

QTEST_MAIN(TestUndoDialog)
#include "tst_undodialog.moc"
