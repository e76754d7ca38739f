// SPDX-License-Identifier: GPL-3.0-or-later
// How soon a change is known, what knowing costs the writers, and how faults are got over.
#include "core/jobs/jobindex.h"
#include "tests/bench/figures.h"
#include "tests/bench/jobworld.h"
#include "tests/support/faultproxy.h"
#include "tests/support/feedharness.h"
#include "tests/support/redisclient.h"
#include "tests/support/redisserver.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QThread>
#include <QTimer>

#include <hiredis/hiredis.h>

#include <sys/resource.h>

#include <atomic>
#include <thread>

using namespace emberwatch;
using namespace emberwatch::bench;
using namespace emberwatch::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QStringList notificationsOn{u"notify-keyspace-events Kg$xe"_s};

void run(std::chrono::milliseconds time)
{
    QEventLoop loop;
    QTimer::singleShot(time, &loop, &QEventLoop::quit);
    loop.exec();
}

/// Runs the event loop until the condition holds. @return how long that took in ms; -1 if it never did.
double runUntil(const std::function<bool()> &condition, std::chrono::milliseconds limit = 60s)
{
    QElapsedTimer timer;
    timer.start();
    QEventLoop loop;
    QTimer poll;
    QObject::connect(&poll, &QTimer::timeout, &loop, [&] {
        if (condition() || timer.elapsed() > limit.count())
            loop.quit();
    });
    poll.start(1ms);
    loop.exec();
    return condition() ? static_cast<double>(timer.nsecsElapsed()) / 1e6 : -1;
}

double processSeconds()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
        + static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

