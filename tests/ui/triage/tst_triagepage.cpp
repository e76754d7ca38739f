// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/triage/triagepage.h"

#include "tests/ui/triage/triagesamples.h"
#include "ui/details/messagecard.h"
#include "ui/theme/themesource.h"
#include "ui/triage/sourcecard.h"
#include "ui/triage/triagehead.h"
#include "ui/triage/triagelist.h"
#include "ui/triage/triagemodel.h"
#include "ui/triage/verdictchip.h"
#include "ui/triage/verdictpane.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/rowtable.h"
#include "ui/widgets/steadylabel.h"
#include "ui/words/englishplurals.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace emberwatch;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class TestTriagePage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void nothingJudgedIsSaid();
    void beginsWithWhatNeedsAPerson();
    void keysWalkTheKinds();
    void showsTheThreeSourcesOfTheChosenJob();
    void judgingAgainKeepsKindAndJob();
    void conflictAndUnverifiableInviteToNothing();
    void plansForWhatCanBePutRight();
    void judgingCanBeStopped();
    void evenTheFirstLookCanBeStopped();
    void saysHowOldTheJudgementIs();
    void whatIsDisconnectedLooksStale();
    void troubleIsSaidAndTheRestStays();
    void copiesTheEvidence();

private:
    [[nodiscard]] QString label(const QString &name) const
    {
        return m_page->findChild<QLabel *>(name)->text();
    }
    [[nodiscard]] QString age() const { return m_page->findChild<SteadyLabel *>(u"triageAge"_s)->text(); }
    [[nodiscard]] TriageList *list() const { return m_page->findChild<TriageList *>(); }
    [[nodiscard]] RowTable *table() const { return m_page->findChild<RowTable *>(u"triageTable"_s); }
    void choose(TriageKind kind) const { list()->choose(kind); }
    [[nodiscard]] CommandContext context() const
    {
        CommandContext context;
        m_page->describe(context);
        return context;
    }

    EnglishPlurals m_plurals;
    ThemeSource m_themes{ThemeChoice::Light, QFont(u"DejaVu Sans"_s, 10)};
    Timestamp m_now;
    std::unique_ptr<Commands> m_commands;
    std::unique_ptr<TriagePage> m_page;
};

void TestTriagePage::initTestCase()
{
    QCoreApplication::installTranslator(&m_plurals);
}

void TestTriagePage::init()
{
    m_now = test::sampleNow + 8s;
    m_commands = std::make_unique<Commands>(m_themes);
    m_page = std::make_unique<TriagePage>(&m_themes, *m_commands, [this] { return m_now; });
    connect(m_page.get(), &TriagePage::contextChanged, this, [this] {
        CommandContext context;
        context.isConnected = context.isLive = context.hasTriage = context.hasServers = true;
        context.page = Page::Triage;
        m_page->describe(context);
        m_commands->setContext(context);
    });
    m_page->resize(1100, 760);
    m_page->show();
}

void TestTriagePage::cleanup()
{
    m_page.reset();
    m_commands.reset();
}

void TestTriagePage::nothingJudgedIsSaid()
{
    QVERIFY(!table()->isVisible());
    QVERIFY(!context().hasJudgedJob);
    m_page->setJudging(true);
    m_page->showProgress({u"asking 4 servers"_s, 0, 0});
    QStringList texts;
    for (const QLabel *label : m_page->findChildren<QLabel *>()) {
        if (label->isVisible())
            texts.append(label->text());
    }
    QVERIFY2(texts.join(u'\n').contains(u"Asking 4 servers..."_s), qPrintable(texts.join(u'\n')));
}

void TestTriagePage::beginsWithWhatNeedsAPerson()
{
    m_page->showBoard(test::boardOf(test::mixedEvidence()));
    QCOMPARE(list()->chosen(), TriageKind::Conflict);
    QCOMPARE(label(u"triageTitle"_s), u"Conflict: 1 job, 1 user"_s);
    QVERIFY(table()->isVisible());
    QCOMPARE(m_page->currentJob()->promptId, PromptId("conflict"));
}

