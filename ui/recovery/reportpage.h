// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/triage/recoveryreport.h"

#include <QWidget>

namespace emberwatch {

class MessageCard;
class OutcomeBar;
class ResultModel;
class RowTable;
class ThemeSource;

/// What a recovery has come to: the sum, every job with its reason, and what failed in front.
class ReportPage : public QWidget
{
    Q_OBJECT
public:
    /// @param themes, results  outlive it
    ReportPage(const ThemeSource *themes, ResultModel *results, QWidget *parent = nullptr);

    /// @param isDryRun  nothing was done: it says what would be
    void setReport(const RecoveryReport &report, bool isDryRun);

private:
    void showFailures();
    void showBeside(const RecoveryReport &report);

    ResultModel *m_results;
    OutcomeBar *m_bar;
    RowTable *m_table;
    MessageCard *m_failures;
    MessageCard *m_beside;
};

} // namespace emberwatch
