// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/triage/recoveryreport.h"

#include <QMenu>

namespace emberwatch {

enum class ReportFormat : quint8
{
    Markdown,
    Json,
    Text,
};
[[nodiscard]] QByteArray reportBytes(const RecoveryReport &report, ReportFormat format);
/// Markdown and JSON by the name's ending, else text. Errors: Permission.
[[nodiscard]] Result<void> saveReport(const RecoveryReport &report, const QString &fileName);

/// Takes a report along: to the clipboard in three forms, or into a file.
class ReportMenu : public QMenu
{
    Q_OBJECT
public:
    explicit ReportMenu(QWidget *parent = nullptr);

    void setReport(const RecoveryReport &report) { m_report = report; }

Q_SIGNALS:
    /// "Copied as Markdown", "Saved to ...", or why not: a short word.
    void told(const QString &text);

private:
    void copy(ReportFormat format, const QString &name);
    void save();

    RecoveryReport m_report;
};

} // namespace emberwatch
