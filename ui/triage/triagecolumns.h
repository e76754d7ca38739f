// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/columnfit.h"

#include <QString>

#include <vector>

namespace emberwatch {

struct Theme;

enum class TriageColumn : quint8
{
    Job,
    User,
    Redis,
    Database,
    ComfyUi,
    Silence,
    Why,
};
constexpr int triageColumnCount = static_cast<int>(TriageColumn::Why) + 1;
[[nodiscard]] QString titleOf(TriageColumn column);
[[nodiscard]] std::vector<FittedColumn> triageColumnsFor(const Theme &theme);

} // namespace emberwatch
