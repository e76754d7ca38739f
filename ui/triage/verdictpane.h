// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/triage/plan.h"
#include "core/triage/policy.h"

#include <QScrollArea>

#include <chrono>

class QLabel;
class QVBoxLayout;

namespace emberwatch {

class ActionButton;
class AxisView;
class Commands;
class SourceCards;
class ThemeSource;
class ValueLabel;
class VerdictChip;

/// One judged job: its sentence, what each source says, when, and what is proposed.
class VerdictPane : public QScrollArea
{
    Q_OBJECT
public:
    /// @param themes, commands  outlive it
    VerdictPane(const ThemeSource *themes, const Commands &commands, QWidget *parent = nullptr);

    void showJob(const PlannedAction &action, const JudgedJob &job, const Policy &policy);
    /// @param now             ours
    /// @param serverMinusOurs of Redis's clock
    void showAges(Timestamp now, std::chrono::milliseconds serverMinusOurs);
    void setStale(bool isStale);

private:
    void addHead(const Commands &commands, QVBoxLayout &column);
    [[nodiscard]] QWidget *axisCard();
    [[nodiscard]] QWidget *proposedCard();
    [[nodiscard]] QLabel *addLabel(const QString &name, bool isSelectable = true);
    void lookAnew();

    const ThemeSource *m_themes;
    QWidget *m_content;
    ValueLabel *m_id;
    VerdictChip *m_chip;
    QLabel *m_sentence;
    QLabel *m_limits;
    SourceCards *m_cards;
    AxisView *m_axis;
    QLabel *m_proposedIcon;
    QLabel *m_proposedTitle;
    QLabel *m_proposed;
};

} // namespace emberwatch
