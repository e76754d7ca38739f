// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/filter/expression.h"

#include <QStringList>

namespace emberwatch::cli {

/// The words of the command line as one filter. Errors: Invalid, with what is wrong and where.
[[nodiscard]] Result<filter::Expression> readFilter(
    const QStringList &words, filter::Vocabulary vocabulary = filter::Vocabulary::States);

/// How the help explains it.
[[nodiscard]] QString filterHelp();
/// The same where jobs are judged.
[[nodiscard]] QString judgedFilterHelp();

} // namespace emberwatch::cli
