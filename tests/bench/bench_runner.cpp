// SPDX-License-Identifier: GPL-3.0-or-later
// Following many running jobs, and what a job loses by being submitted through a runner.
#include "core/jobs/jobdocument.h"
#include "tests/bench/figures.h"
#include "tests/core/runner/runnerworld.h"
#include "tests/support/comfyclient.h"
#include "tests/support/comfysimprocess.h"
#include "tests/support/redisclient.h"
#include "tests/support/redisserver.h"

#include <QCoreApplication>
#include <QCoroTask>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QProcess>
#include <QTest>

#include <algorithm>
#include <ctime>
#include <map>

using namespace emberwatch;
using namespace emberwatch::bench;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr int servers = 4;
constexpr int jobs = 500;
constexpr auto watched = 15s;

/// The times that users have, not those of tests.
RunnerOptions usualRunner(const test::RunnerPlace &place)
{
    RunnerOptions options;
    options.holder = holderHere(place.program);
    options.actor = {u"bench"_s, u"here"_s, place.program};
    options.environment = u"bench"_s;
    options.spoolFolder = place.folder + u"/spool"_s;
    return options;
}

double cpuMs()
{
    return static_cast<double>(std::clock()) * 1e3 / CLOCKS_PER_SEC;
}

/// Each announcement of a job's key in a time, told by redis-cli: neither our code nor our CPU.
class Announcements
{
public:
    Announcements(quint16 port, const QString &file)
        : m_file(file)
    {
        test::RedisClient(port).run({"CONFIG", "SET", "notify-keyspace-events", "K$"});
        m_process.setStandardOutputFile(file);
        m_process.start(u"redis-cli"_s,
            {u"-p"_s, QString::number(port), u"PSUBSCRIBE"_s, u"__keyspace@0__:comfyui:job:*"_s});
        if (!m_process.waitForStarted())
            qFatal("redis-cli did not start");
    }
    ~Announcements() { end(); }
    Q_DISABLE_COPY_MOVE(Announcements)

    /// @return how often each key was written
    std::map<QByteArray, int> end()
    {
        m_process.terminate();
        m_process.waitForFinished();
        std::map<QByteArray, int> writes;
        QFile file(m_file);
        if (!file.open(QIODevice::ReadOnly))
            return writes;
        for (const QByteArray &line : file.readAll().split('\n')) {
            const qsizetype at = line.indexOf("__:comfyui:job:");
            if (at >= 0 && !line.contains('*'))
                ++writes[line.sliced(at)];
        }
        return writes;
    }

private:
    QString m_file;
    QProcess m_process;
};

/// How long it takes until what the runner has just learnt of a job is in Redis: of every fiftieth change.
class Freshness : public QObject
{
public:
    Freshness(JobRunner &runner, quint16 port)
        : m_client(port)
    {
        connect(&runner, &JobRunner::jobChanged, this, [this](const RunnerJob &job) {
            if (job.progress && ++m_changes % 50 == 0)
                m_open.push_back({job.promptId, *job.progress, {}}), m_open.back().since.start();
        });
        connect(&m_timer, &QTimer::timeout, this, &Freshness::look);
        m_timer.start(10ms);
    }

    [[nodiscard]] const std::vector<double> &delays() const { return m_delays; }

private:
    struct Sample
    {
        PromptId id;
        double progress = 0;
        QElapsedTimer since;
    };

    void look()
    {
        std::erase_if(m_open, [this](const Sample &sample) {
            const QByteArray key = "comfyui:job:" + sample.id.value();
            const QByteArray document = m_client.text({"GET", key});
            const bool isThere = m_parser.parse(document).progress >= sample.progress - 1e-3;
            if (isThere)
                m_delays.push_back(static_cast<double>(sample.since.nsecsElapsed()) / 1e6);
            return isThere;
        });
    }

    test::RedisClient m_client;
    JobParser m_parser;
    QTimer m_timer;
    int m_changes = 0;
    std::vector<Sample> m_open;
    std::vector<double> m_delays;
};

