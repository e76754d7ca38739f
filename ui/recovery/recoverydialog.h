// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/operations/recovery.h"
#include "core/operations/undo.h"
#include "ui/engine/trackingsummary.h"
#include "ui/recovery/reportfollowup.h"
#include "ui/recovery/scopewords.h"
#include "ui/shell/banddialog.h"
#include "ui/shell/environment.h"

class QLabel;
class QProgressBar;
class QPushButton;
class QStackedWidget;

namespace emberwatch {

class PlanPage;
class ProgressPage;
class ReportMenu;
class ReportPage;
class ResultModel;
class SteadyLabel;

/// A recovery, cleaning or reconciliation in four steps: it looks, proposes a plan, carries it out, and
/// reports. Works on values: whoever runs the procedure hears the signals and calls the slots.
class RecoveryDialog : public BandDialog
{
    Q_OBJECT
public:
    enum class Step : quint8
    {
        Looking,
        Plan,
        Progress,
        Report,
        Trouble, ///< the procedure itself could not be carried out
    };

    /// @param themes  outlives it
    /// @param clock   ours
    RecoveryDialog(const ThemeSource *themes, PlanScope scope, Environment environment, Clock clock,
        QWidget *parent = nullptr);

    [[nodiscard]] Step step() const { return m_step; }
    /// It is about these jobs alone; empty: all.
    void setOnly(const QSet<PromptId> &jobs) { m_only = jobs; }
    /// While a plan is carried out: hides, and the work goes on.
    void reject() override;
    /// It was hidden while its plan is carried out, and not shown since.
    [[nodiscard]] bool isInBackground() const { return m_isInBackground; }
    /// How far it is, or what came of it, in one line.
    [[nodiscard]] QString workText() const;

public Q_SLOTS:
    /// How far it is, before there is a plan and while one is carried out.
    void showProgress(const emberwatch::RecoveryProgress &progress);
    void showProposal(const emberwatch::RecoveryProposal &proposal);
    void showReport(const emberwatch::RecoveryReport &report);
    void showError(const emberwatch::Error &error);
    /// Writing is not allowed: the plan cannot be carried out before it is.
    void setReadOnly(bool isReadOnly);
    /// Some of what the report tells was taken back.
    void showUndone(const QList<emberwatch::UndoneEntry> &undone);
    /// Of what was resumed; the report says so.
    void showTracking(const emberwatch::TrackingSummary &tracking);

Q_SIGNALS:
    /// Judge anew: showProposal() follows.
    /// @param only  these jobs; empty: all
    void judgeRequested(const QSet<emberwatch::PromptId> &only);
    /// What is ticked in its plan is carried out.
    void carryOutRequested(const emberwatch::RecoveryProposal &proposal);
    void allowWritesRequested();
    /// What was carried out is to be taken back, or some of it: it is asked what.
    void undoRequested(const emberwatch::BatchId &batch);
    /// No further job is begun; the report follows.
    void stopRequested();
    /// What workText() says may be another.
    void workChanged();

protected:
    void showEvent(QShowEvent *event) override;

private:
    void addHead(const Environment &environment);
    void addPages(Clock clock);
    void addFoot();
    [[nodiscard]] QWidget *lookingPage();
    void goTo(Step step);
    void follow();
    void begin();
    void judgeAgain();
    void showFollowUp();
    void carryOut();
    void dryRun();
    void stop();
    void goToBackground();
    [[nodiscard]] QString obstacle() const;
    [[nodiscard]] bool isConfirmed();
    [[nodiscard]] bool resumesAny() const;
    [[nodiscard]] QString headline() const;
    [[nodiscard]] QString subline() const;

    const ThemeSource *m_themes;
    PlanScope m_scope;
    ScopeWords m_words;
    Environment m_environment;
    Step m_step = Step::Looking;
    bool m_isReadOnly = false;
    bool m_isDryRun = false;
    bool m_isStopping = false;
    bool m_isInBackground = false;
    RecoveryProgress m_done; ///< while it is carried out
    QString m_phase;
    QSet<PromptId> m_only; ///< empty: all
    Clock m_clock;
    RecoveryReport m_report;
    ReportFollowUp m_followUp; ///< of that
    TrackingSummary m_tracking;
    ResultModel *m_results;
    QLabel *m_title;
    QLabel *m_subtitle;
    QStackedWidget *m_pages;
    QLabel *m_looking;
    QLabel *m_trouble;
    PlanPage *m_plan;
    ProgressPage *m_progress;
    ReportPage *m_reportPage;
    ReportMenu *m_menu;
    QLabel *m_note;
    QPushButton *m_undo;
    SteadyLabel *m_undoLimit;
    QPushButton *m_export;
    QPushButton *m_judge;
    QPushButton *m_dry;
    QPushButton *m_back;
    QPushButton *m_allow;
    QPushButton *m_background;
    QPushButton *m_stop;
    QPushButton *m_close;
    QPushButton *m_go;
};

} // namespace emberwatch
