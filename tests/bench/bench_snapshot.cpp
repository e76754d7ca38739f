// SPDX-License-Identifier: GPL-3.0-or-later
// How long it takes until every job is known, against a loop that only reads them.
#include "core/jobs/jobfeed.h"
#include "core/jobs/jobtable.h"
#include "tests/bench/figures.h"
#include "tests/bench/jobworld.h"
#include "tests/bench/rawreader.h"
#include "tests/support/redisclient.h"
#include "tests/support/redisserver.h"
#include "tests/support/tlscertificates.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>

using namespace emberwatch;
using namespace emberwatch::bench;
using namespace Qt::StringLiterals;

namespace {

constexpr int rounds = 5;

double rawSnapshot(const std::function<RawReader::Io()> &connect, int jobs)
{
    RawReader reader(connect());
    QElapsedTimer timer;
    timer.start();
    if (reader.readAll("comfyui:job:*") < jobs)
        qFatal("the raw reader did not read everything");
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

/// Connecting included: a person who opens the console waits for that too.
double feedSnapshot(const redis::ConnectionOptions &options, int jobs)
{
    redis::StandaloneTopology topology(options);
    JobTable table;
    QEventLoop loop;
    JobFeed *toAcknowledge = nullptr;
    JobFeed feed(&topology, FeedOptions(), [&](const FeedBatchPtr &batch) {
        table.apply(*batch);
        if (batch->snapshotComplete)
            loop.quit();
        toAcknowledge->batchTaken();
    });
    toAcknowledge = &feed;
    QElapsedTimer timer;
    timer.start();
    feed.start();
    loop.exec();
    const double took = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    if (table.counts().total != jobs || table.counts().unreadable != 0)
        qFatal("the feed does not know every job");
    return took;
}

void compare(Figures &figures, const QString &what, double goal, int jobs,
    const std::function<RawReader::Io()> &raw, const redis::ConnectionOptions &options)
{
    std::vector<double> ours;
    std::vector<double> theirs;
    std::vector<double> ratios;
    for (int round = 0; round < rounds; ++round) {
        theirs.push_back(rawSnapshot(raw, jobs));
        ours.push_back(feedSnapshot(options, jobs));
        ratios.push_back(ours.back() / theirs.back());
    }
    const double measured = median(ratios);
    figures.add(what, u"<= "_s + ratio(goal),
        u"%1 (%2 / %3)"_s.arg(ratio(measured), ms(median(ours)), ms(median(theirs))), measured <= goal);
}

void slowestCommand(Figures &figures, quint16 port)
{
    test::RedisClient client(port);
    const redis::Reply log = client.run({"SLOWLOG", "GET", "1000"});
    qint64 slowest = 0;
    for (const redis::Reply::View entry : log.root()) {
        const QByteArrayView name = entry.at(3).at(0).bytes();
        if (entry.at(3).at(0).bytes() != QByteArrayView("SET") && name != QByteArrayView("SLOWLOG"))
            slowest = std::max(slowest, entry.at(2).integer());
    }
    const double took = static_cast<double>(slowest) / 1000;
    figures.add(u"slowest command of ours on Redis, 1,000,000 keys"_s, u"<= 5 ms"_s,
        slowest == 0 ? u"none above 1 ms"_s : ms(took), took <= 5);
    const bool usesKeys = client.text({"INFO", "commandstats"}).contains("cmdstat_keys:");
    figures.add(u"KEYS used"_s, u"never"_s, usesKeys ? u"yes"_s : u"never"_s, !usesKeys);
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    Figures figures(u"Snapshot: feed and table against a reader that parses nothing (medians of 5 pairs)"_s);
    {
        test::RedisServer server(
            QStringList{u"notify-keyspace-events Kg$xe"_s, u"slowlog-log-slower-than 1000"_s});
        for (const int jobs : {100'000, 1'000'000}) {
            if (!fill(server.port(), jobs))
                qFatal("the server did not take the jobs");
            compare(
                figures, u"snapshot of %L1 jobs"_s.arg(jobs), 1.5, jobs,
                [&] { return RawReader::plain(server.port()); }, server.options());
        }
        slowestCommand(figures, server.port());
    }
    {
        const test::TlsCertificates certificates;
        test::RedisSetup setup;
        setup.config = {u"notify-keyspace-events Kg$xe"_s};
        setup.tls = {certificates.server().certificate, certificates.server().key, certificates.authority()};
        test::RedisServer server(setup);
        if (!fill(server.port(), 100'000))
            qFatal("the server did not take the jobs");
        auto options = server.tlsOptions();
        options.caFile = certificates.authority();
        compare(
            figures, u"snapshot of 100,000 jobs through TLS"_s, 1.2, 100'000,
            [&] { return RawReader::tls(server.tlsPort(), certificates.authority()); }, options);
    }
    figures.print();
    return 0;
}
