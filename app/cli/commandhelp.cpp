// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commandhelp.h"

#include "app/cli/agentcommand.h"
#include "app/cli/alertscommand.h"
#include "app/cli/cancelcommand.h"
#include "app/cli/envcommand.h"
#include "app/cli/extendcommand.h"
#include "app/cli/filterargument.h"
#include "app/cli/incidentcommand.h"
#include "app/cli/journalcommand.h"
#include "app/cli/outputscommand.h"
#include "app/cli/plancommand.h"
#include "app/cli/plancommands.h"
#include "app/cli/promptidargument.h"
#include "app/cli/recordscommand.h"
#include "app/cli/recovercommand.h"
#include "app/cli/resubmitcommand.h"
#include "app/cli/serverscommand.h"
#include "app/cli/sharedoptions.h"
#include "app/cli/submitcommand.h"
#include "app/cli/trackcommand.h"
#include "app/cli/triagecommand.h"
#include "app/cli/undocommand.h"

#include <QStringList>

#include <algorithm>

namespace emberwatch::cli {

using namespace Qt::StringLiterals;

namespace {

const QString exitHelp = uR"(Exit status:
  0    all is well
  1    something was found, or not everything could be done
  2    usage
  3    cannot connect
  4    refused: by the server (password, permission) or, in production, by the
       guard rails
  130  ended by SIGINT, 143 by SIGTERM
)"_s;

CommandHelp listHelp()
{
    return {u"list"_s, u"[FILTER]"_s, u"List the jobs that are there now"_s,
        uR"(Lists the jobs under the prefix that the filter matches, as they are read: in
no particular order. Values that cannot be read are listed with the reason.

)"_s + filterHelp(),
        {{u"no-header"_s, u"Do not print the line with the names of the columns."_s}}, uR"(  emberwatch list
  emberwatch list 'status:processing silence>2m'
  emberwatch list --json | jq -r 'select(.readable | not) | .promptId'
)"_s};
}

CommandHelp getHelp()
{
    return {u"get"_s, u"PROMPT_ID"_s, u"Print the value of one job exactly as Redis holds it"_s,
        uR"(Prints the bytes of the value to standard output, unchanged, and what is known
about them (TTL, age, silence) to standard error. A job that does not exist is
an exit status of 1.
)"_s,
        {hexOption()}, uR"(  emberwatch get 3f0c8a52-6f5e-4a60-9d2e-0c5f0c1f7a11 | jq .
  emberwatch get --json 3f0c8a52-6f5e-4a60-9d2e-0c5f0c1f7a11
  emberwatch get --hex ff00
)"_s};
}

CommandHelp watchHelp()
{
    return {u"watch"_s, u"[FILTER]"_s, u"Show the jobs that are there, then every change"_s,
        uR"(Prints a line for each job that the filter matches, then a line for each change,
until it is interrupted. Comes back by itself when the connection breaks.

)"_s + filterHelp(),
        {{u"for"_s, u"Stop after DURATION (90s, 5m, 1h30m) with exit status 0."_s, u"DURATION"_s},
            {u"wait"_s, u"Keep trying if the server cannot be reached at the start."_s}},
        uR"(  emberwatch watch
  emberwatch watch 'status:failed OR silence>5m'
  emberwatch watch --json --for 10m > changes.jsonl
)"_s};
}

CommandHelp doctorHelp()
{
    return {u"doctor"_s, {}, u"Find out what this server and user can do"_s,
        uR"(Examines the server as the given user: reach, TLS, signing in, rights command by
command, live updates, clocks, values that cannot be read. Nothing is changed:
commands are tried on a random key that does not exist. What is missing is shown
as the line that an administrator can run. Exit status 1 means that there is a
problem; warnings alone do not.
)"_s,
        {}, uR"(  emberwatch doctor
  emberwatch doctor --redis rediss://ops_viewer:@cache.example.org:6380
  emberwatch doctor --json | jq 'select(.state == "problem")'
)"_s};
}

