// SPDX-License-Identifier: GPL-3.0-or-later
// `emberwatch list --json` against redis-cli doing the same by hand, as whole processes.
#include "tests/bench/figures.h"
#include "tests/bench/jobworld.h"
#include "tests/support/redisserver.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QProcess>

using namespace emberwatch;
using namespace emberwatch::bench;
using namespace Qt::StringLiterals;

namespace {

constexpr int jobs = 100'000;
constexpr int rounds = 5;

/// @return milliseconds; stops the program if the command did not print a line for each job
double timed(const QString &command)
{
    QProcess shell;
    QElapsedTimer timer;
    timer.start();
    shell.start(u"/bin/sh"_s, {u"-c"_s, command + u" | wc -l"_s});
    shell.waitForFinished(-1);
    const double took = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    if (shell.readAllStandardOutput().trimmed().toInt() != jobs)
        qFatal("a listing is not complete: %s", qPrintable(command));
    return took;
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    test::RedisServer server;
    if (!fill(server.port(), jobs))
        qFatal("the server did not take the jobs");
    const QString port = QString::number(server.port());
    const QString program = QCoreApplication::applicationDirPath() + u"/../../bin/emberwatch"_s;
    const QString ours = u"%1 list --json --redis %2"_s.arg(program, server.url());
    const QString byHand = u"redis-cli -p %1 --scan --pattern 'comfyui:job:*' | "
                           u"xargs -n 1000 redis-cli -p %1 MGET"_s.arg(port);
    std::vector<double> ratios;
    std::vector<double> times;
    std::vector<double> theirs;
    for (int round = 0; round < rounds; ++round) {
        theirs.push_back(timed(byHand));
        times.push_back(timed(ours));
        ratios.push_back(times.back() / theirs.back());
    }
    Figures figures(u"List: the whole program against redis-cli (medians of 5 pairs)"_s);
    figures.add(u"list --json of 100,000 jobs against redis-cli --scan piped into MGET"_s, u"<= 1.00 x"_s,
        u"%1 (%2 / %3)"_s.arg(ratio(median(ratios)), ms(median(times)), ms(median(theirs))),
        median(ratios) <= 1);
    figures.print();
    return 0;
}
