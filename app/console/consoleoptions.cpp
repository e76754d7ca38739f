// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/consoleoptions.h"

#include "core/comfyui/serverallowlist.h"

#include <algorithm>
#include <array>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr auto help = R"(Usage: emberwatch-console [OPTIONS]

Shows the live jobs of a Redis. Looking changes nothing on the server. Without an address the welcome page asks
for one.

  --env NAME             an environment of $XDG_CONFIG_HOME/emberwatch/environments.conf (~/.config): its name,
                         class, addresses, servers, limits; the options below beat it
  --redis URL            redis://[user[:password]@]host[:port][/db], rediss://... (TLS) or unix:///path?db=n
  --redis-file FILE      the same, in the first line of a file: no other user of the machine sees the password
  --prefix PREFIX        what the keys of jobs begin with (comfyui:job:)
  --name NAME            name of the environment, shown at the top (the server's)
  --class CLASS          development, staging or production: colour and sign of the window, and whether it has
                         to be allowed to write (development)
  --allow-server URL     a ComfyUI server that may be contacted, or a network that the name of one may lie in;
                         repeatable. The others only after a click on the Servers page
  --records URL          database of the job records, or "none": the details show a job's record beside its
                         state; while nothing is said a recovery settles nothing by absence
  --policy FILE          limits of a recovery per type of job
  --page PAGE            jobs, triage, servers or journal: what is shown first (jobs)
  --theme THEME          system, light or dark (as last chosen)
  --font FAMILY,SIZE     font of the interface (the system's), e.g. "Noto Sans,10"
  --screenshot FILE      write a picture of the window once the jobs are shown, then end
  --screenshot-delay S   wait so many seconds more before that (2)
  -h, --help             this text
  --version              the version

Environment: EMBERWATCH_ENV is what --env says, EMBERWATCH_CLASS what --class says. REDIS_URL is the address
where no option gives one; REDISCLI_AUTH the password where the address has
a user without one. COMFYUI_SERVERS holds ComfyUI servers that may be contacted, apart by commas, and
DATABASE_URL what --records says.

Examples:
  emberwatch-console --env prod
  emberwatch-console --redis redis://127.0.0.1:6379/0
  emberwatch-console --redis-file ~/.config/emberwatch/production.url --name studio-eu --class production
  emberwatch-console --theme dark --screenshot jobs.png
)"_L1;

ConsoleOptions wrong(const QString &text)
{
    ConsoleOptions options;
    options.kind = ConsoleOptions::Kind::Wrong;
    options.text = text;
    return options;
}

ConsoleOptions shown(const QString &text)
{
    ConsoleOptions options;
    options.kind = ConsoleOptions::Kind::Show;
    options.text = text;
    return options;
}

/// Qt's own options, which begin with one dash or two: how many arguments they take, nullopt: none of them.
std::optional<qsizetype> argumentsOfQtOption(const QString &option)
{
    static constexpr std::array withValue{"platform"_L1, "platformpluginpath"_L1, "platformtheme"_L1,
        "plugin"_L1, "style"_L1, "display"_L1, "geometry"_L1, "qwindowgeometry"_L1, "qwindowicon"_L1,
        "qwindowtitle"_L1};
    if (option == "-reverse"_L1)
        return 0;
    const QString name = option.mid(1);
    const bool isOne = option.startsWith(u'-') && std::ranges::find(withValue, name) != withValue.end();
    return isOne ? std::optional<qsizetype>(1) : std::nullopt;
}

bool isKnown(const QString &option)
{
    static constexpr std::array known{"--env"_L1, "--redis"_L1, "--redis-file"_L1, "--prefix"_L1, "--name"_L1,
        "--class"_L1, "--allow-server"_L1, "--records"_L1, "--policy"_L1, "--theme"_L1, "--font"_L1,
        "--page"_L1, "--screenshot"_L1, "--screenshot-delay"_L1};
    return std::ranges::find(known, option) != known.end();
}

std::optional<Page> pageFromWord(const QString &word)
{
    static constexpr std::array words{"jobs"_L1, "triage"_L1, "servers"_L1, "journal"_L1};
    const auto *const found = std::ranges::find(words, word);
    return found == words.end() ? std::nullopt : std::optional(static_cast<Page>(found - words.begin()));
}

std::optional<ThemeChoice> themeFromWord(const QString &word)
{
    if (word == "system"_L1)
        return ThemeChoice::System;
    if (word == "light"_L1)
        return ThemeChoice::Light;
    if (word == "dark"_L1)
        return ThemeChoice::Dark;
    return std::nullopt;
}

/// Sets what the option says; a text where it is wrong.
QString take(ConsoleOptions &options, const QString &option, const QString &value)
{
    if (option == "--env"_L1) {
        options.environmentName = value;
    } else if (option == "--redis"_L1) {
        options.redisUrl = value;
    } else if (option == "--redis-file"_L1) {
        options.redisFile = value;
    } else if (option == "--prefix"_L1) {
        options.givenPrefix = value.toUtf8();
    } else if (option == "--name"_L1) {
        options.name = value;
    } else if (option == "--font"_L1) {
        options.font = value;
    } else if (option == "--screenshot"_L1) {
        options.screenshot = value;
    } else if (option == "--class"_L1) {
        options.classWord = value;
    } else if (option == "--allow-server"_L1) {
        if (const auto list = comfyui::ServerAllowList::fromTexts({value}); !list)
            return u"--allow-server: "_s + list.error().message;
        options.allowedServers.append(value);
    } else if (option == "--records"_L1) {
        options.records = value;
    } else if (option == "--policy"_L1) {
        options.policyFile = value;
    } else if (option == "--theme"_L1) {
        options.theme = themeFromWord(value);
        if (!options.theme)
            return u"--theme: system, light or dark, not '%1'"_s.arg(value);
    } else if (option == "--page"_L1) {
        const std::optional<Page> page = pageFromWord(value);
        if (!page)
            return u"--page: jobs, triage, servers or journal, not '%1'"_s.arg(value);
        options.page = *page;
    } else if (option == "--screenshot-delay"_L1) {
        bool isNumber = false;
        const double seconds = value.toDouble(&isNumber);
        if (!isNumber || seconds < 0 || seconds > 3600)
            return u"--screenshot-delay: seconds from 0 to 3600, not '%1'"_s.arg(value);
        options.screenshotDelay = std::chrono::milliseconds(static_cast<qint64>(seconds * 1000));
    }
    return {};
}

} // namespace

ConsoleOptions readConsoleOptions(const QStringList &arguments)
{
    ConsoleOptions options;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        QString option = arguments.at(i);
        if (option == "-h"_L1 || option == "--help"_L1)
            return shown(help);
        if (option == "--version"_L1)
            return shown(u"emberwatch-console " EMBERWATCH_VERSION "\n"_s);
        if (const auto taken = argumentsOfQtOption(option)) {
            i += *taken;
            continue;
        }
        const qsizetype equals = option.indexOf(u'=');
        QString value = equals > 0 ? option.mid(equals + 1) : QString();
        if (equals > 0)
            option.truncate(equals);
        if (!isKnown(option))
            return wrong(u"unknown argument '%1'"_s.arg(option));
        if (equals < 0 && i + 1 < arguments.size())
            value = arguments.at(++i);
        if (value.isEmpty())
            return wrong(u"%1 needs a value"_s.arg(option));
        if (const QString problem = take(options, option, value); !problem.isEmpty())
            return wrong(problem);
    }
    return options;
}

} // namespace emberwatch
