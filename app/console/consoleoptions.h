// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/environmentconfig.h"
#include "ui/shell/environment.h"
#include "ui/shell/page.h"
#include "ui/theme/themesource.h"

#include <QStringList>

#include <chrono>
#include <optional>

namespace emberwatch {

/// What the arguments ask for.
struct ConsoleOptions
{
    enum class Kind
    {
        Run,
        Show, ///< print `text` and be done
        Wrong, ///< `text` says what, in one line
    };
    Kind kind = Kind::Run;
    QString text;

    QString redisUrl;
    QString redisFile;
    std::optional<QByteArray> givenPrefix; ///< --prefix
    QByteArray prefix = "comfyui:job:"; ///< by chooseEnvironment()
    QString name; ///< of the environment; empty: the server's
    QString environmentName; ///< --env
    QString classWord; ///< --class; empty: the environment's
    EnvironmentClass environmentClass = EnvironmentClass::Development; ///< by chooseEnvironment()
    std::optional<EnvironmentConfig> environment; ///< likewise: of the environments file
    std::optional<ThemeChoice> theme; ///< nullopt: as remembered
    QString records; ///< address of the job records, or "none"; empty: nothing is said
    QString policyFile; ///< empty: the usual limits
    QStringList allowedServers; ///< servers and networks, as they were given
    QString font; ///< "Noto Sans,10"; empty: the system's
    Page page = Page::Jobs; ///< that is shown first
    QString screenshot; ///< file to write a picture of the window to; then the program ends
    std::chrono::milliseconds screenshotDelay{2000}; ///< after the first complete picture of the jobs
};

/// Needs no application object, so that --help and wrong usage need no display either. Options of Qt itself
/// (-platform and its like) are left to Qt.
/// @param arguments  without the program's name
[[nodiscard]] ConsoleOptions readConsoleOptions(const QStringList &arguments);

} // namespace emberwatch
