// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/config/configlines.h"
#include "core/triage/policy.h"

#include <QByteArray>
#include <QString>

namespace emberwatch {

/// The job policy file (--policy FILE): limits by type. It is read, never written.
///
///     [policy]
///     completion = write          # or report
///     retention = 60s
///     clean = off                 # or report, apply: the agent's cleaning
///     clean-every = 10m
///     clean-at-most = 500         # jobs that one run changes
///
///     [default]                   # all types
///     age-limit = 10m
///     silence-limit = 2m
///     stall-limit = 10m
///     quiet-limit = 2m
///     grace = 10s
///
///     [type lora_training]        # one type; what it does not say is as in [default]
///     long = yes                  # its silence, not its age, is held against age-limit
///     stall-limit = 30m
///
/// (Comments stand on lines of their own in a file.) Durations are numbers with ms, s, m, h or d, also
/// joined: "90", "1h30m"; a number alone is in seconds; greater than zero, at most 30 days. lora_training is
/// long, with a stall limit of 30 and a quiet limit of 5 minutes, unless the file says otherwise.
///
/// Every value remembers its line. Errors: Parse, "FILE, line 4: REASON", for the first thing that is wrong.
/// @param name  of the file, for messages and origins
[[nodiscard]] Result<Policy> parsePolicy(const QByteArray &text, const QString &name);

/// The same from lines that were taken apart already, in sections of these names.
[[nodiscard]] Result<Policy> policyFrom(const QList<ConfigLine> &lines, const QString &name);

/// The same from a file. Errors besides: NotFound, Permission, Invalid (larger than 1 MiB).
[[nodiscard]] Result<Policy> readPolicyFile(const QString &path);

/// A limit given on the command line: for every type, whatever the file says.
/// @param option  "--max-age"
void overrideLimit(
    Policy &policy, Limit TypePolicy::*limit, std::chrono::milliseconds value, const QString &option);

} // namespace emberwatch
