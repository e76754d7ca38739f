// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/commandhelp.h"
#include "core/config/environmentconfig.h"

#include <QHash>
#include <QString>
#include <QStringList>

#include <optional>

namespace emberwatch::cli {

/// What the user wants, taken apart.
struct CommandLine
{
    enum class Kind
    {
        Run, ///< `command` with its options and arguments
        Show, ///< print `text` and be done
        Wrong, ///< `text` says what, in one line
    };
    Kind kind = Kind::Wrong;
    QString text;
    QString command;
    QHash<QString, QString>
        options; ///< by the longest name; flags have an empty value; of repeated ones the last
    QHash<QString, QStringList> repeated; ///< every value of those that take one, in their order
    bool usesRedis = true; ///< the command has to do with a Redis
    QStringList arguments;
    std::optional<EnvironmentConfig> environment; ///< of --env, from the environments file; nullopt: none

    [[nodiscard]] bool has(const QString &option) const { return options.contains(option); }
};

/// @param arguments  without the program's name
[[nodiscard]] CommandLine readCommandLine(const QStringList &arguments);

} // namespace emberwatch::cli
