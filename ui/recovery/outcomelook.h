// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/triage/recoveryreport.h"
#include "ui/theme/colors.h"
#include "ui/theme/icons.h"

#include <QList>
#include <QString>

#include <optional>

namespace emberwatch {

/// Icon, word and colour of what became of a job: never one without the others.
struct OutcomeLook
{
    QString word;
    Icon icon = Icon::Minus;
    QColor Colors::*color = &Colors::third;
};
/// @param outcome  nullopt: it is not told yet
[[nodiscard]] OutcomeLook lookOf(std::optional<RecoveryOutcome> outcome);

/// In the order in which they are told.
[[nodiscard]] const QList<RecoveryOutcome> &outcomesInOrder();

} // namespace emberwatch
