// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/recoveryproposal.h"
#include "ui/triage/triagekind.h"

#include <QList>
#include <QMetaType>

#include <array>

namespace emberwatch {

/// One look at all jobs, sorted into kinds. Made in the engine thread; copies share what it holds.
struct TriageBoard
{
    /// The jobs of one kind.
    struct Pile
    {
        QList<qsizetype> jobs; ///< places in the plan, those that have been silent for longest first
        int users = 0; ///< how many different ones they belong to
        int changes = 0; ///< about how many of them something would be done
    };
    RecoveryProposal proposal;
    std::array<Pile, triageKindCount> piles;

    [[nodiscard]] const Pile &pile(TriageKind kind) const { return piles[static_cast<size_t>(kind)]; }
    /// How many jobs something is the matter with.
    [[nodiscard]] qsizetype attention() const;
    [[nodiscard]] Timestamp judgedAt() const { return proposal.plan.madeAt; } ///< our clock
    /// nullptr: what was judged of it is not at hand.
    [[nodiscard]] const JudgedJob *judged(const PromptId &id) const;
};
[[nodiscard]] TriageBoard triageBoardOf(RecoveryProposal proposal);

} // namespace emberwatch

Q_DECLARE_METATYPE(emberwatch::TriageBoard)
