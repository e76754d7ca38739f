// SPDX-License-Identifier: GPL-3.0-or-later
// A runner in a process of its own, for tests that end it in the middle of something.
#include "tests/core/runner/runnerworld.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QCoroTask>
#include <QSocketNotifier>

#include <cstdio>
#include <unistd.h>

using namespace emberwatch;
using namespace emberwatch::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

void say(const char *what, const PromptId &id, QByteArrayView word = {})
{
    std::printf("%s %s %.*s\n", what, id.value().constData(), static_cast<int>(word.size()), word.data());
    std::fflush(stdout);
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    parser.addOptions({{u"redis-port"_s, u"of the Redis server"_s, u"port"_s},
        {u"server"_s, u"ComfyUI server"_s, u"url"_s}, {u"folder"_s, u"journal, spool, records"_s, u"path"_s},
        {u"submit"_s, u"so many jobs"_s, u"count"_s, u"0"_s},
        {u"inputs"_s, u"of the job's node, JSON"_s, u"json"_s, u"{}"_s}});
    parser.process(app);

    RunnerPlace place;
    place.redis.port = parser.value(u"redis-port"_s).toUShort();
    place.servers = parser.values(u"server"_s);
    place.folder = parser.value(u"folder"_s);
    RunnerOptions options = quickRunner(place);
    options.lease.times = shortLease;
    options.beforePost = 30s; // each step comes in its order, however busy the machine is
    RunnerUnderTest under(place, options);
    JobRunner &runner = under.runner();
    QObject::connect(&runner, &JobRunner::jobEnded, &app,
        [](const JobEnd &end) { say("ended", end.promptId, wordOf(end.outcome)); });
    QObject::connect(&runner, &JobRunner::troubleChanged, &app, [&](const RunnerTrouble &trouble) {
        say(trouble.spooled > 0 ? "spooled" : "trouble", PromptId("-"));
    });
    const auto submitAll = [&] {
        for (int i = 0; i < parser.value(u"submit"_s).toInt(); ++i)
            QCoro::connect(
                runner.submit(simRequest(place.servers.first(), parser.value(u"inputs"_s).toUtf8())), &runner,
                [](const Result<SubmittedJob> &job) {
                    if (job)
                        say("submitted", job->submission.promptId);
                });
    };
    QTimer::singleShot(300ms, &runner, submitAll); // Redis is connected by then
    // Ends with the test.
    QSocketNotifier input(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&input, &QSocketNotifier::activated, &app, [&app] {
        char byte = 0;
        if (::read(STDIN_FILENO, &byte, 1) <= 0)
            app.quit();
    });
    return app.exec();
}
