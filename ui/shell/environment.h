// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/colors.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace emberwatch {

/// What this window looks at.
struct Environment
{
    QString name; ///< "studio-eu", or the host where nobody gave it a name
    EnvironmentClass environmentClass = EnvironmentClass::Development;
    QString server; ///< displayUrl: never with user or password; empty on the welcome page
    QByteArray prefix;
    bool operator==(const Environment &) const = default;
};

/// "PRODUCTION", translated.
[[nodiscard]] QString classTitle(EnvironmentClass environmentClass);
/// "production", "staging", "development" as written on the command line.
[[nodiscard]] std::optional<EnvironmentClass> environmentClassFromWord(const QString &word);

} // namespace emberwatch
