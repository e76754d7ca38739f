// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/commandline.h"
#include "core/base/result.h"
#include "core/comfyui/serverallowlist.h"
#include "core/records/recordsaddress.h"
#include "core/telemetry/analyticssink.h"
#include "core/triage/policy.h"

#include <QUrl>

#include <optional>

namespace emberwatch::cli {

/// What a command is told of the world besides Redis, by options and environment. Errors: Invalid, naming the
/// option or the variable, never with a user name or a password.

/// Every --allow-server, and what COMFYUI_SERVERS lists, separated by commas or blanks.
[[nodiscard]] Result<comfyui::ServerAllowList> readAllowList(const CommandLine &line);

/// --records, else DATABASE_URL. nullopt: nothing was said, so that records are *unknown*; the address `none`
/// states that there are none (verdicts.md 2.8).
[[nodiscard]] Result<std::optional<RecordsAddress>> readRecordsAddress(const CommandLine &line);

/// --policy, else what holds where nothing is configured.
[[nodiscard]] Result<Policy> readPolicy(const CommandLine &line);

/// --webhook, else EMBERWATCH_WEBHOOK; nullopt: nobody is told.
[[nodiscard]] Result<std::optional<QUrl>> readWebhook(const CommandLine &line);

/// --events-file, else POSTHOG_HOST and POSTHOG_API_KEY; without a key nothing is sent.
[[nodiscard]] Result<AnalyticsOptions> readAnalytics(const CommandLine &line);

} // namespace emberwatch::cli
