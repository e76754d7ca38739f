// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/filterfield.h"

#include "ui/jobs/filtercolors.h"
#include "ui/theme/themesource.h"
#include "ui/widgets/steadylabel.h"
#include "ui/words/englishplurals.h"

#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;

namespace {

const QString uuid = u"d2b1ac84-77f0-4a3e-a91c-5e0f6b2c9d41"_s;

} // namespace

class TestFilterField : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QCoreApplication::installTranslator(&m_plurals); }
    void init();
    void saysHowManyJobs();
    void anErrorKeepsTheLastGoodFilter();
    void whatIsWrongIsMarked_data();
    void whatIsWrongIsMarked();
    void steppingBackUndoesAnError();
    void arrowsStepThroughHistory();
    void historyHoldsOnlyWhatWorks();
    void aPastedIdIsTold_data();
    void aPastedIdIsTold();
    void typingIsNoPasting();
    void longTextsLeaveRoomForTheWords();

private:
    [[nodiscard]] QString words() const
    {
        return m_field->findChild<SteadyLabel *>(u"filterWords"_s)->text();
    }
    EnglishPlurals m_plurals;
    ThemeSource m_themes{ThemeChoice::Dark, QFont(u"DejaVu Sans"_s, 10)};
    std::unique_ptr<FilterField> m_field;
    QLineEdit *m_edit = nullptr;
};

void TestFilterField::init()
{
    m_field = std::make_unique<FilterField>(&m_themes);
    m_edit = m_field->findChild<QLineEdit *>(u"filter"_s);
    m_field->resize(600, 28);
    m_field->show();
}

void TestFilterField::saysHowManyJobs()
{
    m_field->setJobCount(347, 347, false);
    QCOMPARE(words(), u"347 jobs"_s);
    m_field->setJobCount(24, 61'000, true);
    QCOMPARE(words(), u"24 of 61\u202f000 jobs"_s);
}

void TestFilterField::anErrorKeepsTheLastGoodFilter()
{
    m_field->setJobCount(347, 347, false);
    QSignalSpy changed(m_field.get(), &FilterField::expressionChanged);
    m_field->setText(u"status:failed"_s);
    QCOMPARE(changed.count(), 1);
    m_field->setText(u"status:failed user:"_s);
    QVERIFY(m_field->hasError());
    QCOMPARE(changed.count(), 1);
    QCOMPARE(m_field->expression().source(), u"status:failed"_s);
    QVERIFY2(words().endsWith(u"still 347 jobs"_s), qPrintable(words()));
    QVERIFY(!m_edit->accessibleDescription().isEmpty());
    m_field->setText(u"status:failed user:a"_s);
    QVERIFY(!m_field->hasError());
    QVERIFY(m_edit->accessibleDescription().isEmpty());
}

void TestFilterField::whatIsWrongIsMarked_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("position");
    QTest::addColumn<int>("length");
    QTest::addColumn<QString>("marked");
    QTest::newRow("the place itself") << u"age>x10 failed"_s << 4 << 3 << u"x10"_s;
    QTest::newRow("missing at the end: the word before") << u"a verdict:"_s << 10 << 0 << u"verdict:"_s;
    QTest::newRow("missing behind spaces") << u"a OR  "_s << 6 << 0 << u"OR"_s;
    QTest::newRow("beyond the end") << u"abc"_s << 1 << 99 << u"bc"_s;
    QTest::newRow("nothing at all") << u""_s << 0 << 0 << u""_s;
}

void TestFilterField::whatIsWrongIsMarked()
{
    QFETCH(QString, text);
    QFETCH(int, position);
    QFETCH(int, length);
    const MarkedPlace place = markedPlace({position, length, {}}, text);
    QTEST(text.mid(place.position, place.length), "marked");
}

void TestFilterField::steppingBackUndoesAnError()
{
    m_field->setText(u"failed"_s);
    QVERIFY(!m_field->stepBack());
    m_field->setText(u"failed ("_s);
    QVERIFY(m_field->stepBack());
    QCOMPARE(m_field->text(), u"failed"_s);
    QVERIFY(!m_field->hasError());
}

void TestFilterField::arrowsStepThroughHistory()
{
    m_field->setHistory({u"newest"_s, u"older"_s});
    m_field->setText(u"draft"_s);
    QTest::keyClick(m_edit, Qt::Key_Up);
    QCOMPARE(m_field->text(), u"newest"_s);
    QTest::keyClick(m_edit, Qt::Key_Up);
    QTest::keyClick(m_edit, Qt::Key_Up); // there is nothing older
    QCOMPARE(m_field->text(), u"older"_s);
    QTest::keyClick(m_edit, Qt::Key_Down);
    QTest::keyClick(m_edit, Qt::Key_Down);
    QCOMPARE(m_field->text(), u"draft"_s);
}

void TestFilterField::historyHoldsOnlyWhatWorks()
{
    QSignalSpy accepted(m_field.get(), &FilterField::accepted);
    for (const QString &text : {u"first"_s, u"broken ("_s, u"second"_s, u"first"_s, u"  "_s}) {
        m_field->setText(text);
        QTest::keyClick(m_edit, Qt::Key_Return);
    }
    QCOMPARE(accepted.count(), 5);
    QCOMPARE(m_field->history(), (QStringList{u"first"_s, u"second"_s}));
}

void TestFilterField::aPastedIdIsTold_data()
{
    QTest::addColumn<QString>("clipboard");
    QTest::addColumn<QByteArray>("id");
    QTest::newRow("a UUID") << uuid << uuid.toUtf8();
    QTest::newRow("with what is copied beside it") << u' ' + uuid + u"\n"_s << uuid.toUtf8();
    QTest::newRow("an odd id") << u"job#17/ключ"_s << QByteArray("job#17/ключ");
    QTest::newRow("a filter is none") << u"status:failed"_s << QByteArray();
    QTest::newRow("words are none") << u"image generation"_s << QByteArray();
}

void TestFilterField::aPastedIdIsTold()
{
    QFETCH(QString, clipboard);
    QSignalSpy pasted(m_field.get(), &FilterField::idPasted);
    QApplication::clipboard()->setText(clipboard);
    m_edit->paste();
    QCOMPARE(pasted.isEmpty() ? QByteArray() : pasted.first().first().toByteArray(),
        *static_cast<const QByteArray *>(QTest::qData("id", qMetaTypeId<QByteArray>())));
}

void TestFilterField::typingIsNoPasting()
{
    QSignalSpy pasted(m_field.get(), &FilterField::idPasted);
    QTest::keyClicks(m_edit, uuid);
    QCOMPARE(pasted.count(), 0);
}

void TestFilterField::longTextsLeaveRoomForTheWords()
{
    m_field->setJobCount(347, 347, false);
    m_field->setText(QString(200, u'x'));
    const auto *words = m_field->findChild<SteadyLabel *>(u"filterWords"_s);
    QVERIFY(words->width() >= words->sizeHint().width());
    QVERIFY(m_edit->geometry().right() < words->geometry().left());
}

QTEST_MAIN(TestFilterField)
#include "tst_filterfield.moc"
