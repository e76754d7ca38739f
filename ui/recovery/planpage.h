// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/recoveryproposal.h"
#include "ui/recovery/confirmation.h"
#include "ui/shell/environment.h"

#include <QTimer>
#include <QWidget>

class QLabel;

namespace emberwatch {

class AgreementFields;
class EvidencePanel;
class PlanModel;
class RowTable;
class SteadyLabel;
class ThemeSource;

/// The plan of a recovery: what would be done to which job, why, and what is left alone. Shows and ticks;
/// changes nothing.
class PlanPage : public QWidget
{
    Q_OBJECT
public:
    /// @param themes  outlives it
    /// @param clock   ours
    PlanPage(const ThemeSource *themes, Environment environment, Clock clock, QWidget *parent = nullptr);

    /// The same plan judged anew keeps the ticks that the operator has set.
    void setProposal(const RecoveryProposal &proposal);
    /// With the ticks as they are.
    [[nodiscard]] const Plan &plan() const;
    [[nodiscard]] RecoveryProposal proposal() const;
    [[nodiscard]] int changes() const;
    [[nodiscard]] Confirmation confirmation() const;
    /// Why the plan cannot be carried out as it stands; empty: it can.
    [[nodiscard]] QString obstacle() const;

Q_SIGNALS:
    /// Ticks or what is typed: what plan(), changes() and obstacle() say may be another.
    void changed();

private:
    void layOut();
    void expandChanges();
    void showCounts();
    void showCurrent();
    void showAge();
    void follow();

    const ThemeSource *m_themes;
    Environment m_environment;
    Clock m_clock;
    RecoveryProposal m_proposal;
    QTimer m_seconds;
    PlanModel *m_model;
    QLabel *m_counts;
    SteadyLabel *m_age;
    RowTable *m_table;
    EvidencePanel *m_evidence;
    AgreementFields *m_agreement;
};

} // namespace emberwatch
