// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/recovery.h"

#include <QWidget>

class QLabel;

namespace emberwatch {

class OutcomeBar;
class ResultModel;
class RowTable;
class ThemeSource;

/// A plan while it is carried out: how far it is, and what is done to which job.
class ProgressPage : public QWidget
{
    Q_OBJECT
public:
    /// @param themes, results  outlive it
    ProgressPage(const ThemeSource *themes, ResultModel *results, QWidget *parent = nullptr);

    void start(const Plan &plan);
    void showProgress(const RecoveryProgress &progress);
    void setStopping();

private:
    void showDone(int done);

    ResultModel *m_results;
    QLabel *m_done;
    QLabel *m_phase;
    OutcomeBar *m_bar;
    RowTable *m_table;
};

} // namespace emberwatch
