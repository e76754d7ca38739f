// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCommandLineOption>
#include <QList>

namespace emberwatch::cli {

/// Options that mean the same to every command that takes them. They may stand before the command's name.
using OptionList = QList<QCommandLineOption>;

/// Of every command.
[[nodiscard]] const OptionList &globalOptions();
/// Which Redis.
[[nodiscard]] const OptionList &redisOptions();
/// Which ComfyUI servers may be contacted: --allow-server.
[[nodiscard]] const OptionList &serverOptions();
/// Which database: --records.
[[nodiscard]] const OptionList &recordsOptions();
/// The limits that jobs are judged by: --policy.
[[nodiscard]] const OptionList &policyOptions();
/// Whom to tell: --webhook.
[[nodiscard]] const OptionList &alertOptions();
/// Where analytics events go: --events-file.
[[nodiscard]] const OptionList &eventsOptions();
/// What the guard rails ask of whoever changes more than one job: --confirm, --max-changes.
[[nodiscard]] const OptionList &guardOptions();

/// Why it is done: --reason. Stands behind the command's name alone, as `env raise` has one of its own.
[[nodiscard]] const OptionList &reasonOption();

/// All of them but the global ones and the reason.
[[nodiscard]] OptionList sharedOptions();

} // namespace emberwatch::cli
