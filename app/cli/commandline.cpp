// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commandline.h"

#include "app/cli/sharedoptions.h"

#include <QCommandLineParser>

#include <algorithm>

namespace emberwatch::cli {

using namespace Qt::StringLiterals;

namespace {

const QString programName = u"emberwatch"_s;

CommandLine show(const QString &text)
{
    CommandLine line;
    line.kind = CommandLine::Kind::Show;
    line.text = text;
    return line;
}

CommandLine wrong(const QString &what, const QString &command = {})
{
    QString text = what.trimmed();
    if (!text.endsWith(u'.'))
        text += u'.';
    const QString help = command.isEmpty() ? programName : programName + u' ' + command;
    CommandLine line;
    line.text = text + " Try '"_L1 + help + " --help'."_L1;
    return line;
}

const CommandHelp *findCommand(const QString &name)
{
    const QList<CommandHelp> &commands = allCommands();
    const auto found = std::find_if(
        commands.begin(), commands.end(), [&](const CommandHelp &command) { return command.name == name; });
    return found == commands.end() ? nullptr : &*found;
}

CommandLine helpFor(const QStringList &names)
{
    if (names.isEmpty())
        return show(programHelp());
    const CommandHelp *command = findCommand(names.first());
    return command ? show(commandHelp(*command)) : wrong("Unknown command '"_L1 + names.first() + "'"_L1);
}

void takeValues(const QCommandLineParser &parser, const QList<QCommandLineOption> &options, CommandLine &line)
{
    for (const QCommandLineOption &option : options) {
        if (!parser.isSet(option))
            continue;
        const QString name = option.names().last();
        const bool isFlag = option.valueName().isEmpty();
        line.options.insert(name, isFlag ? QString() : parser.value(option));
        if (!isFlag)
            line.repeated.insert(name, parser.values(option));
    }
}

CommandLine readCommand(const CommandHelp &command, const QStringList &words)
{
    const QList<QCommandLineOption> options = optionsOf(command);
    QCommandLineParser parser;
    parser.addOptions(options);
    if (!parser.parse(words))
        return wrong(parser.errorText(), command.name);
    if (parser.isSet(u"help"_s))
        return show(commandHelp(command));
    if (command.arguments.isEmpty() && !parser.positionalArguments().isEmpty())
        return wrong("'"_L1 + command.name + "' takes no argument"_L1, command.name);
    CommandLine line;
    line.kind = CommandLine::Kind::Run;
    line.command = command.name;
    line.usesRedis = command.usesRedis;
    takeValues(parser, options, line);
    line.arguments = parser.positionalArguments();
    return line;
}

} // namespace

CommandLine readCommandLine(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.addOptions(globalOptions() + sharedOptions());
    parser.setOptionsAfterPositionalArgumentsMode(QCommandLineParser::ParseAsPositionalArguments);
    QStringList words = QStringList(programName) + arguments;
    const bool isUnderstood = parser.parse(words);
    if (parser.isSet(u"version"_s))
        return show(versionText());
    const QStringList rest = parser.positionalArguments();
    if (rest.isEmpty() && parser.isSet(u"help"_s))
        return show(programHelp());
    if (!isUnderstood)
        return wrong(parser.errorText());
    if (rest.isEmpty())
        return wrong(u"A command is missing"_s);
    if (rest.first() == "help"_L1)
        return helpFor(rest.sliced(1));
    const CommandHelp *command = findCommand(rest.first());
    if (!command)
        return wrong("Unknown command '"_L1 + rest.first() + "'"_L1);
    words.removeAt(words.size() - rest.size());
    return readCommand(*command, words);
}

} // namespace emberwatch::cli
