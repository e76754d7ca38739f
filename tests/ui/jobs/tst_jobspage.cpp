// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/jobspage.h"

#include "tests/support/feedsimulator.h"
#include "ui/jobs/filterfield.h"
#include "ui/jobs/jobtablemodel.h"
#include "ui/jobs/jobtableview.h"
#include "ui/jobs/livejobs.h"
#include "ui/shell/commands.h"
#include "ui/shell/typingguard.h"
#include "ui/theme/themesource.h"
#include "ui/widgets/emptystate.h"
#include "ui/words/englishplurals.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;

/// A page over a real index and model, fed by hand.
class TestJobsPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void chipAndTextHoldTogether();
    void escapeStepsBack();
    void slashFocusesAndLettersStayText();
    void pastingTheIdOfAJobJumpsToIt();
    void pastingTheIdOfAHiddenJobShowsIt();
    void pastingAnUnknownIdFilters();
    void jAndKWalk();
    void pauseHoldsThePictureAndSaysHowMuch();
    void nothingMatchesIsSaidAndCanBeCleared();
    void noJobsAtAllIsSaid();
    void copiesTheId();

private:
    void trigger(Command command) { m_commands->action(command)->trigger(); }
    [[nodiscard]] EmptyState *empty() const { return m_page->findChild<EmptyState *>(); }
    [[nodiscard]] bool says(const QString &text) const
    {
        for (const QLabel *label : empty()->findChildren<QLabel *>()) {
            if (label->text() == text)
                return empty()->isVisible();
        }
        return false;
    }
    [[nodiscard]] QByteArray idOf(JobSlot slot) const { return m_model->idAt(slot).value(); }
    [[nodiscard]] static FeedHealth live()
    {
        FeedHealth health;
        health.state = FeedState::Live;
        return health;
    }

    TypingGuard m_guard;
    EnglishPlurals m_plurals;
    ThemeSource m_themes{ThemeChoice::Dark, QFont(u"DejaVu Sans"_s, 10)};
    std::unique_ptr<FeedSimulator> m_feed;
    std::unique_ptr<Commands> m_commands;
    std::unique_ptr<JobTableModel> m_model;
    std::unique_ptr<LiveJobs> m_jobs;
    std::unique_ptr<JobsPage> m_page;
    QLineEdit *m_edit = nullptr;
};

void TestJobsPage::initTestCase()
{
    QCoreApplication::installTranslator(&m_plurals);
    qApp->installEventFilter(&m_guard);
}

void TestJobsPage::init()
{
    m_feed = std::make_unique<FeedSimulator>(1);
    m_feed->oddOneIn = 0;
    m_commands = std::make_unique<Commands>(m_themes);
    CommandContext context;
    context.isConnected = true;
    context.hasFilter = true;
    context.hasSelection = true;
    m_commands->setContext(context);
    m_model = std::make_unique<JobTableModel>(JobSchema(), systemNow);
    m_jobs = std::make_unique<LiveJobs>(JobSchema(), systemNow, m_model.get(), [] {});
    m_page = std::make_unique<JobsPage>(
        &m_themes, *m_commands, m_jobs.get(), m_model.get(), Environment{u"test"_s, {}, {}, "comfyui:job:"});
    connect(m_jobs.get(), &LiveJobs::countsChanged, m_page.get(), &JobsPage::setCounts);
    for (QAction *action : m_commands->all())
        m_page->addAction(action);
    m_page->resize(1000, 600);
    m_page->show();
    m_edit = m_page->findChild<QLineEdit *>(u"filter"_s);
    m_jobs->sink()(m_feed->next(200, 0, 0));
    QTRY_COMPARE(m_model->rowCount(), 200);
    m_page->setHealth(live());
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    m_page->activateWindow();
    m_page->setFocus();
}

void TestJobsPage::cleanup()
{
    m_page.reset();
    m_jobs.reset();
    m_model.reset();
    m_commands.reset();
}

void TestJobsPage::chipAndTextHoldTogether()
{
    m_page->findChild<QAbstractButton *>(u"chip_failed"_s)->click();
    QTRY_VERIFY(m_model->isFiltered());
    const int failed = m_model->rowCount();
    QVERIFY(failed > 0 && failed < 200);
    m_edit->setText(u"server:gpu-1 OR server:gpu-2"_s);
    QTRY_VERIFY(m_model->rowCount() < failed);
    for (int row = 0; row < m_model->rowCount(); ++row)
        QCOMPARE(m_model->rowAt(row).status, JobStatus::Failed);
    QVERIFY(m_page->hasFilter());
    trigger(Command::ClearFilter);
    QTRY_COMPARE(m_model->rowCount(), 200);
    QVERIFY(!m_page->hasFilter());
}

