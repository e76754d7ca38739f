// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCommandLineOption>
#include <QList>
#include <QString>

namespace emberwatch::cli {

/// What a command understands and how it explains itself.
struct CommandHelp
{
    QString name; ///< "list"
    QString arguments; ///< "[FILTER]"; empty: takes none
    QString summary; ///< one line without a full stop, for the list of commands
    QString description; ///< paragraphs of lines, wrapped by hand at 78 columns
    QList<QCommandLineOption> options; ///< its own, besides the global ones
    QString examples; ///< lines of the shell
    bool usesRedis = true; ///< takes the options of redisOptions()
};

[[nodiscard]] const QList<CommandHelp> &allCommands();
/// All that a command takes: its own options and those that it shares with others.
[[nodiscard]] QList<QCommandLineOption> optionsOf(const CommandHelp &command);

[[nodiscard]] QString programHelp();
[[nodiscard]] QString commandHelp(const CommandHelp &command);
[[nodiscard]] QString versionText();

} // namespace emberwatch::cli
