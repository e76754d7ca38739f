// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/journal/journalpage.h"

#include "core/operations/entryreason.h"
#include "tests/ui/journal/journalsamples.h"
#include "ui/details/messagecard.h"
#include "ui/details/valuelabel.h"
#include "ui/journal/journaldetails.h"
#include "ui/journal/journalmodel.h"
#include "ui/theme/themesource.h"
#include "ui/widgets/rowtable.h"
#include "ui/words/englishplurals.h"

#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace emberwatch;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using test::sampleLine;
using test::sampleLines;

class TestJournalPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void nothingDoneIsSaid();
    void showsOperationsAndTheirActions();
    void theReasonIsShown();
    void olderPagesAreAskedFor();
    void theFilterAsksAnew();
    void aWrongFilterKeepsTheLastGoodOne();
    void answersToOlderQuestionsAreLeft();
    void saysWhyNotWhereNothingCanBeTakenBack_data();
    void saysWhyNotWhereNothingCanBeTakenBack();
    void whatWasTakenBackIsNotTakenBackAgain();
    void theLastOperationIsOneKeyAway();
    void moreThanALookBringsBeginsAnew();
    void troubleIsSaid();

private:
    void answer(const QList<JournalLine> &lines, std::optional<EntryId> next = {});
    [[nodiscard]] JournalQuestion question() const { return m_asked->last().at(0).value<JournalQuestion>(); }
    [[nodiscard]] QString label(const QString &name) const
    {
        return m_page->findChild<QLabel *>(name)->text();
    }
    [[nodiscard]] QString visibleTexts(const QWidget *in) const;
    [[nodiscard]] RowTable *table() const { return m_page->findChild<RowTable *>(u"journalTable"_s); }
    [[nodiscard]] QLineEdit *filter() const { return m_page->findChild<QLineEdit *>(u"journalFilter"_s); }
    [[nodiscard]] bool canUndo() const
    {
        CommandContext context;
        m_page->describe(context);
        return context.canUndo;
    }

    EnglishPlurals m_plurals;
    ThemeSource m_themes{ThemeChoice::Light, QFont(u"DejaVu Sans"_s, 10)};
    std::unique_ptr<Commands> m_commands;
    std::unique_ptr<JournalPage> m_page;
    std::unique_ptr<QSignalSpy> m_asked;
};

void TestJournalPage::initTestCase()
{
    QCoreApplication::installTranslator(&m_plurals);
}

void TestJournalPage::init()
{
    m_commands = std::make_unique<Commands>(m_themes);
    m_page = std::make_unique<JournalPage>(
        &m_themes, *m_commands, u"/home/mara/journal.sqlite"_s, [] { return test::journalNow; });
    m_asked = std::make_unique<QSignalSpy>(m_page.get(), &JournalPage::readRequested);
    m_page->resize(1200, 700);
    m_page->show();
}

void TestJournalPage::cleanup()
{
    m_page.reset();
    m_asked.reset();
    m_commands.reset();
}

void TestJournalPage::answer(const QList<JournalLine> &lines, std::optional<EntryId> next)
{
    JournalPageRead page;
    page.question = question();
    page.lines = lines;
    page.next = next;
    page.address = u"10.0.4.12:6379"_s;
    m_page->showPage(page);
}

QString TestJournalPage::visibleTexts(const QWidget *in) const
{
    QCoreApplication::sendPostedEvents(); // what was added to a layout is shown by one
    QStringList texts;
    for (const QLabel *label : in->findChildren<QLabel *>()) {
        if (label->isVisible())
            texts.append(label->text());
    }
    return texts.join(u'\n');
}

void TestJournalPage::nothingDoneIsSaid()
{
    QCOMPARE(m_asked->count(), 1);
    answer({});
    QVERIFY2(visibleTexts(m_page.get()).contains(u"Nothing was done yet"_s),
        qPrintable(visibleTexts(m_page.get())));
    QVERIFY(visibleTexts(m_page.get()).contains(u"/home/mara/journal.sqlite"_s));
    QVERIFY(!canUndo());
}

