// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/argumentsecrets.h"
#include "app/cli/stopsignals.h"
#include "app/console/console.h"
#include "app/console/consoleenvironment.h"
#include "app/console/recoverysetup.h"
#include "app/console/redisaddress.h"
#include "ui/servers/allowedservers.h"
#include "ui/shell/typingguard.h"
#include "ui/words/englishplurals.h"

#include <QApplication>

#include <csignal>
#include <cstdio>
#include <sys/resource.h>

using namespace emberwatch;
using namespace Qt::StringLiterals;

namespace {

enum ExitCode
{
    Fine = 0,
    WrongUsage = 2
};

/// A core dump would hold the password.
void switchOffCoreDumps()
{
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
}

void complain(const QString &text)
{
    std::fprintf(stderr, "emberwatch-console: %s\n", qPrintable(text));
}

} // namespace

int main(int argc, char *argv[])
{
    switchOffCoreDumps();
    QStringList arguments;
    for (int i = 1; i < argc; ++i)
        arguments.append(QString::fromLocal8Bit(argv[i]));
    if (cli::hideArgumentSecrets(argc, argv))
        complain(
            u"a password among the arguments can be seen by other users; --redis-file and REDIS_URL cannot"_s);

    ConsoleOptions options = readConsoleOptions(arguments);
    if (options.kind == ConsoleOptions::Kind::Show) {
        std::fputs(options.text.toUtf8().constData(), stdout);
        return Fine;
    }
    if (options.kind == ConsoleOptions::Kind::Wrong) {
        complain(options.text + u" (--help explains)"_s);
        return WrongUsage;
    }
    if (const Result<void> chosen = chooseEnvironment(options); !chosen) {
        complain(chosen.error().message);
        return WrongUsage;
    }
    for (const QString &sentence : overridingVariables(options))
        complain(sentence);
    const auto servers
        = comfyui::ServerAllowList::fromTexts(serversFromText(qEnvironmentVariable("COMFYUI_SERVERS")));
    if (!servers) {
        complain(u"COMFYUI_SERVERS: "_s + servers.error().message);
        return WrongUsage;
    }
    const Result<RecoverySetup> recovery = recoverySetupOf(options);
    if (!recovery) {
        complain(recovery.error().message);
        return WrongUsage;
    }
    const Result<std::optional<redis::ConnectionOptions>> address = redisAddress(options);
    if (!address) {
        complain(address.error().message);
        return WrongUsage;
    }

    QApplication application(argc, argv);
    QApplication::setApplicationName(u"emberwatch-console"_s);
    QApplication::setApplicationDisplayName(u"Emberwatch"_s);
    QApplication::setApplicationVersion(u"" EMBERWATCH_VERSION ""_s);
    QApplication::setDesktopFileName(u"org.emberwatch.Console"_s);
    EnglishPlurals plurals;
    QApplication::installTranslator(&plurals);
    TypingGuard guard;
    application.installEventFilter(&guard);
    Console console(options, *recovery, SettingsFile(SettingsFile::defaultPath()), systemNow);
    const cli::StopSignals signals;
    QObject::connect(&signals, &cli::StopSignals::stopRequested, &console, &Console::end);
    console.start(*address);
    return QApplication::exec();
}
