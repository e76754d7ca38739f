// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/triage/plan.h"

#include <QTimer>
#include <QWidget>

class QLabel;

namespace emberwatch {

class OutcomeBar;
class ResultModel;
class RowTable;
class ThemeSource;

/// A plan while it is carried out: how far it is, and each job as it comes out.
class ProgressPage : public QWidget
{
    Q_OBJECT
public:
    /// @param themes, results  outlive it
    ProgressPage(const ThemeSource *themes, ResultModel *results, QWidget *parent = nullptr);

    void start(const Plan &plan);
    void addResult(const RecoveredJob &job);
    /// "Finding the open jobs", "Waiting for the second look": what goes on, where it is not a single job.
    void setPhase(const QString &text);
    void setStopping();

private:
    void showProgress();

    ResultModel *m_results;
    QTimer m_soon; ///< thousands of results come at once
    QLabel *m_done;
    QLabel *m_phase;
    OutcomeBar *m_bar;
    RowTable *m_table;
};

} // namespace emberwatch
