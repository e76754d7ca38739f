// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/environmentclass.h"

#include <QByteArray>
#include <QString>

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

} // namespace emberwatch
