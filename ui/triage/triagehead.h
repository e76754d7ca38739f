// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/triage/triageboard.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace emberwatch {

class ActionButton;
class Commands;
class SteadyLabel;
class ThemeSource;

/// Over the jobs of one kind: what it means, how old the judgement is, and what may be begun.
class TriageHead : public QWidget
{
    Q_OBJECT
public:
    /// @param themes, commands  outlive it
    TriageHead(const ThemeSource *themes, const Commands &commands, QWidget *parent = nullptr);

    void showKind(TriageKind kind, const TriageBoard::Pile &pile);
    /// @param isOld  it is said in the colour of a warning
    void showAge(const QString &text, bool isOld);
    void setJudging(bool isJudging);

Q_SIGNALS:
    void stopRequested();

private:
    void lookAnew();

    const ThemeSource *m_themes;
    TriageKind m_kind = TriageKind::Conflict;
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_meaning;
    SteadyLabel *m_age;
    QPushButton *m_stop;
    ActionButton *m_judge;
    ActionButton *m_plan;
};

} // namespace emberwatch