void TestJournalPage::showsOperationsAndTheirActions()
{
    answer(sampleLines(10, 12, "b") + sampleLines(5, 5, "a"));
    QCOMPARE(label(u"journalCount"_s), u"2 operations, 4 actions"_s);
    QCOMPARE(m_page->currentLines().size(), 3); // the newest operation is chosen
    QVERIFY(canUndo());
    QCOMPARE(m_page->findChild<QPushButton *>(u"undoOperationButton"_s)->text(), u"Undo 3..."_s);
    QTest::keyClick(table(), Qt::Key_Right); // opens it
    QTest::keyClick(table(), Qt::Key_Down);
    QCOMPARE(m_page->currentLines().size(), 1);
    const QString details = visibleTexts(m_page->findChild<JournalDetails *>());
    for (const QString &part : {u"Settle as failed: done"_s, u"job-12"_s, u"gpu-2 does not know it"_s,
             u"Changed"_s, u"Value before"_s, u"\"processing\""_s})
        QVERIFY2(details.contains(part), qPrintable(details));
}

void TestJournalPage::theReasonIsShown()
{
    QList<JournalLine> lines = sampleLines(10, 12, "b");
    for (JournalLine &line : lines)
        line.entry.evidence = withReason({}, u"INC-2291: <b>gpu-2</b>"_s);
    answer(lines);
    const auto shown = [this] {
        QStringList texts;
        for (const ValueLabel *fact : m_page->findChildren<ValueLabel *>()) {
            if (fact->isVisible() && fact->accessibleName() == u"Reason"_s)
                texts.append(fact->text());
        }
        return texts;
    };
    QTRY_COMPARE(shown(), QStringList{u"INC-2291: <b>gpu-2</b>"_s}); // of the operation
    QTest::keyClick(table(), Qt::Key_Right);
    QTest::keyClick(table(), Qt::Key_Down);
    QCOMPARE(m_page->currentLines().size(), 1);
    QTRY_COMPARE(shown(), QStringList{u"INC-2291: <b>gpu-2</b>"_s}); // of one entry
}

void TestJournalPage::olderPagesAreAskedFor()
{
    answer(sampleLines(10, 12, "b"), EntryId(10));
    QVERIFY(label(u"journalCount"_s).endsWith(u'+'));
    QTRY_COMPARE(question().before, EntryId(10)); // the view has room for more
    answer(sampleLines(1, 9, "a"));
    QCOMPARE(label(u"journalCount"_s), u"2 operations, 12 actions"_s);
    QVERIFY(!table()->model()->canFetchMore({}));
}

void TestJournalPage::theFilterAsksAnew()
{
    answer(sampleLines(10, 12, "b"));
    filter()->setText(u"action:delete"_s);
    QCOMPARE(question().filter.terms.size(), 1);
    QVERIFY(!question().before);
    answer({});
    const QString texts = visibleTexts(m_page.get());
    QVERIFY2(texts.contains(u"No entry matches"_s), qPrintable(texts));
    QVERIFY(texts.contains(u"action:delete"_s));
    m_page->findChild<QAction *>(u"clearJournalFilter"_s)->trigger();
    QVERIFY(question().filter.isEmpty());
}

void TestJournalPage::aWrongFilterKeepsTheLastGoodOne()
{
    answer(sampleLines(10, 12, "b"));
    const qsizetype asked = m_asked->count();
    filter()->setText(u"user:x"_s);
    QCOMPARE(m_asked->count(), asked);
    QVERIFY(label(u"journalProblem"_s).startsWith(u"There is no “user:”"_s));
    QCOMPARE(table()->model()->rowCount(), 1);
}

void TestJournalPage::answersToOlderQuestionsAreLeft()
{
    JournalPageRead late;
    late.question = question();
    late.lines = sampleLines(1, 3, "a");
    filter()->setText(u"action:delete"_s);
    m_page->showPage(late);
    QCOMPARE(table()->model()->rowCount(), 0);
}

