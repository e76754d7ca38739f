// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/triage/plannedaction.h"
#include "ui/theme/colors.h"
#include "ui/theme/icons.h"

#include <QString>

namespace emberwatch {

/// What the triage page lists jobs under: a verdict, and of what lives whether something is to be done.
enum class TriageKind : quint8
{
    Conflict,
    Corrupt,
    Zombie,
    UnclaimedResult,
    LateResult,
    Stale,
    Orphaned,
    Lost,
    LiveToResume,
    Stalled,
    Unverifiable,
    Settling,
    LiveAndQuiet,
    Residue,
    Foreign,
    Consistent,
};
constexpr int triageKindCount = static_cast<int>(TriageKind::Consistent) + 1;

/// What they ask of a person, the most urgent first.
enum class TriageGroup : quint8
{
    NeedsPerson,
    CanBePutRight,
    Wait,
    NothingToDo,
};

[[nodiscard]] TriageKind kindOf(const PlannedAction &action);
[[nodiscard]] TriageGroup groupOf(TriageKind kind);
/// "Can be put right".
[[nodiscard]] QString titleOf(TriageGroup group);

/// Icon, word and colour of a kind: never one without the others.
struct TriageLook
{
    QString word; ///< "unclaimed result"
    Icon icon = Icon::Question;
    QColor Colors::*color = &Colors::third;
    QColor Colors::*tint = &Colors::raised;
};
[[nodiscard]] TriageLook lookOf(TriageKind kind);
/// What is the matter with such jobs: one sentence.
[[nodiscard]] QString meaningOf(TriageKind kind);

} // namespace emberwatch
