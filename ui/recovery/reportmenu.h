// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/triage/plan.h"
#include "core/triage/recoveryreport.h"

#include <QMenu>

#include <optional>

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

/// The plan as `emberwatch plan show` and `emberwatch apply` read it. Errors: Permission.
[[nodiscard]] Result<void> savePlan(const Plan &plan, const QString &fileName);

/// Takes a report along: to the clipboard in three forms, or into a file; and a plan, while there is one.
class ReportMenu : public QMenu
{
    Q_OBJECT
public:
    explicit ReportMenu(QWidget *parent = nullptr);

    void setReport(const RecoveryReport &report) { m_report = report; }
    /// It can be saved, too; nullopt: there is none any more.
    void setPlan(const std::optional<Plan> &plan);

Q_SIGNALS:
    /// "Copied as Markdown", "Saved to ...", or why not: a short word.
    void told(const QString &text);

private:
    void copy(ReportFormat format, const QString &name);
    void save();
    void savePlan();

    RecoveryReport m_report;
    std::optional<Plan> m_plan;
    QAction *m_savePlan;
};

} // namespace emberwatch
