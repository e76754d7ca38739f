// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/serverscommand.h"
#include "app/cli/terminal.h"

#include <QList>

#include <string>

namespace emberwatch::cli {

/// SERVER STATE VERSION LATENCY RUNNING PENDING JOBS OPEN, and what runs, or why nothing is known, as the
/// note.
void appendServersTable(std::string &to, const QList<ServerRow> &rows, const Terminal &terminal);
/// {"server","allowed","reachable","version","latencyMs","running","pending","runningIds","jobs","openJobs",
/// "error"}, a line each (docs/json.md).
void appendServersJson(std::string &to, const QList<ServerRow> &rows);

} // namespace emberwatch::cli
