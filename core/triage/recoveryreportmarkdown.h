// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/triage/recoveryreport.h"

#include <QString>

namespace emberwatch {

/// To hand over: a title, when, the sum, and a table of all jobs. Whatever came from outside is escaped, so
/// that it is shown as the text it is.
[[nodiscard]] QString recoveryReportMarkdown(const RecoveryReport &report);

/// The text as plain words inside Markdown, also in a table cell: markup, HTML and line breaks lose their
/// meaning; control and bidirectional characters are shown escaped.
[[nodiscard]] QString markdownEscaped(const QString &text);

} // namespace emberwatch