void TestTriagePage::keysWalkTheKinds()
{
    m_page->showBoard(test::boardOf(test::mixedEvidence()));
    QTest::keyClick(list(), Qt::Key_J);
    QCOMPARE(list()->chosen(), TriageKind::Corrupt);
    QVERIFY(!m_page->currentJob());
    QVERIFY(!m_page->findChild<VerdictPane *>()->isVisible());
    QTest::keyClick(list(), Qt::Key_Down);
    QTest::keyClick(list(), Qt::Key_Down); // over the title of the next group
    QCOMPARE(list()->chosen(), TriageKind::UnclaimedResult);
    QTest::keyClick(list(), Qt::Key_K);
    QCOMPARE(list()->chosen(), TriageKind::Zombie);
}

void TestTriagePage::showsTheThreeSourcesOfTheChosenJob()
{
    m_page->showBoard(test::boardOf(test::mixedEvidence()));
    choose(TriageKind::Orphaned);
    QVERIFY(label(u"verdictSentence"_s).startsWith(u"Redis and the database say processing"_s));
    QVERIFY(label(u"verdictLimits"_s).contains(u"Silence 4 min, limit 2 min (default)"_s));
    QCOMPARE(m_page->findChild<VerdictChip *>()->text(), u"orphaned"_s);
    const QList<SourceCard *> cards = m_page->findChildren<SourceCard *>();
    QCOMPARE(cards.size(), 3);
    for (const SourceCard *card : cards)
        QVERIFY(card->row(ComparedLine::Status).value().differs);
    QCOMPARE(
        cards[2]->row(ComparedLine::Status).accessibleName(), u"Status: absent, asked twice, not equal"_s);
    QVERIFY(label(u"verdictProposed"_s).startsWith(u"Settle as failed."_s));
    QVERIFY(label(u"verdictProposed"_s).endsWith(u"Nothing happens before you confirm a plan."_s));
}

void TestTriagePage::judgingAgainKeepsKindAndJob()
{
    m_page->showBoard(test::boardOf(test::mixedEvidence()));
    choose(TriageKind::UnclaimedResult);
    table()->setCurrentIndex(table()->model()->index(1, 0));
    const PromptId chosen = m_page->currentJob()->promptId;
    std::vector<Evidence> more = test::mixedEvidence();
    more.insert(more.begin(), test::sampleEvidence("unclaimed-0", ComfyReading::DoneOk));
    m_page->showBoard(test::boardOf(more));
    QCOMPARE(list()->chosen(), TriageKind::UnclaimedResult);
    QCOMPARE(m_page->currentJob()->promptId, chosen);
}

/// Never as an invitation to delete (issue 4).
void TestTriagePage::conflictAndUnverifiableInviteToNothing()
{
    m_page->showBoard(test::boardOf(test::mixedEvidence()));
    for (const TriageKind kind : {TriageKind::Conflict, TriageKind::Unverifiable, TriageKind::Settling}) {
        choose(kind);
        QVERIFY(m_page->currentJob());
        QVERIFY(!context().canPlanForThis);
        QVERIFY(!context().canPlanForThese);
        QVERIFY(!m_page->findChild<QPushButton *>(u"planForTheseButton"_s)->isVisible());
        QVERIFY(!label(u"verdictProposed"_s).contains(u"confirm a plan"_s));
    }
}

void TestTriagePage::plansForWhatCanBePutRight()
{
    m_page->showBoard(test::boardOf(test::mixedEvidence()));
    choose(TriageKind::UnclaimedResult);
    auto *plan = m_page->findChild<QPushButton *>(u"planForTheseButton"_s);
    QVERIFY(plan->isVisible());
    QVERIFY(plan->isEnabled());
    QCOMPARE(plan->text(), u"Plan for these 2..."_s);
    QCOMPARE(m_page->plannedOfKind().size(), 2);
}

