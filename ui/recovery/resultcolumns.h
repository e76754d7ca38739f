// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/columnfit.h"

#include <QString>

#include <vector>

namespace emberwatch {

struct Theme;

enum class ResultColumn : quint8
{
    Result,
    Job,
    User,
    What,
};
constexpr int resultColumnCount = static_cast<int>(ResultColumn::What) + 1;
[[nodiscard]] QString titleOf(ResultColumn column);
[[nodiscard]] std::vector<FittedColumn> resultColumnsFor(const Theme &theme);

} // namespace emberwatch
