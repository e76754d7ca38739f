// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chartspane.h"

#include "core/base/timetext.h"
#include "core/jobs/jobstate.h"
#include "ui/charts/charthistory.h"
#include "ui/charts/chartlegend.h"
#include "ui/charts/chartplots.h"
#include "ui/theme/themesource.h"
#include "ui/words/numbertext.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QLoggingCategory>
#include <QStringList>
#include <QTimer>
#include <QToolButton>
#include <QToolTip>
#include <QVBoxLayout>

#include <cmath>
#include <initializer_list>
#include <tuple>
#include <utility>

namespace emberwatch {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(logCharts, "emberwatch.charts", QtInfoMsg)

namespace {

constexpr int columnsUnseen = 100; ///< points of an excerpt that nobody draws

/// From the lowest area up.
constexpr std::array statusOrder{
    JobStatus::Processing, JobStatus::Queued, JobStatus::Completed, JobStatus::Failed};

QColor Colors::*chartColorOf(JobStatus status)
{
    switch (status) {
    case JobStatus::Queued:
        return &Colors::chartQueued;
    case JobStatus::Processing:
        return &Colors::chartProcessing;
    case JobStatus::Completed:
        return &Colors::chartCompleted;
    case JobStatus::Failed:
        break;
    }
    return &Colors::chartFailed;
}

QString nameOf(JobStatus status)
{
    return QString::fromLatin1(wordOf(status));
}

QString rateText(double perSecond)
{
    if (perSecond > 0 && perSecond < 10)
        return QLocale().toString(perSecond, 'f', 1);
    return numberText(std::llround(perSecond));
}

std::vector<ChartCurve> statusCurves()
{
    std::vector<ChartCurve> curves;
    curves.reserve(statusOrder.size());
    for (const JobStatus status : statusOrder)
        curves.push_back({chartColorOf(status),
            [status](const ChartPoint &point) { return point.byStatus[static_cast<size_t>(status)]; }});
    return curves;
}

std::vector<ChartCurve> eventCurves()
{
    return {{&Colors::processing, [](const ChartPoint &point) { return point.eventsPerSecond; }}};
}

} // namespace

class ChartsPane::Private
{
public:
    Private(ChartsPane *pane, const ThemeSource *themes, QString library);

    void add(const ChartSample &sample);
    void refresh();
    void showSpan();

    ChartsPane *q;
    const ThemeSource *themes;
    QString library;
    ChartHistory history;
    std::optional<ChartSample> lastLive;
    ChartSpan span = ChartSpan::QuarterHour;

