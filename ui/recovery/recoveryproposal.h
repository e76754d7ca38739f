// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/triage/hold.h"
#include "core/triage/plan.h"
#include "core/triage/policy.h"

#include <QHash>
#include <QMetaType>

#include <optional>

namespace emberwatch {

/// What a recovery proposes: its plan, and what each verdict rests on.
struct RecoveryProposal
{
    Plan plan;
    QHash<PromptId, JudgedJob> judged; ///< of the jobs in the plan
    Policy policy; ///< that it was judged by
    std::optional<Hold> hold; ///< nullopt: none lasts
};

} // namespace emberwatch

Q_DECLARE_METATYPE(emberwatch::RecoveryProposal)
