// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/program.h"

#include "app/cli/agentcommand.h"
#include "app/cli/alertscommand.h"
#include "app/cli/cancelcommand.h"
#include "app/cli/command.h"
#include "app/cli/commandline.h"
#include "app/cli/doctorcommand.h"
#include "app/cli/durationoption.h"
#include "app/cli/envcommand.h"
#include "app/cli/extendcommand.h"
#include "app/cli/filterargument.h"
#include "app/cli/getcommand.h"
#include "app/cli/incidentcommand.h"
#include "app/cli/journalcommand.h"
#include "app/cli/listcommand.h"
#include "app/cli/outputscommand.h"
#include "app/cli/plancommand.h"
#include "app/cli/plancommands.h"
#include "app/cli/promptidargument.h"
#include "app/cli/recordscommand.h"
#include "app/cli/recovercommand.h"
#include "app/cli/resubmitcommand.h"
#include "app/cli/saidsettings.h"
#include "app/cli/serverscommand.h"
#include "app/cli/stopsignals.h"
#include "app/cli/submitcommand.h"
#include "app/cli/trackcommand.h"
#include "app/cli/triagecommand.h"
#include "app/cli/undocommand.h"
#include "app/cli/watchcommand.h"

#include <QCoreApplication>

#include <algorithm>
#include <csignal>
#include <cstdio>

namespace emberwatch::cli {

using namespace Qt::StringLiterals;

namespace {

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

MadeCommand makeGet(const CommandLine &line, const Settings &settings)
{
    return readPromptId(line).map([&](const PromptId &id) -> std::unique_ptr<Command> {
        return std::make_unique<GetCommand>(settings, id);
    });
}

MadeCommand makeDoctor(const CommandLine & /*line*/, const Settings &settings)
{
    return std::make_unique<DoctorCommand>(settings);
}

MadeCommand makeCommand(const CommandLine &line, const Settings &settings)
{
    using Maker = MadeCommand (*)(const CommandLine &, const Settings &);
    static const QHash<QString, Maker> makers{
        {u"list"_s, makeList},
        {u"get"_s, makeGet},
        {u"watch"_s, makeWatch},
        {u"doctor"_s, makeDoctor},
        {u"recover"_s, RecoverCommand::make},
        {u"triage"_s, TriageCommand::make},
        {u"clean"_s, makeClean},
        {u"reconcile"_s, makeReconcile},
        {u"apply"_s, makeApply},
        {u"plan"_s, PlanCommand::make},
        {u"cancel"_s, CancelCommand::make},
        {u"resubmit"_s, ResubmitCommand::make},
        {u"extend"_s, ExtendCommand::make},
        {u"agent"_s, AgentCommand::make},
        {u"submit"_s, SubmitCommand::make},
        {u"track"_s, TrackCommand::make},
        {u"undo"_s, UndoCommand::make},
        {u"servers"_s, ServersCommand::make},
        {u"outputs"_s, OutputsCommand::make},
        {u"journal"_s, JournalCommand::make},
        {u"report"_s, IncidentCommand::make},
        {u"records"_s, RecordsCommand::make},
        {u"alerts"_s, AlertsCommand::make},
        {u"env"_s, EnvCommand::make},
    };
    return makers.value(line.command)(line, settings);
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

int run(CommandLine line)
{
    const Result<void> chosen = chooseEnvironment(line);
    if (!chosen)
        return usageError(chosen.error().message);
    for (const QString &sentence : overridingVariables(line))
        sayToUser(sentence);
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
        sayToUser(u"a password on the command line can be seen by others; better: --redis-file, REDIS_URL, "
                  "DATABASE_URL, or redis://user:@host, which asks"_s);
    return run(line);
}

} // namespace emberwatch::cli