void TestJournalPage::saysWhyNotWhereNothingCanBeTakenBack_data()
{
    QTest::addColumn<QString>("action");
    QTest::addColumn<QString>("outcome");
    QTest::addColumn<QString>("address");
    QTest::addColumn<qint64>("expiresIn"); // s
    QTest::addColumn<QString>("why");
    const QString here = u"10.0.4.12:6379"_s;
    QTest::newRow("it changed nothing")
        << u"resume"_s << u"done"_s << here << qint64(600) << u"nothing to take back"_s;
    QTest::newRow("it only lives longer")
        << u"extend"_s << u"done"_s << here << qint64(600) << u"Nobody but its producer"_s;
    QTest::newRow("nothing came of it")
        << u"delete"_s << u"gone"_s << here << qint64(600) << u"Nothing came of it"_s;
    QTest::newRow("its time is over")
        << u"delete"_s << u"done"_s << here << qint64(-60) << u"Expired meanwhile"_s;
    QTest::newRow("on another Redis") << u"delete"_s << u"done"_s << u"10.9.9.9:6379"_s << qint64(600)
                                      << u"another Redis (10.9.9.9:6379)"_s;
    QTest::newRow("it can be") << u"delete"_s << u"done"_s << here << qint64(600) << QString();
}

void TestJournalPage::saysWhyNotWhereNothingCanBeTakenBack()
{
    QFETCH(QString, action);
    QFETCH(QString, outcome);
    QFETCH(QString, address);
    QFETCH(qint64, expiresIn);
    QFETCH(QString, why);
    JournalLine line = sampleLine(1, "a", action);
    line.outcome->word = outcome;
    line.entry.epoch.address = address;
    line.entry.before.expiresAt = test::journalNow + std::chrono::seconds(expiresIn);
    answer({line});
    QCOMPARE(canUndo(), why.isEmpty());
    const QString details = visibleTexts(m_page->findChild<JournalDetails *>());
    QVERIFY2(details.contains(why), qPrintable(details));
}

void TestJournalPage::whatWasTakenBackIsNotTakenBackAgain()
{
    const JournalLine line = sampleLine(1, "a", u"delete"_s);
    JournalLine undo = sampleLine(2, "b", u"delete"_s);
    undo.entry.undoes = line.entry.op;
    answer({undo, line});
    table()->setCurrentIndex(table()->model()->index(1, 0));
    QVERIFY(!canUndo());
    const QString details = visibleTexts(m_page->findChild<JournalDetails *>());
    QVERIFY2(details.contains(u"It was taken back before."_s), qPrintable(details));
}

void TestJournalPage::theLastOperationIsOneKeyAway()
{
    answer(sampleLines(10, 12, "b") + sampleLines(5, 5, "a"));
    table()->setCurrentIndex(table()->model()->index(1, 0));
    m_page->goToLast();
    answer(sampleLines(20, 21, "c"));
    QCOMPARE(m_page->currentLines().first().entry.id, EntryId(21));
}

void TestJournalPage::moreThanALookBringsBeginsAnew()
{
    answer(sampleLines(1, 3, "a"));
    m_page->refresh();
    answer(sampleLines(50, 60, "c"), EntryId(50)); // 4 to 49 are not known
    QCOMPARE(table()->model()->rowCount(), 1);
    QTRY_COMPARE(question().before, EntryId(50));
}

void TestJournalPage::troubleIsSaid()
{
    JournalPageRead page;
    page.question = question();
    page.trouble = u"the journal is damaged"_s;
    m_page->showPage(page);
    const auto *card = m_page->findChild<MessageCard *>(u"journalTrouble"_s);
    QVERIFY(card->isVisible());
    QCOMPARE(card->text(), u"the journal is damaged"_s);
}

QTEST_MAIN(TestJournalPage)
#include "tst_journalpage.moc"
