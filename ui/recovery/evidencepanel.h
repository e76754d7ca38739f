// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/recoveryproposal.h"
#include "ui/widgets/detailscolumn.h"

namespace emberwatch {

/// Everything that speaks for what is proposed for one job: verdict, sentence, steps, readings with their
/// requests, limits.
class EvidencePanel : public DetailsColumn
{
    Q_OBJECT
public:
    /// @param themes  outlives it
    explicit EvidencePanel(const ThemeSource *themes, QWidget *parent = nullptr);

    /// @param judged  nullptr: what it rests on is not at hand
    void showJob(const PlannedAction &job, const JudgedJob *judged, const Policy &policy);
    void showNothing();

private:
    void addTitle(const PlannedAction &job);
    void addSteps(const QList<Step> &steps);
    void addEvidence(const JudgedJob &judged);
    void addLimits(const JudgedJob &judged, const Policy &policy);
};

} // namespace emberwatch
