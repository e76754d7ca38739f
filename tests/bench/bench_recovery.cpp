// SPDX-License-Identifier: GPL-3.0-or-later
// Recovery of many open jobs, from the start to the complete report; and finding the open ones among all
// keys.
#include "core/jobs/jobstore.h"
#include "core/redis/topology.h"
#include "core/triage/recoveryreporttext.h"
#include "tests/bench/figures.h"
#include "tests/bench/jobworld.h"
#include "tests/core/operations/recoveryrig.h"
#include "tests/core/records/recordsworld.h"
#include "tests/support/comfysimprocess.h"
#include "tests/support/redisclient.h"
#include "tests/support/redisserver.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>

#include <ctime>

using namespace emberwatch;
using namespace emberwatch::bench;
using namespace Qt::StringLiterals;

namespace {

constexpr int servers = 4;
constexpr std::chrono::milliseconds grace{1'000};

double msSince(const QElapsedTimer &timer)
{
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

QByteArray jobId(int number)
{
    return "00000000-0000-4000-8000-" + QByteArray::number(number).rightJustified(12, '0');
}

/// Of each server's jobs a quarter has ended, half waits, and the last quarter is unknown to it.
void loadServer(test::ComfySimProcess &sim, int first, int jobs)
{
    sim.control(u"hold"_s);
    sim.control(u"load"_s, {{u"state"_s, u"success"_s}, {u"first"_s, first}, {u"count"_s, jobs / 4}});
    sim.control(
        u"load"_s, {{u"state"_s, u"pending"_s}, {u"first"_s, first + jobs / 4}, {u"count"_s, jobs / 2}});
}

void fillRedis(quint16 port, const QStringList &urls, int jobs)
{
    test::RedisClient client(port);
    const qint64 startedAt = systemNow().time_since_epoch().count() - 300'000;
    for (int number = 0; number < jobs; ++number) {
        const QByteArray id = jobId(number);
        const QByteArray url = urls[number / (jobs / servers)].toUtf8();
        const QByteArray document = "{\"promptId\":\"" + id
            + R"(","type":"image_generation","userId":"usr_7","status":"processing","progress":42,"startedAt":)"
            + QByteArray::number(startedAt) + R"(,"clientId":"api-1","serverUrl":")" + url + "\"}";
        const QByteArray key = "comfyui:job:" + id;
        client.append({"SET", key, document, "EX", "7050"});
    }
    if (client.collect() != 0)
        qFatal("Redis was not filled");
}

void fillRecords(test::RecordsWorld &records, int jobs)
{
    records.run(u"BEGIN"_s);
    for (int number = 0; number < jobs; ++number)
        records.add({QString::fromLatin1(jobId(number))});
    records.run(u"COMMIT"_s);
}

void recoverJobs(Figures &figures, int jobs, double goal, bool hasDeadServer)
{
    const test::RedisServer redis;
    test::RecordsWorld records(nullptr);
    std::vector<std::unique_ptr<test::ComfySimProcess>> sims;
    QStringList urls;
    for (int i = 0; i < servers; ++i) {
        sims.push_back(std::make_unique<test::ComfySimProcess>());
        loadServer(*sims.back(), i * jobs / servers, jobs / servers);
        urls.append(sims.back()->url().toString());
    }
    if (hasDeadServer)
        sims.back()->freeze();
    fillRedis(redis.port(), urls, jobs);
    fillRecords(records, jobs);
    QTemporaryDir folder;
    test::RigSetup setup{redis.options(), records.address(), folder.filePath(u"journal.sqlite"_s), urls};
    setup.grace = grace;
    setup.httpTimeout = std::chrono::seconds(30);
    test::RecoveryRig rig(setup);
    QElapsedTimer timer;
    timer.start();
    const std::clock_t began = std::clock();
    const Result<RecoveryProposal> proposal = rig.propose();
    const double proposed = msSince(timer) - grace.count();
    const Result<RecoveryReport> report
        = proposal ? rig.carryOut(*proposal) : Result<RecoveryReport>(tl::make_unexpected(proposal.error()));
    const double took = msSince(timer) - grace.count();
    const double worked = static_cast<double>(std::clock() - began) * 1e3 / CLOCKS_PER_SEC;
    if (!report)
        qFatal("%s", qPrintable(report.error().message));
    const RecoveryCounts counts = countsOf(*report);
    const int answered = hasDeadServer ? jobs / servers * (servers - 1) : jobs;
    // On a busy machine a key may look touched, as its server was interrupted between two readings of its
    // clock: then the job is left alone.
    const int settled = counts.settledCompleted + counts.settledFailed;
    const bool isComplete = counts.resumed == answered / 2 && settled + counts.leftAlone == answered / 2
        && counts.leftAlone <= answered / 1000;
    if (counts.found != jobs || !isComplete)
        qFatal("%s", qPrintable(recoveryReportText(*report).left(2000)));
    const QString what = u"%1 open jobs on %2 servers%3"_s.arg(
        QString::number(jobs), QString::number(servers), hasDeadServer ? u", one frozen"_s : QString());
    figures.add(what, u"<= "_s + ms(goal),
        u"%1 (plan %2; CPU of this process %3)"_s.arg(ms(took), ms(proposed), ms(worked)), took <= goal);
}

/// The deployed service's way: KEYS, then a GET for each, one after the other.
double byKeysAndGet(quint16 port)
{
    test::RedisClient client(port);
    QElapsedTimer timer;
    timer.start();
    const redis::Reply keys = client.run({"KEYS", "comfyui:job:*"});
    int open = 0;
    JobParser parser;
    for (const redis::Reply::View key : keys.root()) {
        const QByteArray value = client.text({"GET", key.bytes()});
        open += isOpen(parser.parse(value).status) ? 1 : 0;
    }
    if (open == 0)
        qFatal("no open job was found");
    return msSince(timer);
}

double byListing(const redis::ConnectionOptions &options, qsizetype jobs)
{
    redis::StandaloneTopology topology(options);
    JobStore store(&topology, JobSchema());
    JobSelection selection;
    selection.onlyOpen = true;
    QElapsedTimer timer;
    timer.start();
    const Result<QList<JobReading>> found = QCoro::waitFor(store.query(selection));
    if (!found || found->size() != jobs)
        qFatal("not every open job was found");
    return msSince(timer);
}

void findOpenJobs(Figures &figures, int jobs)
{
    const test::RedisServer redis;
    if (!fill(redis.port(), jobs))
        qFatal("Redis was not filled");
    const double naive = byKeysAndGet(redis.port());
    const double ours = byListing(redis.options(), jobs);
    figures.add(u"finding the open jobs among %1 keys against KEYS and GET"_s.arg(jobs), u">= 5 times"_s,
        u"%1 times (%2 / %3)"_s.arg(QString::number(naive / ours, 'f', 1), ms(naive), ms(ours)),
        naive / ours >= 5);
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    Figures figures(u"Recovery"_s);
    recoverJobs(figures, 10'000, 3'000, false);
    recoverJobs(figures, 10'000, 4'000, true);
    if (application.arguments().contains(u"--large"_s))
        recoverJobs(figures, 100'000, 30'000, false);
    findOpenJobs(figures, 100'000);
    figures.print();
    return 0;
}
