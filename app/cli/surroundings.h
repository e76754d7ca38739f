// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/commandline.h"
#include "core/base/result.h"
#include "core/comfyui/serverallowlist.h"
#include "core/operations/agreement.h"
#include "core/records/recordsaddress.h"
#include "core/records/recordsoptions.h"
#include "core/records/schemamapping.h"
#include "core/telemetry/analyticssink.h"
#include "core/triage/policy.h"

#include <QUrl>

#include <optional>

namespace emberwatch::cli {

/// What a command is told of the world besides Redis, by options, variables and the environments file.
/// Errors: Invalid, naming the option, the variable or the line, never with a user name or a password.

/// Every --allow-server, and what COMFYUI_SERVERS lists, separated by commas or blanks; where neither names
/// one, the servers of the environments file.
[[nodiscard]] Result<comfyui::ServerAllowList> readAllowList(const CommandLine &line);

/// --records, DATABASE_URL, the environments file. nullopt: nothing was said, so that records are *unknown*;
/// the address `none` states that there are none (verdicts.md 2.8).
[[nodiscard]] Result<std::optional<RecordsAddress>> readRecordsAddress(const CommandLine &line);

/// The mapping of the environments file, else the production shape.
[[nodiscard]] SchemaMapping readMapping(const CommandLine &line);
/// Who may write what into the records.
/// @param policy  readPolicy()'s: completion is one setting
[[nodiscard]] RecordsOptions readRecordsOptions(const CommandLine &line, const Policy &policy);

/// --policy, the file or the sections of the environments file, else what holds where nothing is configured.
/// Its completion is the environment's where the policy does not say it.
[[nodiscard]] Result<Policy> readPolicy(const CommandLine &line);

/// --confirm and --max-changes, of guardOptions().
[[nodiscard]] Result<Agreement> readAgreement(const CommandLine &line);

/// --webhook, EMBERWATCH_WEBHOOK, the file that the environments file names; nullopt: nobody is told.
[[nodiscard]] Result<std::optional<QUrl>> readWebhook(const CommandLine &line);

/// --events-file, else POSTHOG_HOST and POSTHOG_API_KEY; without a key nothing is sent.
[[nodiscard]] Result<AnalyticsOptions> readAnalytics(const CommandLine &line);

} // namespace emberwatch::cli
