// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/triage/verdict.h"
#include "ui/theme/colors.h"
#include "ui/theme/icons.h"

#include <QString>

namespace emberwatch {

/// Icon, word and colour of a verdict: never one without the others.
struct VerdictLook
{
    QString word; ///< "unclaimed result"
    Icon icon = Icon::Question;
    QColor Colors::*color = &Colors::third;
};
[[nodiscard]] VerdictLook lookOf(Verdict verdict);

} // namespace emberwatch
