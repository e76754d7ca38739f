// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/detailspane.h"
#include "ui/details/documentview.h"
#include "ui/details/messagecard.h"
#include "ui/details/valuelabel.h"
#include "ui/theme/themesource.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTableView>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>
#include <QVBoxLayout>

using namespace emberwatch;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

const Timestamp start(1763906599000ms);
const PromptId usualId("d2b1ac84-77f0-4a3e-a91c-5e0f6b2c9d41");

JobDetails job(double progress, const PromptId &id = usualId)
{
    JobDetails details;
    details.id = id;
    details.type = "image_generation";
    details.user = "usr_23817";
    details.server = "http://gpu-2:8188";
    details.status = JobStatus::Processing;
    details.progress = progress;
    details.startedAt = start - 20min;
    details.expiresAt = start + 1h + 45min;
    return details;
}

JobReading reading(const QByteArray &value, const PromptId &id = usualId)
{
    JobReading answer;
    answer.promptId = id;
    answer.exists = answer.hasValue = true;
    answer.redisType = "string";
    answer.value = value;
    answer.size = value.size();
    answer.serverTime = start;
    return answer;
}

QByteArray document(int progress)
{
    return R"({"promptId":"d2b1ac84-77f0-4a3e-a91c-5e0f6b2c9d41","type":"image_generation","userId":"usr_23817",)"
           R"("status":"processing","progress":)"
        + QByteArray::number(progress)
        + R"(,"startedAt":1763905287412,"clientId":"api-7f3c","seed":18446744073709551615})";
}

} // namespace

