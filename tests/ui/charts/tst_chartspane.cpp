// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chartlegend.h"
#include "ui/charts/chartspane.h"
#include "ui/theme/themesource.h"

#include <QChart>
#include <QChartView>
#include <QFile>
#include <QLabel>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QValueAxis>
#include <QXYSeries>

#include <cmath>

using namespace emberwatch;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

const Timestamp start(1763899200000ms);

ChartSample sampleAt(int second, bool isLive = true)
{
    ChartSample sample;
    sample.time = start + second * 1s;
    sample.byStatus = {61, 214, 48, 24};
    sample.progress = {30, 24, 19, 17, 22, 20, 18, 21, 25, 17};
    sample.medianProgress = 46.4;
    sample.eventsPerSecond = 41;
    sample.isLive = isLive;
    return sample;
}

} // namespace

class TestChartsPane : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        themes = std::make_unique<ThemeSource>(ThemeChoice::Dark, Fonts::systemInterface());
        pane = std::make_unique<ChartsPane>(themes.get());
        pane->resize(1000, 200);
        pane->show();
        QVERIFY(QTest::qWaitForWindowExposed(pane.get()));
    }

    void cleanup()
    {
        pane.reset();
        themes.reset();
    }

    void legendsSayThePresentValues()
    {
        for (int second = 0; second < 30; ++second)
            pane->addSample(sampleAt(second));
        QCOMPARE(
            legend("statusLegend"), u"Jobs by status: processing 214, queued 61, completed 48, failed 24"_s);
        QCOMPARE(legend("progressLegend"), u"Progress: median 46 %"_s);
        QCOMPARE(legend("eventsLegend"), u"Events per second: now 41"_s);
    }

    void blindTimeIsSaidAndNeverZero()
    {
        for (int second = 0; second < 100; ++second)
            pane->addSample(sampleAt(second));
        for (int second = 100; second < 148; ++second)
            pane->addSample(sampleAt(second, false));
        QCOMPARE(legend("eventsLegend"), u"Events per second: now no data, blind 48 s"_s);
        for (QAbstractSeries *series : chart("eventsChart")->chart()->series()) {
            for (const QPointF &point : static_cast<QXYSeries *>(series)->points())
                QCOMPARE(point.y(), 41.0);
        }
        pane->addSample(sampleAt(148));
        QCOMPARE(legend("eventsLegend"), u"Events per second: now 41, blind 48 s"_s);
    }

    void spansAreChosenByButtons()
    {
        QSignalSpy changed(pane.get(), &ChartsPane::spanChanged);
        pane->findChild<QToolButton *>(u"spanHour"_s)->click();
        QCOMPARE(pane->span(), ChartSpan::Hour);
        QCOMPARE(changed.count(), 1);
        pane->setSpan(ChartSpan::Day);
        QVERIFY(pane->findChild<QToolButton *>(u"spanDay"_s)->isChecked());
        QVERIFY(!pane->findChild<QToolButton *>(u"spanHour"_s)->isChecked());
    }

    void plotsStayWhereTheyAreWhateverTheNumbers()
    {
        pane->addSample(sampleAt(0));
        const QRectF before = chart("statusChart")->chart()->plotArea();
        ChartSample many = sampleAt(1);
        many.byStatus = {900'000, 1'000'000, 0, 0};
        pane->addSample(many);
        QCOMPARE(chart("statusChart")->chart()->plotArea(), before);
        QVERIFY(valueEnd("statusChart") >= 1'000'000);
    }

    void pointsAreAtMostOneAPixel()
    {
        pane->setSpan(ChartSpan::Hour);
        pane->hide();
        for (int second = 0; second < 4000; ++second)
            pane->addSample(sampleAt(second));
        pane->show();
        auto *view = chart("eventsChart");
        qsizetype points = 0;
        for (QAbstractSeries *series : view->chart()->series())
            points += static_cast<QXYSeries *>(series)->points().size();
        QVERIFY(points > 50);
        QVERIFY(points <= view->width());
    }

    void hiddenPaneKeepsItsHistory()
    {
        pane->hide();
        for (int second = 0; second < 40; ++second)
            pane->addSample(sampleAt(second));
        pane->show();
        QCOMPARE(legend("progressLegend"), u"Progress: median 46 %"_s);
        QVERIFY(!chart("eventsChart")->chart()->series().isEmpty());
    }

    void emptyPaneShowsDashes()
    {
        QCOMPARE(legend("progressLegend"), u"Progress: median —"_s);
        QCOMPARE(legend("eventsLegend"), u"Events per second: now no data"_s);
    }

    void closingIsAskedFor()
    {
        QSignalSpy asked(pane.get(), &ChartsPane::closeRequested);
        pane->findChild<QToolButton *>(u"closeCharts"_s)->click();
        QCOMPARE(asked.count(), 1);
    }

    void narrowLegendKeepsEverythingInItsToolTip()
    {
        pane->addSample(sampleAt(0));
        pane->resize(360, 200);
        QVERIFY(pane->findChild<ChartLegend *>(u"statusLegend"_s)->toolTip().contains("failed 24"_L1));
    }

    void withoutTheLibraryThePaneSaysSo()
    {
        const QString file = u"/nowhere/libemberwatch_charts.so"_s;
        pane = std::make_unique<ChartsPane>(themes.get(), nullptr, file);
        QTest::ignoreMessage(
            QtWarningMsg, QRegularExpression(u"the charts cannot be drawn: .*no such file"_s));
        pane->resize(1000, 200);
        pane->show();
        for (int second = 0; second < 3; ++second)
            pane->addSample(sampleAt(second));
        pane->setSpan(ChartSpan::Hour);
        const auto said = pane->findChildren<QLabel *>(u"missingCharts"_s);
        QCOMPARE(said.size(), 1);
        QVERIFY(said.first()->isVisible());
        QVERIFY(said.first()->text().contains(file));
        QCOMPARE(legend("eventsLegend"), u"Events per second: now 41"_s);
        themes->setChoice(ThemeChoice::Light);
    }

    void nothingElseIsTakenForTheLibrary()
    {
        const QTemporaryDir folder;
        QFile text(folder.filePath(u"libemberwatch_charts.so"_s));
        QVERIFY(text.open(QIODevice::WriteOnly) && text.write("not a library") > 0);
        text.close();
        const Result<ChartPlots *> plots = loadChartPlots(text.fileName());
        QVERIFY(!plots);
        QVERIFY(plots.error().message.startsWith(text.fileName()));
        QVERIFY(loadChartPlots());
    }

    void hiddenPaneLoadsNothing()
    {
        pane = std::make_unique<ChartsPane>(themes.get());
        pane->addSample(sampleAt(0));
        QVERIFY(!chart("statusChart"));
        pane->show();
        QVERIFY(chart("statusChart"));
    }

private:
    QString legend(const char *name) const
    {
        return pane->findChild<ChartLegend *>(QString::fromLatin1(name))->text();
    }
    QChartView *chart(const char *name) const
    {
        return pane->findChild<QChartView *>(QString::fromLatin1(name));
    }
    double valueEnd(const char *name) const
    {
        return static_cast<QValueAxis *>(chart(name)->chart()->axes(Qt::Vertical).constFirst())->max();
    }

    std::unique_ptr<ThemeSource> themes;
    std::unique_ptr<ChartsPane> pane;
};

QTEST_MAIN(TestChartsPane)
#include "tst_chartspane.moc"
