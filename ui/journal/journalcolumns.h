// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/columnfit.h"

#include <QString>

#include <vector>

namespace emberwatch {

struct Theme;

enum class JournalColumn : quint8
{
    When,
    Action,
    Job,
    Verdict,
    By,
    Outcome,
};
constexpr int journalColumnCount = static_cast<int>(JournalColumn::Outcome) + 1;
[[nodiscard]] QString titleOf(JournalColumn column);
[[nodiscard]] std::vector<FittedColumn> journalColumnsFor(const Theme &theme);

} // namespace emberwatch