    QLabel *title;
    QButtonGroup *spans;
    ChartLegend *statusLegend;
    ChartLegend *progressLegend;
    ChartLegend *eventsLegend;
    QVBoxLayout *page;
    QVBoxLayout *statusColumn;
    QVBoxLayout *progressColumn;
    QVBoxLayout *eventsColumn;
    TimePlot *statusChart = nullptr; ///< like the other two: once the library is loaded
    ProgressPlot *progressChart = nullptr;
    TimePlot *eventsChart = nullptr;

private:
    void build();
    void makePlots();
    void addPlots(ChartPlots &plots);
    void sayMissing(const QString &why);
    [[nodiscard]] QLayout *header();
    QToolButton *spanButton(ChartSpan which, const QString &text, const QString &name);
    void applyTheme();
    void showStatus(const ChartExcerpt &excerpt);
    void showProgress();
    void showEvents(const ChartExcerpt &excerpt);
    void pointStatus(const std::optional<ChartPoint> &point);
    void pointEvents(const std::optional<ChartPoint> &point);
    void showTip(QWidget *chart, QStringList lines);
    [[nodiscard]] bool isLive() const { return history.latest() && history.latest()->isLive; }
    [[nodiscard]] static QString noData() { return ChartsPane::tr("no data"); }
};

ChartsPane::Private::Private(ChartsPane *pane, const ThemeSource *source, QString file)
    : q(pane)
    , themes(source)
    , library(std::move(file))
    , title(new QLabel(ChartsPane::tr("Charts"), pane))
    , spans(new QButtonGroup(pane))
    , statusLegend(new ChartLegend(source, ChartsPane::tr("Jobs by status"), pane))
    , progressLegend(new ChartLegend(source, ChartsPane::tr("Progress"), pane))
    , eventsLegend(new ChartLegend(source, ChartsPane::tr("Events per second"), pane))
    , page(new QVBoxLayout(pane))
    , statusColumn(new QVBoxLayout)
    , progressColumn(new QVBoxLayout)
    , eventsColumn(new QVBoxLayout)
{
    statusLegend->setObjectName("statusLegend"_L1);
    progressLegend->setObjectName("progressLegend"_L1);
    eventsLegend->setObjectName("eventsLegend"_L1);
    build();
    applyTheme();
    QObject::connect(source, &ThemeSource::themeChanged, pane, [this] { applyTheme(); });
}

void ChartsPane::Private::build()
{
    auto *charts = new QHBoxLayout;
    charts->setSpacing(20);
    const auto add = [charts](ChartLegend *legend, QVBoxLayout *column, int stretch) {
        column->setSpacing(4);
        column->addWidget(legend, 0, Qt::AlignTop);
        charts->addLayout(column, stretch);
    };
    add(statusLegend, statusColumn, 12);
    add(progressLegend, progressColumn, 5);
    add(eventsLegend, eventsColumn, 8);

    page->setContentsMargins(12, 8, 12, 4);
    page->setSpacing(4);
    page->addLayout(header());
    page->addLayout(charts, 1);
}

void ChartsPane::Private::makePlots()
{
    if (library.isEmpty())
        return;
    const Result<ChartPlots *> plots = loadChartPlots(std::exchange(library, {}));
    if (plots)
        addPlots(**plots);
    else
        sayMissing(plots.error().message);
}

void ChartsPane::Private::addPlots(ChartPlots &plots)
{
    statusChart = plots.makeTimePlot(themes->theme(), TimePlot::Style::StackedAreas, statusCurves(), q);
    progressChart = plots.makeProgressPlot(themes->theme(), q);
    eventsChart = plots.makeTimePlot(themes->theme(), TimePlot::Style::Line, eventCurves(), q);
    const std::tuple<ChartPlot *, QLatin1StringView, QVBoxLayout *> charts[]
        = {{statusChart, "statusChart"_L1, statusColumn}, {progressChart, "progressChart"_L1, progressColumn},
            {eventsChart, "eventsChart"_L1, eventsColumn}};
    for (const auto &[chart, name, column] : charts) {
        chart->widget()->setObjectName(name);
        column->addWidget(chart->widget(), 1);
        chart->widget()->show(); // the pane is visible by now
    }
    statusChart->onPointed([this](const std::optional<ChartPoint> &p) { pointStatus(p); });
    eventsChart->onPointed([this](const std::optional<ChartPoint> &p) { pointEvents(p); });
    page->activate(); // the charts have their widths from here on
}

void ChartsPane::Private::sayMissing(const QString &why)
{
    qCWarning(logCharts).noquote() << "the charts cannot be drawn:" << why;
    auto *label = new QLabel(
        ChartsPane::tr("The curves cannot be drawn. %1. Installing Emberwatch again brings them back.")
            .arg(why),
        q);
    label->setObjectName("missingCharts"_L1);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setProperty("look", u"second"_s);
    page->addWidget(label, 1, Qt::AlignTop);
    label->show();
}

QLayout *ChartsPane::Private::header()
{
    auto *row = new QHBoxLayout;
    row->setSpacing(4);
    row->addWidget(title);
    row->addStretch(1);
    //: A span of time, on a button
    row->addWidget(spanButton(ChartSpan::QuarterHour, ChartsPane::tr("15 min"), u"spanQuarterHour"_s));
    //: A span of time, on a button
    row->addWidget(spanButton(ChartSpan::Hour, ChartsPane::tr("1 h"), u"spanHour"_s));
    //: A span of time, on a button
    row->addWidget(spanButton(ChartSpan::SixHours, ChartsPane::tr("6 h"), u"spanSixHours"_s));
    //: A span of time, on a button
    row->addWidget(spanButton(ChartSpan::Day, ChartsPane::tr("24 h"), u"spanDay"_s));

    auto *close = new QToolButton(q);
    close->setObjectName("closeCharts"_L1);
    close->setIcon(themes->icon(Icon::Close, &Colors::second));
    close->setToolTip(ChartsPane::tr("Close the charts"));
    close->setAccessibleName(close->toolTip());
    close->setFocusPolicy(Qt::TabFocus);
    QObject::connect(close, &QToolButton::clicked, q, &ChartsPane::closeRequested);
    row->addSpacing(8);
    row->addWidget(close);
    return row;
}

QToolButton *ChartsPane::Private::spanButton(ChartSpan which, const QString &text, const QString &name)
{
    auto *button = new QToolButton(q);
    button->setObjectName(name);
    button->setText(text);
    button->setAccessibleName(ChartsPane::tr("Show the last %1").arg(text));
    button->setCheckable(true);
    button->setChecked(which == span);
    button->setFocusPolicy(Qt::TabFocus);
    spans->addButton(button, static_cast<int>(which));
    QObject::connect(button, &QToolButton::clicked, q, [this, which] { q->setSpan(which); });
    return button;
}

void ChartsPane::Private::applyTheme()
{
    title->setFont(themes->fonts().heading);
    for (QAbstractButton *button : spans->buttons())
        button->setFont(themes->fonts().small);
    for (ChartPlot *chart : std::initializer_list<ChartPlot *>{statusChart, progressChart, eventsChart}) {
        if (chart != nullptr)
            chart->setTheme(themes->theme());
    }
}

void ChartsPane::Private::add(const ChartSample &sample)
{
    history.add(sample);
    if (sample.isLive)
        lastLive = sample;
    refresh();
}

void ChartsPane::Private::showSpan()
{
    spans->button(static_cast<int>(span))->setChecked(true);
    refresh();
}

void ChartsPane::Private::refresh()
{
    if (!q->isVisible())
        return;
    makePlots();
    const auto excerptFor = [this](const TimePlot *chart) {
        return history.excerpt(span, chart != nullptr ? chart->columns() : columnsUnseen);
    };
    showStatus(excerptFor(statusChart));
    showProgress();
    showEvents(excerptFor(eventsChart));
}

void ChartsPane::Private::showStatus(const ChartExcerpt &excerpt)
{
    if (statusChart != nullptr)
        statusChart->show(excerpt);
    QList<LegendEntry> entries;
    for (const JobStatus status : statusOrder) {
        const QString value
            = lastLive ? numberText(lastLive->byStatus[static_cast<size_t>(status)]) : noData();
        entries += LegendEntry{chartColorOf(status), nameOf(status), value};
    }
    statusLegend->setEntries(entries);
    statusLegend->setStale(!isLive());
}

void ChartsPane::Private::showProgress()
{
    if (progressChart != nullptr) {
        if (lastLive)
            progressChart->show(lastLive->progress);
        progressChart->setStale(!isLive());
    }
    progressLegend->setStale(!isLive());
    const std::optional<double> median = lastLive ? lastLive->medianProgress : std::nullopt;
    const QString value = median ? ChartsPane::tr("%1 %").arg(std::floor(*median)) : u"—"_s;
    progressLegend->setEntries({LegendEntry{nullptr, ChartsPane::tr("median"), value}});
}

void ChartsPane::Private::showEvents(const ChartExcerpt &excerpt)
{
    if (eventsChart != nullptr)
        eventsChart->show(excerpt);
    const QString now = isLive() ? rateText(lastLive->eventsPerSecond) : noData();
    QList<LegendEntry> entries{LegendEntry{&Colors::processing, ChartsPane::tr("now"), now}};
    if (excerpt.blindTime >= 1s)
        entries += LegendEntry{&Colors::outline, ChartsPane::tr("blind"), durationText(excerpt.blindTime)};
    eventsLegend->setEntries(entries);
}

void ChartsPane::Private::pointStatus(const std::optional<ChartPoint> &point)
{
    QStringList lines;
    if (point) {
        lines += momentText(point->time, history.latest()->time);
        for (auto status = statusOrder.rbegin(); status != statusOrder.rend(); ++status)
            lines += nameOf(*status) + u' '
                + numberText(std::llround(point->byStatus[static_cast<size_t>(*status)]));
    }
    showTip(statusChart->widget(), lines);
}

void ChartsPane::Private::pointEvents(const std::optional<ChartPoint> &point)
{
    QStringList lines;
    if (point)
        lines = {momentText(point->time, history.latest()->time),
            ChartsPane::tr("%1 events a second").arg(rateText(point->eventsPerSecond))};
    showTip(eventsChart->widget(), lines);
}

void ChartsPane::Private::showTip(QWidget *chart, QStringList lines)
{
    if (lines.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(QCursor::pos(), lines.join(u'\n'), chart);
}

ChartsPane::ChartsPane(const ThemeSource *themes, QWidget *parent, const QString &library)
    : QWidget(parent)
    , d(std::make_unique<Private>(this, themes, library))
{
    setAccessibleName(tr("Charts"));
}

ChartsPane::~ChartsPane() = default;

ChartSpan ChartsPane::span() const
{
    return d->span;
}

void ChartsPane::setSpan(ChartSpan span)
{
    if (span == d->span)
        return;
    d->span = span;
    d->showSpan();
    Q_EMIT spanChanged(span);
}

void ChartsPane::addSample(const ChartSample &sample)
{
    d->add(sample);
}

void ChartsPane::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    d->refresh();
}

void ChartsPane::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    // The charts have their new sizes only once the layout has gone over them.
    QTimer::singleShot(0, this, [this] { d->refresh(); });
}

} // namespace emberwatch
