// SPDX-License-Identifier: GPL-3.0-or-later
// The whole console as a process of its own: how soon it is there, how soon it shows every job, what it
// costs.
#include "tests/bench/figures.h"
#include "tests/bench/jobworld.h"
#include "tests/bench/rawreader.h"
#include "tests/support/redisserver.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>

using namespace emberwatch;
using namespace emberwatch::bench;
using namespace Qt::StringLiterals;

namespace {

constexpr int rounds = 5;
constexpr int quietJobs = 1000;
constexpr int patience = 120'000; ///< milliseconds

struct Answer
{
    QByteArray line;
    double milliseconds = 0; ///< from the start of the process until its line
};

/// Each child is somebody who has never started the program before.
Answer run(const QString &program, const QStringList &arguments)
{
    const QTemporaryDir home;
    QProcess child;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char *folder : {"XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"})
        environment.insert(QString::fromLatin1(folder), home.path());
    child.setProcessEnvironment(environment);
    child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    QElapsedTimer timer;
    timer.start();
    child.start(program, arguments);
    while (!child.canReadLine()) {
        if (!child.waitForReadyRead(patience))
            qFatal("a console said nothing");
    }
    const Answer answer{child.readLine().trimmed(), static_cast<double>(timer.nsecsElapsed()) / 1e6};
    child.waitForFinished(patience);
    return answer;
}

Answer runConsole(const QStringList &arguments)
{
    return run(QCoreApplication::applicationDirPath() + u"/consolechild"_s, arguments);
}

void start(Figures &figures, quint16 port)
{
    const QString emptyWindow = QCoreApplication::applicationDirPath() + u"/emptywindow"_s;
    std::vector<double> ours;
    std::vector<double> empty;
    std::vector<double> ratios;
    for (int round = 0; round < 2 * rounds; ++round) {
        empty.push_back(run(emptyWindow, {}).milliseconds);
        ours.push_back(runConsole({u"first"_s, QString::number(port)}).milliseconds);
        ratios.push_back(ours.back() / empty.back());
    }
    const double measured = median(ratios);
    figures.add(u"start to first paint against an empty window with a table"_s, u"<= 1.50 x"_s,
        u"%1 (%2 / %3)"_s.arg(ratio(measured), ms(median(ours)), ms(median(empty))), measured <= 1.5);
}

void quiet(Figures &figures, quint16 port)
{
    for (const bool withCharts : {false, true}) {
        const double used
            = runConsole({u"quiet"_s, QString::number(port), withCharts ? u"charts"_s : u"plain"_s})
                  .line.toDouble();
        const double goal = withCharts ? 0.03 : 0.01;
        figures.add(withCharts ? u"connected and quiet, 1,000 jobs, charts shown"_s
                               : u"connected and quiet, 1,000 jobs"_s,
            u"< %1 % of a core"_s.arg(goal * 100, 0, 'f', 0), u"%1 %"_s.arg(used * 100, 0, 'f', 2),
            used < goal);
    }
}

void snapshot(Figures &figures, quint16 port, int jobs)
{
    std::vector<double> ours;
    std::vector<double> news;
    std::vector<double> theirs;
    std::vector<double> ratios;
    const auto consoleTakes = [&](const QString &how) {
        return runConsole({u"snapshot"_s, QString::number(port), QString::number(jobs), how}).line.toDouble();
    };
    for (int round = 0; round < rounds; ++round) {
        RawReader reader(RawReader::plain(port));
        QElapsedTimer timer;
        timer.start();
        if (reader.readAll("comfyui:job:*") < jobs)
            qFatal("the raw reader did not read everything");
        theirs.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
        ours.push_back(consoleTakes(u"open"_s));
        news.push_back(consoleTakes(u"new"_s));
        ratios.push_back(ours.back() / theirs.back());
    }
    const double measured = median(ratios);
    figures.add(u"%L1 jobs from Connect on: parsed, in the model, sorted and painted"_s.arg(jobs),
        u"<= 1.50 x"_s, u"%1 (%2 / %3)"_s.arg(ratio(measured), ms(median(ours)), ms(median(theirs))),
        measured <= 1.5);
    figures.add(u"the same from the start of the program, its window included"_s, {},
        u"%1 (%2)"_s.arg(ratio(median(news) / median(theirs)), ms(median(news))));
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    // Without an argument everything, else "start", "quiet" or "snapshot" alone.
    const QByteArray part = argc > 1 ? argv[1] : "";
    Figures figures(u"The console as a process (against a reader that parses nothing; medians)"_s);
    const test::RedisServer server(QStringList{u"notify-keyspace-events Kg$xe"_s});
    if (!fill(server.port(), quietJobs))
        qFatal("the server did not take the jobs");
    if (part.isEmpty() || part == "start")
        start(figures, server.port());
    if (part.isEmpty() || part == "quiet")
        quiet(figures, server.port());
    for (const int jobs : {100'000, 1'000'000}) {
        if (!part.isEmpty() && part != "snapshot")
            break;
        if (!fill(server.port(), jobs))
            qFatal("the server did not take the jobs");
        snapshot(figures, server.port(), jobs);
    }
    figures.print();
    return 0;
}
