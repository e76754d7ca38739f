// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/commandline.h"
#include "core/base/result.h"
#include "core/base/strongid.h"

namespace emberwatch::cli {

/// --hex: PROMPT_ID is given in hexadecimal digits, for ids that are not UTF-8.
[[nodiscard]] QCommandLineOption hexOption();
/// The one PROMPT_ID of a command that takes exactly one. Errors: Invalid.
[[nodiscard]] Result<PromptId> readPromptId(const CommandLine &line);
/// Those of a command that takes at least one. Errors: Invalid.
[[nodiscard]] Result<QList<PromptId>> readPromptIds(const CommandLine &line);

} // namespace emberwatch::cli
