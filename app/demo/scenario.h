// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/dice.h"
#include "app/demo/jobplan.h"

namespace emberwatch::demo {

/// Makes up jobs: who asks for what, where it runs, how long it takes, how it ends.
class Scenario
{
public:
    explicit Scenario(quint64 seed)
        : m_dice(seed)
    {
    }

    /// A job that is submitted now.
    [[nodiscard]] JobPlan submittedAt(Timestamp now);
    /// A job as one meets it when looking at a system that has run for hours: somewhere in its life.
    [[nodiscard]] JobPlan metAt(Timestamp now);
    /// The same, among those that are not finished yet.
    [[nodiscard]] JobPlan openAt(Timestamp now);

    [[nodiscard]] Dice &dice() { return m_dice; }

private:
    Dice m_dice;
};

} // namespace emberwatch::demo
