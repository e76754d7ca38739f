// SPDX-License-Identifier: GPL-3.0-or-later
#include "demooptions.h"
#include "incident.h"
#include "privateredis.h"
#include "quitsignals.h"
#include "workfolder.h"
#include "world.h"

#include <QCoreApplication>
#include <QLoggingCategory>
#include <QSaveFile>
#include <QTextStream>

#include <csignal>
#include <memory>
#include <optional>

#include <sys/prctl.h>

using namespace Qt::StringLiterals;
using namespace emberwatch;
using namespace emberwatch::demo;

namespace {

enum ExitStatus
{
    Fine = 0,
    Usage = 2,
    NoServer = 3
};

void say(const QString &line)
{
    QTextStream(stderr) << "emberwatch-demo: " << line << '\n';
}

void print(const QString &text)
{
    QTextStream(stdout) << text;
}

bool writeUrl(const QString &path, const QString &url)
{
    QSaveFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(url.toUtf8() + '\n') > 0 && file.commit();
}

void announce(const DemoOptions &options, const QString &url)
{
    print(url + u'\n');
    if (!options.urlFile.isEmpty() && !writeUrl(options.urlFile, url))
        say(u"%1 cannot be written"_s.arg(options.urlFile));
    if (options.jobs > 0)
        say(u"%1 jobs at %2 (seed %3)."_s.arg(options.jobs).arg(url).arg(options.seed));
    say(u"Ctrl-C ends it."_s);
}

Result<std::unique_ptr<Incident>> stageIncident(
    const DemoOptions &options, const redis::ConnectionOptions &server, const QString &folder)
{
    std::optional<RecordsAddress> records;
    if (!options.records.isEmpty()) {
        const Result<RecordsAddress> address = parseRecordsAddress(options.records);
        if (!address)
            return tl::make_unexpected(address.error());
        records = *address;
    }
    auto incident = std::make_unique<Incident>(server, folder, records);
    const Result<void> staged = incident->stage();
    if (!staged)
        return tl::make_unexpected(staged.error());
    return incident;
}

int run(QCoreApplication &application, const DemoOptions &options)
{
    const QuitSignals quitSignals;
    QObject::connect(&quitSignals, &QuitSignals::asked, &application, &QCoreApplication::quit);
    if (options.endsWithParent)
        prctl(PR_SET_PDEATHSIG, SIGTERM);

    const auto folder = WorkFolder::create(options.folder);
    if (!folder) {
        say(folder.error().message);
        return Usage;
    }
    PrivateRedis redis(folder->path(), options.notifications);
    const auto started = redis.start();
    if (!started) {
        say(started.error().message);
        return NoServer;
    }
    QObject::connect(&redis, &PrivateRedis::lost, &application, [](const Error &why) {
        say(why.message);
        QCoreApplication::exit(NoServer);
    });

    redis::ConnectionOptions server;
    server.port = redis.port();
    server.commandTimeout
        = std::chrono::seconds(30); // a frozen server is part of the show, and patience is cheap
    std::unique_ptr<Incident> incident;
    if (options.isIncident) {
        Result<std::unique_ptr<Incident>> staged = stageIncident(options, server, folder->path());
        if (!staged) {
            say(staged.error().message);
            return staged.error().kind == Error::Kind::Invalid ? Usage : NoServer;
        }
        incident = *std::move(staged);
        say(incident->hint(redis.url()));
    }
    std::optional<World> world;
    if (options.jobs > 0) {
        world.emplace(server, options);
        QObject::connect(&*world, &World::populated, &application, [&] { announce(options, redis.url()); });
    } else {
        announce(options, redis.url());
    }
    return application.exec();
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"emberwatch-demo"_s);
    // Each of the many producers would say that it is connected. QT_LOGGING_RULES brings that back.
    QLoggingCategory::setFilterRules(u"emberwatch.redis.info=false"_s);
    const auto options = parseDemoArguments(QCoreApplication::arguments());
    if (!options) {
        say(options.error().message + u" (--help explains)"_s);
        return Usage;
    }
    if (options->showsHelp) {
        print(demoHelp());
        return Fine;
    }
    if (options->showsVersion) {
        print(u"emberwatch-demo %1\n"_s.arg(QStringLiteral(EMBERWATCH_VERSION)));
        return Fine;
    }
    return run(application, *options);
}