class TestDetailsPane : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        now = start;
        themes = std::make_unique<ThemeSource>(ThemeChoice::Dark, Fonts::systemInterface());
        window = std::make_unique<QWidget>();
        auto *layout = new QVBoxLayout(window.get());
        field = new QLineEdit;
        pane = new DetailsPane(themes.get(), JobSchema(), [this] { return now; });
        layout->addWidget(field);
        layout->addWidget(pane);
        window->resize(400, 800);
        window->show();
        QVERIFY(QTest::qWaitForWindowExposed(window.get()));
        field->setFocus();
    }

    void cleanup()
    {
        window.reset();
        themes.reset();
    }

    void nothingSelectedIsOneQuietSentence()
    {
        QVERIFY(!pane->current());
        QVERIFY(child<QLabel>("nothingSelected")->isVisible());
        QVERIFY(!child<QWidget>("copyAs")->isVisible());
    }

    void aJobIsShownAtOnceAndItsDocumentAskedFor()
    {
        QSignalSpy asked(pane, &DetailsPane::readRequested);
        pane->showJob(job(40));
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked.first().first().value<PromptId>(), usualId);
        QCOMPARE(child<QLabel>("detailsStatus")->text(), u"processing"_s);
        QCOMPARE(child<QLabel>("detailsPercent")->text(), u"40 %"_s);
        QCOMPARE(child<ValueLabel>("detailsPromptId")->text(), QString::fromLatin1(usualId.value()));
        QVERIFY(!child<QLabel>("nothingSelected")->isVisible());
    }

    void integersOfTheDocumentAreExact()
    {
        pane->showJob(job(40));
        pane->showReading(reading(document(40)));
        QVERIFY(json()->toPlainText().contains("\"seed\": 18446744073709551615"_L1));
    }

    void documentsAreInMonospaceInEveryTheme()
    {
        pane->showJob(job(40));
        for (const ThemeChoice choice : {ThemeChoice::Dark, ThemeChoice::Light}) {
            themes->setChoice(choice);
            QCOMPARE(json()->font().family(), themes->fonts().mono.family());
            QCOMPARE(child<DocumentView>("rawView")->font().family(), themes->fonts().mono.family());
            QCOMPARE(
                child<QLabel>("detailsStatus")->font().pointSizeF(), themes->fonts().heading.pointSizeF());
        }
    }

    void updatesKeepSelectionScrollAndFocus()
    {
        pane->showJob(job(9));
        QByteArray large = document(9);
        large.chop(1);
        for (int i = 0; i < 300; ++i)
            large += ",\"member" + QByteArray::number(i) + "\":" + QByteArray::number(i);
        large += '}';
        pane->showReading(reading(large));
        QTextCursor cursor = json()->document()->find(u"api-7f3c"_s);
        json()->setTextCursor(cursor);
        json()->verticalScrollBar()->setValue(120);

        pane->showJob(job(100));
        pane->showReading(reading(QByteArray(large).replace("\"progress\":9", "\"progress\":100")));
        QVERIFY(json()->toPlainText().contains("\"progress\": 100"_L1));
        QCOMPARE(json()->textCursor().selectedText(), u"api-7f3c"_s);
        QCOMPARE(json()->verticalScrollBar()->value(), 120);
        QVERIFY(field->hasFocus());
    }

    void anotherJobIsShownFromItsBeginning()
    {
        pane->showJob(job(9));
        QByteArray large = "[" + QByteArray("1,").repeated(500) + "0]";
        pane->showReading(reading(large));
        json()->verticalScrollBar()->setValue(200);
        const PromptId other("other");
        pane->showJob(job(1, other));
        QCOMPARE(json()->toPlainText(), QString());
        pane->showReading(reading("[1]", other));
        QCOMPARE(json()->verticalScrollBar()->value(), 0);
        QCOMPARE(json()->toPlainText(), u"[\n  1\n]"_s);
    }

    void readingsOfOtherJobsAreIgnored()
    {
        pane->showJob(job(9));
        pane->showReading(reading("[1]", PromptId("other")));
        QCOMPARE(json()->toPlainText(), QString());
        pane->showNothing();
        pane->showReading(reading("[1]"));
        QVERIFY(!pane->current());
    }

    void aChangeAsksForTheDocumentAgain()
    {
        QSignalSpy asked(pane, &DetailsPane::readRequested);
        pane->showJob(job(40));
        pane->showReading(reading(document(40)));
        pane->showJob(job(40));
        pane->showJob(job(41));
        QTRY_COMPARE(asked.count(), 2);
    }

    void rawShowsControlAndBidirectionalCharacters()
    {
        pane->showJob(job(40));
        pane->showReading(reading("{\"a\":\"x\xE2\x80\xAEy\"}\n"));
        child<QTabWidget>("documentTabs")->setCurrentIndex(2);
        QCOMPARE(child<DocumentView>("rawView")->toPlainText(), u"{\"a\":\"x\\u{202E}y\"}\\x0A"_s);
        child<QTabWidget>("documentTabs")->setCurrentIndex(1);
        QVERIFY(json()->toPlainText().contains("x\\u202ey"_L1));
    }

    void whatIsNoUtf8IsShownInHexadecimal()
    {
        pane->showJob(job(40));
        pane->showReading(reading("\xFF\xFE"));
        child<QTabWidget>("documentTabs")->setCurrentIndex(2);
        QVERIFY(child<DocumentView>("rawView")->toPlainText().startsWith("000000  ff fe"_L1));
        child<QToolButton>("hexButton")->click();
        QCOMPARE(child<DocumentView>("rawView")->toPlainText(), u"\\xFF\\xFE"_s);
    }

    void fieldsNameEveryMember()
    {
        pane->showJob(job(40));
        child<QTabWidget>("documentTabs")->setCurrentIndex(0);
        pane->showReading(reading(document(40)));
        const QAbstractItemModel *model = child<QTableView>("memberTable")->model();
        QCOMPARE(model->rowCount(), 8);
        QCOMPARE(model->index(7, 1).data().toString(), u"18446744073709551615"_s);
        QSignalSpy reset(model, &QAbstractItemModel::modelReset);
        pane->showReading(reading(document(41)));
        QCOMPARE(model->index(4, 1).data().toString(), u"41"_s);
        QCOMPARE(reset.count(), 0);
    }

    void unreadableSaysWhyInWords()
    {
        JobDetails odd = job(0);
        odd.status.reset();
        odd.progress.reset();
        odd.unreadable = Unreadable::NotJson;
        odd.reason = u"not JSON (byte 17)"_s;
        pane->showJob(odd);
        QCOMPARE(child<QLabel>("detailsStatus")->text(), u"not readable"_s);
        QVERIFY(child<MessageCard>("doubtCard")->isVisible());
        QVERIFY(child<MessageCard>("doubtCard")->text().contains("not JSON (byte 17)"_L1));
        pane->showJob(job(1));
        QVERIFY(!child<MessageCard>("doubtCard")->isVisible());
    }

    void aVanishedJobStaysAndSaysSo()
    {
        pane->showJob(job(40));
        pane->showReading(reading(document(40)));
        pane->showRemoval(PromptId("other"), RemovalCause::Deleted);
        QVERIFY(!child<MessageCard>("goneCard")->isVisible());
        pane->showRemoval(usualId, RemovalCause::Expired);
        QCOMPARE(child<MessageCard>("goneCard")->title(), u"Expired at 14:03:19 UTC"_s);
        QVERIFY(!json()->toPlainText().isEmpty());
        pane->showJob(job(40));
        QVERIFY(!child<MessageCard>("goneCard")->isVisible());
    }

    void aKeyThatIsGoneBeforeTheFeedSaysSoKeepsTheDocument()
    {
        pane->showJob(job(40));
        pane->showReading(reading(document(40)));
        JobReading none;
        none.promptId = usualId;
        none.redisType = "none";
        pane->showReading(none);
        QVERIFY(json()->toPlainText().contains("processing"_L1));
    }

    void staleSaysWhenItWasSeenAndAgesStop()
    {
        pane->showJob(job(40));
        pane->setStaleSince(start);
        const QString started = fact(5);
        now += 48s;
        pane->setStaleSince(start);
        QTRY_COMPARE(child<MessageCard>("staleCard")->title(), u"Last seen 14:03:19 UTC, 48 s ago"_s);
        QCOMPARE(fact(5), started);
        QSignalSpy asked(pane, &DetailsPane::readRequested);
        pane->showReading(reading(document(40)));
        pane->setStaleSince(std::nullopt);
        QVERIFY(!child<MessageCard>("staleCard")->isVisible());
        QTRY_COMPARE(asked.count(), 1);
    }

    void aReadErrorIsSaidAndGoesAway()
    {
        pane->showJob(job(40));
        pane->showReadError(usualId, Error{Error::Kind::Timeout, u"no answer"_s});
        QVERIFY(child<MessageCard>("readCard")->isVisible());
        pane->showReading(reading(document(40)));
        QVERIFY(!child<MessageCard>("readCard")->isVisible());
    }

    void agesFollowTheServersClock()
    {
        pane->setServerMinusOurClock(1min);
        pane->showJob(job(40));
        QCOMPARE(fact(5), u"13:43:19 UTC · 21 m 00 s ago"_s);
    }

    void timelineAppearsWithTheFirstChange()
    {
        auto *tabs = child<QTabWidget>("documentTabs");
        pane->showJob(job(40));
        QVERIFY(!tabs->isTabVisible(3));
        now += 2s;
        pane->showJob(job(41));
        QVERIFY(tabs->isTabVisible(3));
        auto *timeline = child<QTreeWidget>("timeline");
        QCOMPARE(timeline->topLevelItemCount(), 2);
        QCOMPARE(timeline->topLevelItem(0)->text(2), u"41 %"_s);
        pane->showJob(job(1, PromptId("other")));
        QVERIFY(!tabs->isTabVisible(3));
    }

    void copiesAreExact()
    {
        pane->showJob(job(40));
        QVERIFY(!action("copyValue")->isEnabled());
        QVERIFY(!action("copyValue")->toolTip().isEmpty());
        const QByteArray odd = "{ \"seed\":18446744073709551615 }\n";
        pane->showReading(reading(odd));
        QCOMPARE(copied("copyValue"), QString::fromUtf8(odd));
        QCOMPARE(copied("copyPretty"), u"{\n  \"seed\": 18446744073709551615\n}"_s);
        QCOMPARE(copied("copyPromptId"), QString::fromLatin1(usualId.value()));
        QCOMPARE(
            copied("copyCommand"), u"redis-cli GET 'comfyui:job:d2b1ac84-77f0-4a3e-a91c-5e0f6b2c9d41'"_s);
        QVERIFY(copied("copyRow").contains("usr_23817\thttp://gpu-2:8188"_L1));
        QVERIFY(child<QLabel>("detailsFoot")->text().startsWith("Copied"_L1));
        pane->showReading(reading("\xFF"));
        QVERIFY(!action("copyValue")->isEnabled());
        QCOMPARE(copied("copyHex"), u"ff"_s);
    }

    void aHugeDocumentIsQuick()
    {
        QByteArray document = "{\"promptId\":\"a\",\"list\":[";
        while (document.size() < (1 << 20))
            document += R"({"k":"vvvvvvvvvv","n":18446744073709551615},)";
        document += "0]}";
        pane->showJob(job(40));
        QBENCHMARK_ONCE
        {
            pane->showReading(reading(document));
        }
        QVERIFY(json()->blockCount() > 1000);
    }

    void labelsTakeNoTagsForTheirOwn()
    {
        JobDetails odd = job(40);
        odd.user = "<b>bold</b> & <img src='http://x/y.png'>";
        pane->showJob(odd);
        QCOMPARE(fact(1), u"<b>bold</b> & <img src='http://x/y.png'>"_s);
        for (const QLabel *label : pane->findChildren<QLabel *>()) {
            if (!label->text().isEmpty())
                QCOMPARE(label->textFormat(), Qt::PlainText);
        }
    }

    void everythingHasAName()
    {
        pane->showJob(job(40));
        for (const QToolButton *button : pane->findChildren<QToolButton *>()) {
            if (button->isVisible())
                QVERIFY2(!button->accessibleName().isEmpty() || !button->text().isEmpty(),
                    qPrintable(button->objectName()));
        }
    }

private:
    template <typename T> T *child(const char *name) const
    {
        return pane->findChild<T *>(QString::fromLatin1(name));
    }
    DocumentView *json() const { return child<DocumentView>("jsonView"); }
    QString fact(int row) const { return pane->findChild<ValueLabel *>(u"fact%1"_s.arg(row))->text(); }
    QAction *action(const char *name) const { return child<QAction>(name); }
    QString copied(const char *name) const
    {
        action(name)->trigger();
        return QApplication::clipboard()->text();
    }

    Timestamp now;
    std::unique_ptr<ThemeSource> themes;
    std::unique_ptr<QWidget> window;
    QLineEdit *field = nullptr;
    DetailsPane *pane = nullptr;
};

QTEST_MAIN(TestDetailsPane)
#include "tst_detailspane.moc"