QString optionColumn(const QCommandLineOption &option)
{
    QStringList names;
    for (const QString &name : option.names())
        names.append((name.size() == 1 ? u"-"_s : u"--"_s) + name);
    const QString value = option.valueName();
    return "  "_L1 + names.join(", "_L1) + (value.isEmpty() ? QString() : u' ' + value);
}

QString optionsText(const QList<QCommandLineOption> &options)
{
    qsizetype width = 0;
    for (const QCommandLineOption &option : options)
        width = std::max(width, optionColumn(option).size());
    QString text;
    for (const QCommandLineOption &option : options) {
        const QString indent = u'\n' + QString(width + 2, u' ');
        text += optionColumn(option).leftJustified(width + 2) + option.description().replace(u'\n', indent)
            + u'\n';
    }
    return text;
}

QString commandsText()
{
    QString text;
    for (const CommandHelp &command : allCommands()) {
        const QString name = command.name + u' ' + command.arguments;
        text += "  "_L1 + name.leftJustified(19) + "  "_L1 + command.summary + u'\n';
    }
    return text;
}

} // namespace

const QList<CommandHelp> &allCommands()
{
    static const QList<CommandHelp> commands{listHelp(), getHelp(), watchHelp(), doctorHelp(),
        TriageCommand::help(), RecoverCommand::help(), cleanHelp(), reconcileHelp(), applyHelp(),
        PlanCommand::help(), CancelCommand::help(), ResubmitCommand::help(), ExtendCommand::help(),
        AgentCommand::help(), SubmitCommand::help(), TrackCommand::help(), ServersCommand::help(),
        OutputsCommand::help(), JournalCommand::help(), UndoCommand::help(), IncidentCommand::help(),
        RecordsCommand::help(), AlertsCommand::help(), EnvCommand::help()};
    return commands;
}

QList<QCommandLineOption> optionsOf(const CommandHelp &command)
{
    const QList<QCommandLineOption> redis = command.usesRedis ? redisOptions() : QList<QCommandLineOption>();
    return command.options + redis + globalOptions();
}

QString programHelp()
{
    return uR"(Usage: emberwatch [OPTION]... COMMAND [ARGUMENT]...
Shows the generation jobs whose state lives in Redis.

Commands:
)"_s + commandsText()
        + u"\nOptions:\n"_s + optionsText(redisOptions() + globalOptions()) + uR"(
Environment:
  REDIS_URL       the server, where neither --redis nor --redis-file is given
  REDISCLI_AUTH   the password that "user:@" would ask for
  EMBERWATCH_ENV  the environment, where --env is not given
  COMFYUI_SERVERS, DATABASE_URL, EMBERWATCH_WEBHOOK
                  the same as --allow-server, --records and --webhook, for the
                  commands that take these
  EMBERWATCH_CLASS
                  development, staging or production, where no environment is
                  named
  NO_COLOR        not empty: no colours
An option beats a variable, that beats the environments file (docs/environments.md).

)"_s + exitHelp
        + uR"(
Examples:
  emberwatch list --redis redis://cache.example.org
  emberwatch watch --json 'status:failed'
  emberwatch doctor --redis-file ~/.config/redis-url

'emberwatch COMMAND --help' explains a command.
)"_s;
}

QString commandHelp(const CommandHelp &command)
{
    return "Usage: emberwatch "_L1 + command.name + " [OPTION]..."_L1
        + (command.arguments.isEmpty() ? QString() : u' ' + command.arguments) + u'\n' + command.summary
        + ".\n\n"_L1 + command.description + "\nOptions:\n"_L1 + optionsText(optionsOf(command))
        + "\nExamples:\n"_L1 + command.examples;
}

QString versionText()
{
    return "emberwatch " EMBERWATCH_VERSION R"(
Copyright (C) 2026 the Emberwatch authors
License GPLv3+: GNU GPL version 3 or later <https://gnu.org/licenses/gpl.html>.
This is free software: you are free to change and redistribute it.
There is NO WARRANTY, to the extent permitted by law.
)"_L1;
}

} // namespace emberwatch::cli