/// SETs jobs at a steady rate from a thread of its own and remembers when it wrote what.
class PacedWriter
{
public:
    PacedWriter(quint16 port, int jobs, int perSecond)
        : m_written(static_cast<size_t>(jobs))
        , m_thread([this, port, jobs, perSecond] { write(port, jobs, perSecond); })
    {
    }
    ~PacedWriter()
    {
        m_stop = true;
        m_thread.join();
    }
    struct Write
    {
        std::atomic<float> progress = -1;
        std::atomic<qint64> at = 0; ///< ns of the steady clock
    };
    [[nodiscard]] const Write &of(int number) const { return m_written[static_cast<size_t>(number)]; }
    static qint64 now() { return std::chrono::steady_clock::now().time_since_epoch().count(); }

private:
    void write(quint16 port, int jobs, int perSecond)
    {
        RedisClient client(port);
        const int burst = std::max(1, perSecond / 200);
        const auto pause = std::chrono::nanoseconds(1'000'000'000LL * burst / perSecond);
        auto next = std::chrono::steady_clock::now();
        for (int sequence = 0; !m_stop;) {
            for (int i = 0; i < burst; ++i, ++sequence) {
                const int number = sequence % jobs;
                const auto progress = static_cast<float>((sequence / jobs) % 1000) / 16.0F;
                const QByteArray key = keyOf(number);
                const QByteArray document = documentOf(number, static_cast<double>(progress));
                m_written[static_cast<size_t>(number)].progress = progress;
                m_written[static_cast<size_t>(number)].at = now();
                client.append({"SET", key, document, "EX", "7200"});
            }
            (void)client.collect();
            next += pause;
            std::this_thread::sleep_until(next);
        }
    }

    std::atomic<bool> m_stop = false;
    std::vector<Write> m_written;
    std::thread m_thread;
};

/// SET until the change is in a receiver's table.
void latency(Figures &figures, int perSecond, double goal)
{
    const int jobs = perSecond * 4;
    RedisServer server(notificationsOn);
    if (!fill(server.port(), jobs))
        qFatal("the server did not take the jobs");
    QHash<QByteArray, int> numbers;
    for (int number = 0; number < jobs; ++number)
        numbers.insert(idOf(number), number);

    redis::StandaloneTopology topology(server.options());
    JobTable table;
    std::unique_ptr<PacedWriter> writer;
    std::vector<double> delays;
    bool isLive = false;
    JobFeed *toAcknowledge = nullptr;
    JobFeed feed(&topology, FeedOptions(), [&](const FeedBatchPtr &batch) {
        table.apply(*batch);
        isLive = isLive || batch->snapshotComplete;
        for (const JobRow &row : batch->upserts) {
            if (!writer)
                break;
            const auto &write = writer->of(numbers.value(table.idOf(row)));
            if (row.progress == write.progress)
                delays.push_back(static_cast<double>(PacedWriter::now() - write.at) / 1e6);
        }
        toAcknowledge->batchTaken();
    });
    toAcknowledge = &feed;
    feed.start();
    runUntil([&] { return isLive; });
    writer = std::make_unique<PacedWriter>(server.port(), jobs, perSecond);
    run(10s);
    const auto count = delays.size();
    const double p99 = percentile(delays, 0.99);
    figures.add(u"SET to visible, p99 at %L1 changes a second"_s.arg(perSecond), u"< "_s + ms(goal),
        u"%1 (median %2, n %L3)"_s.arg(ms(p99), ms(median(delays)), QString::number(count)),
        p99 < goal && count > static_cast<size_t>(perSecond));
    writer.reset();
}

/// SETs as fast as the server takes them, in pipelines of 50. @return writes a second
double fullSpeedWrites(quint16 port, std::chrono::milliseconds time, std::atomic<bool> *stop = nullptr)
{
    RedisClient client(port);
    std::vector<QByteArray> documents;
    std::vector<QByteArray> keys;
    for (int number = 0; number < 1'000; ++number) {
        documents.push_back(documentOf(number, number % 100));
        keys.push_back(keyOf(number));
    }
    QElapsedTimer timer;
    timer.start();
    qint64 writes = 0;
    while (timer.elapsed() < time.count() && !(stop && *stop)) {
        for (size_t i = 0; i < 50; ++i, ++writes) {
            const size_t number = static_cast<size_t>(writes) % keys.size();
            client.append({"SET", keys[number], documents[number], "EX", "7200"});
        }
        (void)client.collect();
    }
    return static_cast<double>(writes) * 1000 / static_cast<double>(timer.elapsed());
}

double writesBesideBareSubscriber(quint16 port)
{
    redisContext *context = redisConnect("127.0.0.1", port);
    freeReplyObject(redisCommand(context, "PSUBSCRIBE __keyspace@0__:comfyui:job:*"));
    std::atomic<bool> stop = false;
    const timeval tick{0, 100'000};
    redisSetTimeout(context, tick);
    std::thread reader([&] {
        while (!stop) {
            void *reply = nullptr;
            if (redisGetReply(context, &reply) == REDIS_OK)
                freeReplyObject(reply);
            else
                context->err = 0; // a quiet moment
        }
    });
    const double rate = fullSpeedWrites(port, 3s);
    stop = true;
    reader.join();
    redisFree(context);
    return rate;
}

double writesBesideFeed(const RedisServer &server)
{
    FeedHarness harness(server.options());
    runUntil([&] { return harness.isLive(); });
    double rate = 0;
    std::atomic<bool> done = false;
    std::thread writer([&] {
        rate = fullSpeedWrites(server.port(), 3s);
        done = true;
    });
    runUntil([&] { return done.load(); });
    writer.join();
    return rate;
}

void writersRate(Figures &figures)
{
    RedisServer server(notificationsOn);
    (void)fill(server.port(), 1'000);
    std::vector<double> ratios;
    std::vector<double> rates;
    for (int pair = 0; pair < 5; ++pair) {
        const double bare = writesBesideBareSubscriber(server.port());
        rates.push_back(writesBesideFeed(server));
        ratios.push_back(rates.back() / bare);
    }
    const double measured = median(ratios);
    figures.add(u"full-speed writer's rate, us against a bare C subscriber (median of 5 pairs)"_s,
        u">= 0.85 x"_s, u"%1 (%L2 writes/s)"_s.arg(ratio(measured), QString::number(median(rates), 'f', 0)),
        measured >= 0.85);
}

void endurance(Figures &figures)
{
    RedisServer server(notificationsOn);
    (void)fill(server.port(), 10'000);
    FeedHarness harness(server.options());
    runUntil([&] { return harness.isLive(); });
    const qint64 before = harness.events();
    QElapsedTimer timer;
    timer.start();
    {
        PacedWriter writer(server.port(), 10'000, 50'000);
        run(30s);
        harness.hold(true);
        run(2s); // a receiver that is frozen
        harness.hold(false);
        run(28s);
    }
    const double perSecond
        = static_cast<double>(harness.events() - before) * 1000 / static_cast<double>(timer.elapsed());
    const bool isUp = harness.isLive() && harness.snapshots() == 1;
    figures.add(u"60 s of 100,000 messages a second, receiver frozen for 2 s of them"_s,
        u"not disconnected"_s,
        u"%1 (%L2 messages/s)"_s.arg(
            isUp ? u"connected"_s : u"DISCONNECTED"_s, QString::number(perSecond, 'f', 0)),
        isUp && perSecond >= 95'000);
}

void reconnecting(Figures &figures)
{
    constexpr int jobs = 100'000;
    RedisServer server(notificationsOn);
    (void)fill(server.port(), jobs);
    RedisClient client(server.port());
    std::vector<double> ratios;
    std::vector<double> times;
    for (int round = 0; round < 5; ++round) {
        FeedHarness harness(server.options());
        const double snapshot = runUntil([&] { return harness.isLive(); });
        client.run({"CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"});
        QElapsedTimer timer;
        timer.start();
        runUntil([&] { return !harness.isLive(); });
        client.run({"DEL", keyOf(round)});
        runUntil([&] { return harness.snapshots() == 2; });
        times.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
        ratios.push_back(times.back() / snapshot);
        if (harness.contains(idOf(round)) || harness.total() != client.integer({"DBSIZE"}))
            qFatal("after the disconnect the table is not what the server holds");
    }
    const double measured = median(ratios);
    figures.add(u"equal to a fresh scan after a forced disconnect, 100,000 jobs"_s,
        u"<= 1.20 x the snapshot"_s, u"%1 (%2)"_s.arg(ratio(measured), ms(median(times))), measured <= 1.2);
}

void silentFaults(Figures &figures)
{
    RedisServer server(notificationsOn);
    (void)fill(server.port(), 1'000);
    FaultProxy proxy(server.port());
    auto options = server.options();
    options.port = proxy.port();
    FeedHarness throughProxy(options);
    FeedHarness direct(server.options());
    runUntil([&] { return throughProxy.isLive() && direct.isLive(); });
    proxy.hold();
    const double cut = runUntil([&] { return !throughProxy.isLive(); });
    figures.add(u"silent cut noticed"_s, u"<= 10 s"_s, ms(cut), cut > 0 && cut <= 10'000);
    server.freeze();
    const double frozen = runUntil([&] { return !direct.isLive(); });
    server.resume();
    figures.add(u"frozen server noticed"_s, u"<= 10 s"_s, ms(frozen), frozen > 0 && frozen <= 10'000);
}

void expiry(Figures &figures)
{
    constexpr int jobs = 100'000;
    constexpr int brief = 500;
    RedisServer server(notificationsOn);
    (void)fill(server.port(), jobs);
    FeedHarness harness(server.options());
    runUntil([&] { return harness.isLive(); });
    RedisClient client(server.port());
    QHash<int, qint64> deadlines;
    for (int i = 0; i < brief; ++i) {
        const qint64 at = systemNow().time_since_epoch().count() + 5'000 + i * 10;
        const QByteArray key = keyOf(i * 7);
        client.run({"PEXPIREAT", key, QByteArray::number(at)});
        deadlines.insert(i * 7, at);
    }
    double worst = 0;
    runUntil(
        [&] {
            const qint64 now = systemNow().time_since_epoch().count();
            for (auto it = deadlines.begin(); it != deadlines.end();) {
                if (it.value() > now || !harness.causeOf(idOf(it.key()))) {
                    if (it.value() <= now)
                        worst = std::max(worst, static_cast<double>(now - it.value()));
                    ++it;
                } else {
                    it = deadlines.erase(it);
                }
            }
            return deadlines.isEmpty();
        },
        30s);
    figures.add(u"expiry shown, the latest of 500 among 100,000"_s, u"<= 1 s"_s, ms(worst),
        deadlines.isEmpty() && worst <= 1'000);
}

void quiet(Figures &figures)
{
    RedisServer server(notificationsOn);
    (void)fill(server.port(), 1'000);
    FeedHarness harness(server.options());
    runUntil([&] { return harness.isLive(); });
    run(2s);
    const double before = processSeconds();
    run(20s);
    const double share = (processSeconds() - before) / 20 * 100;
    figures.add(u"connected and quiet with 1,000 jobs (feed alone)"_s, u"< 1 % of a core"_s,
        u"%1 %"_s.arg(share, 0, 'f', 2), share < 1);
}

/// Feed, index and the table of a model, as in the console, without the window.
void memory(Figures &figures)
{
    constexpr int jobs = 1'000'000;
    RedisServer server(notificationsOn);
    if (!fill(server.port(), jobs))
        qFatal("the server did not take the jobs");
    const qint64 before = residentBytes();
    redis::StandaloneTopology topology(server.options());
    QThread thread;
    std::atomic<bool> isWaiting = false;
    JobFeed *toAcknowledge = nullptr;
    auto *index = new JobIndex(
        JobSchema(), systemNow, [&] { isWaiting = true; }, [&] { toAcknowledge->batchTaken(); });
    index->moveToThread(&thread);
    JobFeed feed(&topology, FeedOptions(), index->sink());
    toAcknowledge = &feed;
    JobTable model;
    JobOrderPtr order;
    bool isComplete = false;
    thread.start();
    feed.start();
    runUntil([&] {
        if (isWaiting.exchange(false)) {
            const IndexUpdate update = index->take();
            for (const FeedBatchPtr &batch : update.batches)
                model.apply(*batch);
            if (update.order)
                order = update.order;
            isComplete = isComplete || update.snapshotComplete;
        }
        return isComplete;
    });
    run(1s);
    const double perRow = static_cast<double>(residentBytes() - before) / jobs;
    figures.add(u"memory a row at 1,000,000 rows: feed, index and model"_s, u"<= 250 bytes"_s,
        u"%1 bytes"_s.arg(perRow, 0, 'f', 0), model.counts().total == jobs && perRow <= 250);
    thread.quit();
    thread.wait();
    delete index;
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    Figures figures(u"Feed: latency, cost, faults"_s);
    memory(figures); // first, before others have grown the heap
    quiet(figures);
    latency(figures, 1'000, 100);
    latency(figures, 20'000, 250);
    writersRate(figures);
    endurance(figures);
    reconnecting(figures);
    silentFaults(figures);
    expiry(figures);
    figures.print();
    return 0;
}
