// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/operations/planwalk.h"
#include "ui/shell/commands.h"
#include "ui/triage/triageboard.h"

#include <QTimer>
#include <QWidget>

#include <optional>

class QLabel;
class QPushButton;
class QSplitter;
class QStackedWidget;

namespace emberwatch {

class ActionButton;
class EmptyState;
class MessageCard;
class RowTable;
class ThemeSource;
class TriageDelegate;
class TriageHead;
class TriageList;
class TriageListModel;
class TriageModel;
class VerdictPane;

/// What is the matter with which job, and why: kinds to the left, the jobs of one, and all that speaks for
/// the verdict on one of them. Shows what was judged; judging and planning are somebody else's.
class TriagePage : public QWidget
{
    Q_OBJECT
public:
    /// @param themes, commands  outlive it
    /// @param clock             ours
    TriagePage(const ThemeSource *themes, const Commands &commands, Clock clock, QWidget *parent = nullptr);
    ~TriagePage() override;

    [[nodiscard]] const TriageBoard &board() const;
    [[nodiscard]] bool isJudged() const;
    /// nullptr: none is chosen.
    [[nodiscard]] const PlannedAction *currentJob() const;
    /// Those of the chosen kind about which something would be done.
    [[nodiscard]] QList<PromptId> plannedOfKind() const;
    /// Adds what the page knows.
    void describe(CommandContext &context) const;

public Q_SLOTS:
    /// Kind and job stay chosen where they can.
    void showBoard(const emberwatch::TriageBoard &board);
    void setJudging(bool isJudging);
    void showProgress(const emberwatch::RecoveryProgress &progress);
    void showError(const emberwatch::Error &error);
    /// Redis is away: what is shown was true once.
    void setDisconnected(bool isDisconnected);
    void setServerMinusOurClock(std::chrono::milliseconds difference);

Q_SIGNALS:
    /// What commands depend on may have changed.
    void contextChanged();
    /// The look under way is to end.
    void stopRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void layOut(const Commands &commands);
    void layOutJobs();
    void chooseKind(TriageKind kind);
    void showKind();
    void showCurrent();
    void showAge();
    void showState();
    [[nodiscard]] bool isStale() const;
    void copyEvidence() const;

    const ThemeSource *m_themes;
    Clock m_clock;
    TriageListModel *m_kinds;
    TriageModel *m_model;
    TriageList *m_list;
    QStackedWidget *m_stack;
    EmptyState *m_unjudged;
    QAction *m_judge;
    QAction *m_stop;
    MessageCard *m_trouble;
    QWidget *m_jobs; ///< what is shown once there is a judgement
    TriageHead *m_head;
    QSplitter *m_split;
    RowTable *m_table;
    TriageDelegate *m_delegate;
    EmptyState *m_none;
    VerdictPane *m_verdict;
    QTimer m_seconds;
    QString m_phase;
    bool m_isJudged = false;
    bool m_isJudging = false;
    bool m_isDisconnected = false;
    std::chrono::milliseconds m_serverMinusOurs{0};
};

} // namespace emberwatch