void followJobs(Figures &figures)
{
    const test::RedisServer redis;
    std::vector<std::unique_ptr<test::ComfySimProcess>> sims;
    const QTemporaryDir folder;
    test::RunnerPlace place;
    place.redis = redis.options();
    place.folder = folder.path();
    for (int i = 0; i < servers; ++i) {
        sims.push_back(
            std::make_unique<test::ComfySimProcess>(test::ComfySimSetup{u"new"_s, 1, jobs / servers}));
        place.servers.append(sims.back()->url().toString());
    }
    test::RunnerUnderTest under(place, usualRunner(place));
    JobRunner &runner = under.runner();
    for (int i = 0; i < jobs; ++i) // four steps a second
        QCoro::connect(runner.submit(test::simRequest(
                           place.servers[i % servers], R"({"duration_ms":240000,"steps":960})")),
            &runner, [](const Result<SubmittedJob> &) {});
    if (!QTest::qWaitFor(
            [&] { return runner.counts().byStream == jobs && runner.counts().processing == jobs; }, 60'000))
        qFatal("%d of %d jobs run, %d by stream", runner.counts().processing, jobs, runner.counts().byStream);
    QTest::qWait(3'000); // what comes with the start is over

    const double before = cpuMs();
    QTest::qWait(static_cast<int>(std::chrono::milliseconds(watched).count()));
    const double share = (cpuMs() - before) / 10 / static_cast<double>(watched.count());
    figures.add(u"following %1 running jobs, 4 steps a second each: CPU"_s.arg(jobs), u"< 10 %"_s,
        u"%1 %"_s.arg(share, 0, 'f', 1), share < 10);

    Announcements announcements(redis.port(), folder.filePath(u"announced"_s));
    const Freshness freshness(runner, redis.port());
    QTest::qWait(static_cast<int>(std::chrono::milliseconds(watched).count()));
    const std::map<QByteArray, int> writes = announcements.end();
    int most = 0;
    for (const auto &[key, times] : writes)
        most = std::max(most, times);
    const int allowed = static_cast<int>(watched.count()) * 4 + 1;
    figures.add(
        u"writes of the most written job in %1 s (%2 jobs written)"_s.arg(watched.count()).arg(writes.size()),
        u"<= %1"_s.arg(allowed), QString::number(most), most <= allowed && writes.size() == jobs);
    const std::vector<double> &delays = freshness.delays();
    const double slowest = percentile(delays, 1);
    figures.add(u"newest state in Redis, %1 samples: median / p99 / slowest"_s.arg(delays.size()),
        u"< 300 ms"_s,
        u"%1 / %2 / %3"_s.arg(ms(percentile(delays, 0.5)), ms(percentile(delays, 0.99)), ms(slowest)),
        delays.size() > 100 && slowest < 300);
}

/// From the call to the end of the job, and to the moment that the server took it, by the server's clock,
/// which is ours.
struct Course
{
    double untilTaken = 0;
    double untilEnd = 0;
};

Course courseOf(test::ComfyClient &client, const QString &id, qint64 calledAt)
{
    const QJsonObject entry = client.history(id);
    const QJsonObject extra = entry.value(u"prompt"_s).toArray().at(3).toObject();
    Course course;
    course.untilTaken = extra.value(u"create_time"_s).toDouble() - static_cast<double>(calledAt);
    for (const auto &message : entry.value(u"status"_s).toObject().value(u"messages"_s).toArray()) {
        if (message.toArray().at(0).toString() == u"execution_success")
            course.untilEnd = message.toArray().at(1).toObject().value(u"timestamp"_s).toDouble()
                - static_cast<double>(calledAt);
    }
    if (course.untilEnd <= 0)
        qFatal("job %s has no end", qPrintable(id));
    return course;
}

qint64 wallClock()
{
    return systemNow().time_since_epoch().count();
}

void submitJobs(Figures &figures)
{
    constexpr int runs = 20;
    const QByteArray inputs = R"({"duration_ms":20000,"steps":80})";
    const test::RedisServer redis;
    const test::ComfySimProcess byRunner({u"new"_s, 1, runs});
    const test::ComfySimProcess byHand({u"new"_s, 1, runs});
    test::ComfyClient runnerClient(byRunner.url());
    test::ComfyClient handClient(byHand.url());
    const QTemporaryDir folder;
    test::RunnerPlace place;
    place.redis = redis.options();
    place.folder = folder.path();
    place.servers = QStringList{byRunner.url().toString()};
    test::RunnerUnderTest under(place, usualRunner(place));
    (void)QTest::qWaitFor([&] { return !under.runner().trouble().isRedisAway; }, 5'000);

    std::vector<std::pair<QString, qint64>> handJobs;
    std::vector<std::pair<QString, qint64>> runnerJobs;
    for (int i = 0; i < runs; ++i) {
        const qint64 handCalled = wallClock();
        handJobs.emplace_back(
            handClient.submit(test::ComfyClient::simJob({{u"duration_ms"_s, 20'000}, {u"steps"_s, 80}})),
            handCalled);
        QTest::qWait(50); // each for itself
        const qint64 runnerCalled = wallClock();
        const Result<SubmittedJob> job
            = QCoro::waitFor(under.runner().submit(test::simRequest(place.servers.first(), inputs)));
        if (!job)
            qFatal("%s", qPrintable(job.error().message));
        runnerJobs.emplace_back(QString::fromLatin1(job->submission.promptId.value()), runnerCalled);
        QTest::qWait(50);
    }
    if (!QTest::qWaitFor([&] { return under.ends().size() == runs; }, 60'000))
        qFatal("%lld of %d jobs have ended", under.ends().size(), runs);

    std::vector<double> handEnds;
    std::vector<double> runnerEnds;
    std::vector<double> taken;
    std::vector<double> handTaken;
    for (int i = 0; i < runs; ++i) {
        const auto at = static_cast<size_t>(i);
        const Course hand = courseOf(handClient, handJobs[at].first, handJobs[at].second);
        const Course runner = courseOf(runnerClient, runnerJobs[at].first, runnerJobs[at].second);
        handEnds.push_back(hand.untilEnd);
        handTaken.push_back(hand.untilTaken);
        runnerEnds.push_back(runner.untilEnd);
        taken.push_back(runner.untilTaken);
    }
    const double share = median(runnerEnds) / median(handEnds);
    figures.add(u"a job of 20 s, submitted by the runner against by hand (median of %1)"_s.arg(runs),
        u"<= 1.01 x"_s,
        u"%1 x (%2 / %3)"_s.arg(QString::number(share, 'f', 4), ms(median(runnerEnds)), ms(median(handEnds))),
        share <= 1.01);
    const double slowest = percentile(taken, 1);
    figures.add(u"from the call to the server taking it: median / slowest"_s, u"< 20 ms"_s,
        u"%1 / %2 (by hand %3)"_s.arg(ms(median(taken)), ms(slowest), ms(median(handTaken))), slowest < 20);
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    Figures figures(u"Running jobs"_s);
    followJobs(figures);
    submitJobs(figures);
    figures.print();
    return 0;
}
