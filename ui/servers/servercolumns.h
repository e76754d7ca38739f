// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/columnfit.h"

#include <QString>

#include <vector>

namespace emberwatch {

struct Theme;

enum class ServerColumn : quint8
{
    Server,
    State,
    Version,
    Waiting,
    Running,
    Latency,
    Jobs,
    Access,
};
constexpr int serverColumnCount = static_cast<int>(ServerColumn::Access) + 1;

/// Where a server has not answered, one sentence takes the place of these columns.
constexpr ServerColumn firstNoteColumn = ServerColumn::Version;
constexpr int noteColumns
    = static_cast<int>(ServerColumn::Latency) - static_cast<int>(ServerColumn::Version) + 1;

[[nodiscard]] QString titleOf(ServerColumn column);
[[nodiscard]] bool isNumeric(ServerColumn column);
[[nodiscard]] std::vector<FittedColumn> serverColumnsFor(const Theme &theme);

} // namespace emberwatch
