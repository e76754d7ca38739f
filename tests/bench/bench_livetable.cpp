// SPDX-License-Identifier: GPL-3.0-or-later
// What the live table costs the UI thread while everything changes, and what the usual way would cost.
#include "core/jobs/jobarranger.h"
#include "tests/bench/eventdelay.h"
#include "tests/bench/figures.h"
#include "tests/bench/naivejobmodel.h"
#include "tests/bench/streamingfeed.h"
#include "ui/jobs/jobtablemodel.h"
#include "ui/jobs/jobtableview.h"
#include "ui/jobs/livejobs.h"
#include "ui/theme/themesource.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QScrollBar>
#include <QTableView>
#include <QTimer>

#include <malloc.h>

#include <algorithm>
#include <cstring>

using namespace emberwatch;
using namespace emberwatch::bench;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int changesPerSecond = 20'000;
constexpr QSize windowSize(1440, 900);
const QString openJobs = u"status:queued OR status:processing"_s;

filter::Expression filterOf(const QString &text)
{
    return filter::parse(text).expression;
}

void runFor(std::chrono::milliseconds duration)
{
    QEventLoop loop;
    QTimer::singleShot(duration, &loop, &QEventLoop::quit);
    loop.exec();
}

template <typename Condition> void runUntil(Condition isTrue)
{
    while (!isTrue())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 50);
}

/// All of the console that a job passes through on its way to the screen, at a simulated feed.
class Table
{
public:
    Table(const ThemeSource *themes, int jobs)
        : simulator(1, std::max(500, jobs / 100))
        , model({}, systemNow)
        , view(themes)
        , live({}, systemNow, &model, [this] { taken(); })
    {
        simulator.now = systemNow().time_since_epoch().count();
        view.setModel(&model);
        view.resize(windowSize);
        view.show();
        constexpr int jobsPerBatch = 10'000;
        for (int i = 0; i < jobs; i += jobsPerBatch)
            live.sink()(simulator.next(std::min(jobsPerBatch, jobs - i), 0, 0));
        runUntil([&] { return model.table().counts().total == jobs; });
    }
    ~Table() { stop(); }

    void start()
    {
        m_feed = std::make_unique<StreamingFeed>(simulator, changesPerSecond, live.sink());
        m_running = m_feed.get();
    }
    /// Returns the number of changes that were made.
    qint64 stop()
    {
        if (!m_feed)
            return 0;
        m_feed->stop();
        return m_feed->changes();
    }
    /// Until the answer is on screen; milliseconds.
    double ask(const filter::Expression &filter)
    {
        QElapsedTimer timer;
        double took = 0;
        const auto connection = QObject::connect(&live, &LiveJobs::answered, &view, [&] {
            view.viewport()->repaint();
            took = static_cast<double>(timer.nsecsElapsed()) / 1e6;
        });
        timer.start();
        live.setFilter(filter);
        runUntil([&] { return took > 0; });
        QObject::disconnect(connection);
        return took;
    }
    void sortBy(JobSorting sorting)
    {
        live.setSorting(sorting);
        runUntil([&] { return model.sorting() == sorting; });
    }
    /// The model is what the feed's changes add up to, row by row and in its order.
    [[nodiscard]] bool isComplete()
    {
        runFor(300ms);
        const JobTable &truth = simulator.table();
        if (model.table().counts() != truth.counts())
            return false;
        for (const JobSlot slot : simulator.live()) {
            if (!model.table().contains(slot) || model.table().row(slot) != truth.row(slot))
                return false;
        }
        JobRowSubject subject(truth, std::chrono::milliseconds(FeedSimulator::fullTtl));
        subject.setTermCount(live.filter().termCount());
        std::vector<JobSlot> expected;
        for (const JobSlot slot : simulator.live()) {
            subject.setRow(truth.row(slot));
            if (live.filter().matches(subject))
                expected.push_back(slot);
        }
        JobOrder(truth, model.sorting()).sort(expected);
        return expected == model.order();
    }

    FeedSimulator simulator;
    JobTableModel model;
    JobTableView view;

private:
    void taken()
    {
        if (StreamingFeed *feed = m_running)
            feed->batchTaken();
    }
    std::atomic<StreamingFeed *> m_running = nullptr;
    std::unique_ptr<StreamingFeed> m_feed;

public:
    LiveJobs live; ///< last: its thread calls taken()
};