void TestTriagePage::judgingCanBeStopped()
{
    m_page->showBoard(test::boardOf(test::mixedEvidence()));
    auto *stop = m_page->findChild<QPushButton *>(u"stopJudging"_s);
    auto *judge = m_page->findChild<TriageHead *>()->findChild<QPushButton *>(u"judgeNowButton"_s);
    QVERIFY(!stop->isVisible());
    m_page->setJudging(true);
    QVERIFY(!judge->isVisible());
    QSignalSpy stopped(m_page.get(), &TriagePage::stopRequested);
    stop->click();
    QCOMPARE(stopped.count(), 1);
    m_page->setJudging(false);
    m_page->showError({Error::Kind::Cancelled, u"stopped"_s}); // what was asked for is no trouble
    QVERIFY(judge->isVisible());
    QVERIFY(!m_page->findChild<MessageCard *>(u"triageTrouble"_s)->isVisible());
}

void TestTriagePage::evenTheFirstLookCanBeStopped()
{
    m_page->setJudging(true);
    auto *stop = m_page->findChild<QPushButton *>(u"stopFirstLookButton"_s);
    QVERIFY(stop);
    QTRY_VERIFY(stop->isVisible());
    QSignalSpy stopped(m_page.get(), &TriagePage::stopRequested);
    stop->click();
    QCOMPARE(stopped.count(), 1);
    m_page->setJudging(false);
    auto *judge = m_page->findChild<EmptyState *>()->findChild<QPushButton *>(u"judgeNowButton"_s);
    QVERIFY(judge);
    QTRY_VERIFY(judge->isVisible());
}

void TestTriagePage::saysHowOldTheJudgementIs()
{
    m_page->showBoard(test::boardOf(test::mixedEvidence()));
    QCOMPARE(age(), u"Judged 8 s ago"_s);
    QVERIFY(!table()->isStale());
    m_now = test::sampleNow + 6min;
    QTRY_COMPARE(age(), u"Last judged at 12:00:00 UTC, 6 m 00 s ago"_s);
    QVERIFY(table()->isStale());
}

void TestTriagePage::whatIsDisconnectedLooksStale()
{
    m_page->showBoard(test::boardOf(test::mixedEvidence()));
    m_page->setDisconnected(true);
    QVERIFY(table()->isStale());
    QVERIFY(age().startsWith(u"Last judged at"_s));
    m_page->setDisconnected(false);
    QVERIFY(!table()->isStale());
}

void TestTriagePage::troubleIsSaidAndTheRestStays()
{
    m_page->showBoard(test::boardOf(test::mixedEvidence()));
    m_page->showError({Error::Kind::Timeout, u"Redis did not\nanswer"_s});
    const auto *card = m_page->findChild<MessageCard *>(u"triageTrouble"_s);
    QVERIFY(card->isVisible());
    QVERIFY(!card->text().contains(u'\n'));
    QVERIFY(table()->isVisible());
    m_page->showBoard(test::boardOf(test::mixedEvidence()));
    QVERIFY(!card->isVisible());
}

void TestTriagePage::copiesTheEvidence()
{
    m_page->showBoard(test::boardOf(test::mixedEvidence()));
    choose(TriageKind::Orphaned);
    m_commands->action(Command::CopyEvidence)->trigger();
    const QString text = QApplication::clipboard()->text();
    for (const QString &part : {u"orphan\n"_s, u"redis: processing"_s, u"comfyui: absent"_s,
             u"GET http://gpu-2:8188/queue"_s, u"Silence 4 min"_s, u"Proposed: Settle as failed."_s})
        QVERIFY2(text.contains(part), qPrintable(text));
}

QTEST_MAIN(TestTriagePage)
#include "tst_triagepage.moc"
