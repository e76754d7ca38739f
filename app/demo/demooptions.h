// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QStringList>

namespace emberwatch::demo {

/// What was asked for on the command line.
struct DemoOptions
{
    int jobs = 400; ///< alive at any time
    double rate = 60; ///< updates a second of all producers together, about
    quint64 seed = 0;
    QString folder; ///< of the redis-server; empty: a temporary one
    QString urlFile; ///< empty: none
    bool notifications = true; ///< keyspace notifications
    bool endsWithParent = false;
    bool isIncident = false; ///< with simulated servers and records; `jobs` run beside
    QString records; ///< of the incident; empty: a SQLite file

    bool showsHelp = false;
    bool showsVersion = false;
    bool operator==(const DemoOptions &) const = default;
};

/// Errors: Invalid, with a sentence that names the option.
[[nodiscard]] Result<DemoOptions> parseDemoArguments(const QStringList &arguments);
[[nodiscard]] QString demoHelp();

} // namespace emberwatch::demo