QString delays(const std::vector<double> &values)
{
    return u"%1 / %2 / %3 / %4"_s.arg(ms(percentile(values, 0.5)), ms(percentile(values, 0.99)),
        ms(percentile(values, 0.999)), ms(percentile(values, 1)));
}

void addDelays(Figures &figures, const QString &who, const EventDelay &delay)
{
    const std::vector<double> values = delay.measured();
    const double p99 = percentile(values, 0.99);
    const double p999 = percentile(values, 0.999);
    figures.add(who + u": event delay p99"_s, u"< 8 ms"_s, ms(p99), p99 < 8);
    figures.add(who + u": event delay p99.9"_s, u"< 16 ms"_s, ms(p999), p999 < 16);
    figures.add(who + u": event delay p50 / p99 / p99.9 / max"_s, {}, delays(values));
    figures.add(u"  the same of an idle thread beside it"_s, {}, delays(delay.control()));
}

void addShare(Figures &figures, const QString &who, double cpuSeconds, double seconds)
{
    const double share = 100 * cpuSeconds / seconds;
    figures.add(who + u": UI thread"_s, u"< 30 % of a core"_s, u"%1 %"_s.arg(share, 0, 'f', 1), share < 30);
}

/// @param who  which rows are on screen
void stream(Figures &figures, const ThemeSource *themes, const QString &who, JobSorting sorting)
{
    Table table(themes, 100'000);
    table.sortBy(sorting);
    (void)table.ask(filterOf(openJobs));
    table.start();
    runFor(1s);
    EventDelay delay;
    const double before = threadCpuSeconds();
    QElapsedTimer timer;
    timer.start();
    runFor(10s);
    const double seconds = static_cast<double>(timer.elapsed()) / 1000;
    addShare(figures, who, threadCpuSeconds() - before, seconds);
    addDelays(figures, who, delay);
    const double rate = static_cast<double>(table.stop()) / (seconds + 1);
    figures.add(who + u": changes a second"_s, u"20 000"_s, u"%1"_s.arg(rate, 0, 'f', 0), rate > 19'500);
    figures.add(who + u": every change in the model"_s, u"yes"_s, {}, table.isComplete());
}

void keystrokes(Figures &figures, const ThemeSource *themes, int jobs, double goal)
{
    Table table(themes, jobs);
    table.start();
    runFor(500ms);
    EventDelay delay;
    delay.restart();
    std::vector<double> took;
    for (const QString &text : {u"u"_s, u"us"_s, u"usr_2"_s, u"usr_21"_s, u"4f"_s, u"4f5"_s, u"4f5546f2"_s,
             u"status:failed"_s, u"status:failed usr_2"_s, u"status:failed gpu-2"_s, u"silence>1s"_s,
             u"progress<50 type:lora*"_s, u""_s}) {
        took.push_back(table.ask(filterOf(text)));
        runFor(50ms);
    }
    const QString who = u"%L1 rows: filter keystroke painted"_s.arg(jobs);
    const double worst = percentile(took, 1);
    figures.add(who, u"< "_s + ms(goal), ms(worst), worst < goal);
    figures.add(who + u", median"_s, {}, ms(median(took)));
    const double stall = percentile(delay.measured(), 1);
    figures.add(who + u", longest stall"_s, u"< 16 ms"_s, ms(stall), stall < 16);
    figures.add(u"  the same of an idle thread beside it"_s, {}, ms(percentile(delay.control(), 1)));
    table.stop();
}

void paint(Figures &figures, const ThemeSource *themes)
{
    Table table(themes, 10'000);
    QImage image(windowSize, QImage::Format_ARGB32_Premultiplied);
    const auto time = [&] {
        QElapsedTimer timer;
        timer.start();
        table.view.viewport()->render(&image);
        return static_cast<double>(timer.nsecsElapsed()) / 1e6;
    };
    (void)time();
    std::vector<double> again;
    std::vector<double> fresh;
    for (int i = 1; i <= 50; ++i) {
        again.push_back(time());
        table.view.verticalScrollBar()->setValue(i * windowSize.height());
        fresh.push_back(time());
    }
    figures.add(u"painting 1440x900, known texts"_s, u"< 5 ms"_s, ms(median(again)), median(again) < 5);
    figures.add(u"painting 1440x900, all rows new"_s, {}, ms(median(fresh)));
}

/// All rows of a table as batches of a feed that starts.
std::vector<FeedBatchPtr> snapshotOf(const FeedSimulator &simulator)
{
    std::vector<FeedBatchPtr> batches;
    auto batch = std::make_shared<FeedBatch>();
    for (StringId id = 1; id < simulator.table().strings().size(); ++id)
        batch->strings.push_back({id, simulator.table().strings().text(id)});
    for (const JobSlot slot : simulator.live()) {
        if (batch->upserts.size() == 10'000)
            batches.push_back(std::exchange(batch, std::make_shared<FeedBatch>()));
        batch->upserts.push_back(simulator.table().row(slot));
    }
    batches.push_back(batch);
    return batches;
}

void memory(Figures &figures)
{
    constexpr int jobs = 1'000'000;
    FeedSimulator simulator(2, 10'000);
    for (int i = 0; i < 100; ++i)
        (void)simulator.next(jobs / 100, 0, 0);
    malloc_trim(0);
    const qint64 before = residentBytes();

    JobTableModel model({}, systemNow);
    LiveJobs live({}, systemNow, &model, [] {});
    {
        std::vector<FeedBatchPtr> batches = snapshotOf(simulator);
        for (FeedBatchPtr &batch : batches) {
            live.sink()(std::move(batch));
            const int rows = model.rowCount();
            runUntil([&] { return model.rowCount() > rows; });
        }
    }
    malloc_trim(0);
    const double bytes = static_cast<double>(residentBytes() - before) / jobs;
    figures.add(u"index and model at 1 000 000 rows"_s, u"< 170 bytes a row"_s, u"%1"_s.arg(bytes, 0, 'f', 0),
        bytes < 170);
}

/// The same changes through QSortFilterProxyModel and QTableView, for comparison.
void naive(Figures &figures)
{
    FeedSimulator simulator(1, 1000);
    simulator.now = systemNow().time_since_epoch().count();
    NaiveJobModel model([] { return systemNow().time_since_epoch().count(); });
    for (int i = 0; i < 10; ++i)
        model.apply(*simulator.next(10'000, 0, 0));
    NaiveProxy proxy(&model);
    proxy.sort(static_cast<int>(JobColumn::Silence), Qt::DescendingOrder);
    QTableView view;
    view.setModel(&proxy);
    view.resize(windowSize);
    view.show();

    StreamingFeed *running = nullptr;
    QObject receiver;
    StreamingFeed feed(simulator, changesPerSecond, [&](const FeedBatchPtr &batch) {
        QMetaObject::invokeMethod(&receiver, [&, batch] {
            model.apply(*batch);
            running->batchTaken();
        });
    });
    running = &feed;
    runFor(1s);
    EventDelay delay;
    const double before = threadCpuSeconds();
    QElapsedTimer timer;
    timer.start();
    runFor(10s);
    const double share = 100 * (threadCpuSeconds() - before) / (static_cast<double>(timer.elapsed()) / 1000);
    feed.stop();
    const QString who = u"QSortFilterProxyModel and QTableView"_s;
    figures.add(who + u": UI thread"_s, {}, u"%1 % of a core"_s.arg(share, 0, 'f', 0));
    figures.add(who + u": event delay p50 / p99 / p99.9 / max"_s, {}, delays(delay.measured()));
}

} // namespace

int main(int argc, char **argv)
{
    const QApplication application(argc, argv);
    const ThemeSource themes(ThemeChoice::Dark, Fonts::systemInterface());
    Figures figures(u"Live table: 100 000 rows, sorted and filtered, 20 000 changes a second"_s);
    memory(figures);
    paint(figures, &themes);
    stream(figures, &themes, u"most silent first"_s, {JobColumn::Silence, true});
    stream(figures, &themes, u"newest first"_s, {JobColumn::Silence, false});
    keystrokes(figures, &themes, 100'000, 33);
    keystrokes(figures, &themes, 1'000'000, 150);
    naive(figures);
    figures.print();
    return 0;
}
