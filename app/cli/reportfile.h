// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/triage/recoveryreport.h"

#include <QString>

namespace emberwatch::cli {

enum class ReportFormat : quint8
{
    Text,
    Json,
    Markdown
};

/// By the extension: .txt, .json, .md. Errors: Invalid for another.
[[nodiscard]] Result<ReportFormat> reportFormatOf(const QString &fileName);
/// Errors: Invalid: no extension that says a format, or nothing will be reported.
[[nodiscard]] Result<void> checkReportFile(const QString &fileName, bool isDryRun);
[[nodiscard]] QByteArray reportText(const RecoveryReport &report, ReportFormat format);
/// Replaces the file as a whole. Errors: Invalid, with the reason.
[[nodiscard]] Result<void> writeReport(const QString &fileName, const QByteArray &text);

} // namespace emberwatch::cli
