// SPDX-License-Identifier: GPL-3.0-or-later
#include "demooptions.h"
#include "privateredis.h"
#include "quitsignals.h"
#include "workfolder.h"
#include "world.h"

#include <QCoreApplication>
#include <QLoggingCategory>
#include <QSaveFile>
#include <QTextStream>

#include <csignal>

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
    say(u"%1 jobs at %2 (seed %3). Ctrl-C ends it."_s.arg(options.jobs).arg(url).arg(options.seed));
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
    World world(server, options);
    QObject::connect(&world, &World::populated, &application, [&] { announce(options, redis.url()); });
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