void TestJobsPage::escapeStepsBack()
{
    m_page->findChild<QAbstractButton *>(u"chip_failed"_s)->click();
    trigger(Command::FocusFilter);
    QVERIFY(m_edit->hasFocus());
    m_edit->setText(u"gpu"_s);
    m_edit->setText(u"gpu ("_s);
    QTest::keyClick(m_edit, Qt::Key_Escape); // the error goes
    QCOMPARE(m_edit->text(), u"gpu"_s);
    QVERIFY(m_edit->hasFocus());
    QTest::keyClick(m_edit, Qt::Key_Escape); // the field is left
    QVERIFY(!m_edit->hasFocus());
    QCOMPARE(m_edit->text(), u"gpu"_s);
    QTest::keyClick(m_page->table(), Qt::Key_Escape); // the chip is taken back
    QVERIFY(m_page->findChild<QAbstractButton *>(u"chip_all"_s)->isChecked());
    QTest::keyClick(m_page->table(), Qt::Key_Escape); // the text goes
    QVERIFY(!m_page->hasFilter());
}

void TestJobsPage::slashFocusesAndLettersStayText()
{
    QTest::keyClick(m_page->table(), Qt::Key_Slash);
    QVERIFY(m_edit->hasFocus());
    QTest::keyClicks(m_edit, u"jk /"_s);
    QCOMPARE(m_edit->text(), u"jk /"_s);
    QVERIFY(!m_model->isPaused());
}

void TestJobsPage::pastingTheIdOfAJobJumpsToIt()
{
    const QByteArray id = idOf(m_model->slotAt(150));
    QApplication::clipboard()->setText(QString::fromUtf8(id));
    m_edit->setFocus();
    m_edit->paste();
    QTRY_COMPARE(m_page->table()->currentJob(), std::optional(PromptId(id)));
    QVERIFY(!m_page->hasFilter());
}

void TestJobsPage::pastingTheIdOfAHiddenJobShowsIt()
{
    const QByteArray id = idOf(m_model->slotAt(150));
    m_edit->setText(u"nothing-is-called-so"_s);
    QTRY_COMPARE(m_model->rowCount(), 0);
    QApplication::clipboard()->setText(QString::fromUtf8(id));
    m_edit->selectAll();
    m_edit->paste();
    QTRY_COMPARE(m_page->table()->currentJob(), std::optional(PromptId(id)));
    QCOMPARE(m_model->rowCount(), 200);
}

void TestJobsPage::pastingAnUnknownIdFilters()
{
    QApplication::clipboard()->setText(u"d2b1ac84-0000-4a3e-a91c-5e0f6b2c9d41"_s);
    m_edit->paste();
    QTRY_COMPARE(m_model->rowCount(), 0);
    QVERIFY(says(u"No job matches."_s));
}

void TestJobsPage::jAndKWalk()
{
    JobTableView *table = m_page->table();
    table->setFocus();
    QTest::keyClick(table, Qt::Key_J);
    QCOMPARE(table->currentSlot(), std::optional(m_model->slotAt(0)));
    QTest::keyClick(table, Qt::Key_J);
    QCOMPARE(table->currentSlot(), std::optional(m_model->slotAt(1)));
    QTest::keyClick(table, Qt::Key_K);
    QTest::keyClick(table, Qt::Key_K); // there is nothing above the first
    QCOMPARE(table->currentSlot(), std::optional(m_model->slotAt(0)));
}

void TestJobsPage::pauseHoldsThePictureAndSaysHowMuch()
{
    auto *button = m_page->findChild<QPushButton *>(u"pauseButton"_s);
    QTest::keyClick(m_page->table(), Qt::Key_Space);
    QTRY_VERIFY(m_model->isPaused());
    QCOMPARE(button->text(), u"Resume"_s);
    QCOMPARE(button->property("look").toString(), u"primary"_s);
    m_jobs->sink()(m_feed->next(0, 0, 37));
    QTRY_COMPARE(button->text(), u"Resume · 37 changes"_s);
    QCOMPARE(m_model->rowCount(), 200);
    button->click();
    QTRY_VERIFY(!m_model->isPaused());
    QTRY_COMPARE(m_model->rowCount(), 163);
    QCOMPARE(button->text(), u"Pause"_s);
}

void TestJobsPage::nothingMatchesIsSaidAndCanBeCleared()
{
    m_edit->setText(u"nothing-is-called-so"_s);
    QTRY_VERIFY(says(u"No job matches."_s));
    QVERIFY(says(u"nothing-is-called-so"_s));
    empty()->findChild<QPushButton *>(u"clearFilterButton"_s)->click();
    QTRY_VERIFY(!empty()->isVisible());
    QCOMPARE(m_model->rowCount(), 200);
}

void TestJobsPage::noJobsAtAllIsSaid()
{
    m_jobs->sink()(m_feed->next(0, 0, 200));
    QTRY_VERIFY(says(u"There are no jobs."_s));
    QVERIFY(empty()->findChild<QPushButton *>(u"runDoctorButton"_s));
}

void TestJobsPage::copiesTheId()
{
    QSignalSpy noticed(m_page.get(), &JobsPage::noticed);
    trigger(Command::NextJob);
    trigger(Command::CopyId);
    QCOMPARE(QApplication::clipboard()->text().toUtf8(), idOf(m_model->slotAt(0)));
    QCOMPARE(noticed.count(), 1);
}

QTEST_MAIN(TestJobsPage)
#include "tst_jobspage.moc"
