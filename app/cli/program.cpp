// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/program.h"

#include "app/cli/command.h"
#include "app/cli/commandline.h"
#include "app/cli/doctorcommand.h"
#include "app/cli/durationoption.h"
#include "app/cli/getcommand.h"
#include "app/cli/listcommand.h"
#include "app/cli/stopsignals.h"
#include "app/cli/watchcommand.h"

#include <QCoreApplication>

#include <algorithm>
#include <csignal>
#include <cstdio>

namespace emberwatch::cli {

using namespace Qt::StringLiterals;

namespace {

using MadeCommand = Result<std::unique_ptr<Command>>;

QString markedError(const QString &source, const filter::ParseError &error)
{
    return "filter: "_L1 + error.message + " at character "_L1 + QString::number(error.position + 1) + ": "_L1
        + source;
}

Result<filter::Expression> readFilter(const QStringList &words)
{
    const QString text = words.join(u' ');
    const filter::ParseResult result = filter::parse(text);
    if (result.error)
        return failure(Error::Kind::Invalid, markedError(text, *result.error));
    return result.expression;
}

MadeCommand makeList(const CommandLine &line, const Settings &settings)
{
    return readFilter(line.arguments).map([&](const filter::Expression &filter) -> std::unique_ptr<Command> {
        return std::make_unique<ListCommand>(settings, filter, !line.has(u"no-header"_s));
    });
}

Result<std::chrono::milliseconds> readDuration(const QString &text)
{
    const auto duration = parseDuration(text);
    if (!duration)
        return failure(
            Error::Kind::Invalid, "--for: a duration such as 90s, 5m or 1h30m, not '"_L1 + text + u'\'');
    return *duration;
}

MadeCommand makeWatch(const CommandLine &line, const Settings &settings)
{
    const Result<filter::Expression> filter = readFilter(line.arguments);
    if (!filter)
        return tl::make_unexpected(filter.error());
    WatchOptions options{*filter, std::nullopt, line.has(u"wait"_s)};
    if (line.has(u"for"_s)) {
        const auto duration = readDuration(line.options.value(u"for"_s));
        if (!duration)
            return tl::make_unexpected(duration.error());
        options.duration = *duration;
    }
    return std::make_unique<WatchCommand>(settings, options);
}

bool isHexDigit(QChar c)
{
    return (c >= u'0' && c <= u'9') || (c.toLower() >= u'a' && c.toLower() <= u'f');
}

Result<PromptId> readId(const CommandLine &line)
{
    if (line.arguments.size() != 1)
        return failure(Error::Kind::Invalid, u"get: exactly one PROMPT_ID"_s);
    const QString text = line.arguments.first();
    if (!line.has(u"hex"_s))
        return PromptId(text.toUtf8());
    if (text.size() % 2 != 0 || !std::all_of(text.begin(), text.end(), isHexDigit))
        return failure(Error::Kind::Invalid, u"--hex: pairs of hexadecimal digits"_s);
    return PromptId(QByteArray::fromHex(text.toLatin1()));
}

MadeCommand makeGet(const CommandLine &line, const Settings &settings)
{
    return readId(line).map([&](const PromptId &id) -> std::unique_ptr<Command> {
        return std::make_unique<GetCommand>(settings, id);
    });
}

MadeCommand makeCommand(const CommandLine &line, const Settings &settings)
{
    if (line.command == "list"_L1)
        return makeList(line, settings);
    if (line.command == "get"_L1)
        return makeGet(line, settings);
    if (line.command == "watch"_L1)
        return makeWatch(line, settings);
    return std::make_unique<DoctorCommand>(settings);
}

int usageError(const QString &what)
{
    sayToUser(what);
    return static_cast<int>(ExitCode::Usage);
}

int carryOut(Command &command)
{
    StopSignals signals;
    QObject::connect(&signals, &StopSignals::stopRequested, &command,
        [&](int signal) { command.stop(signal == SIGINT ? ExitCode::Interrupted : ExitCode::Terminated); });
    std::optional<ExitCode> code;
    QObject::connect(&command, &Command::finished, &command, [&](ExitCode reached) {
        code = reached;
        QCoreApplication::quit();
    });
    command.start();
    if (!code)
        QCoreApplication::exec();
    return static_cast<int>(code.value_or(ExitCode::Findings));
}

int run(const CommandLine &line)
{
    const Result<Settings> settings = readSettings(line);
    if (!settings)
        return usageError(settings.error().message);
    const MadeCommand command = makeCommand(line, *settings);
    if (!command)
        return usageError(command.error().message);
    return carryOut(**command);
}

} // namespace

int runProgram(const QStringList &arguments, bool hadArgumentSecrets)
{
    const CommandLine line = readCommandLine(arguments);
    if (line.kind == CommandLine::Kind::Show) {
        std::fputs(qUtf8Printable(line.text), stdout);
        return static_cast<int>(ExitCode::Fine);
    }
    if (line.kind == CommandLine::Kind::Wrong)
        return usageError(line.text);
    if (hadArgumentSecrets)
        sayToUser(
            u"a password on the command line can be seen by others; better: --redis-file, REDIS_URL, or "
            "redis://user:@host, which asks"_s);
    return run(line);
}

} // namespace emberwatch::cli
