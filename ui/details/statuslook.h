// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jobs/jobstate.h"
#include "ui/theme/colors.h"
#include "ui/theme/icons.h"

#include <QString>

#include <optional>

namespace emberwatch {

/// Icon, word and colour of a status: never one without the others.
struct StatusLook
{
    QString word;
    Icon icon = Icon::Unreadable;
    QColor Colors::*color = &Colors::conflict;
};

/// @param status  nullopt: the value is not readable
[[nodiscard]] StatusLook statusLook(std::optional<JobStatus> status);

} // namespace emberwatch
