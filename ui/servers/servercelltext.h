// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/timestamp.h"
#include "ui/servers/servercolumns.h"
#include "ui/servers/serverrow.h"
#include "ui/theme/colors.h"
#include "ui/theme/icons.h"

#include <QStringList>
#include <QVariant>

namespace emberwatch {

/// Icon, word and colour of a server's state: never one without the others.
struct ServerStateLook
{
    QString word;
    Icon icon = Icon::Question;
    QColor Colors::*color = &Colors::third;
};
[[nodiscard]] ServerStateLook lookOf(ServerRow::State state);
/// All that the columns have to hold.
[[nodiscard]] QStringList stateWords();
[[nodiscard]] QStringList accessWords();

/// Instead of version, queue, running job and latency a sentence is shown: there is nothing current to show.
[[nodiscard]] bool hasNote(const ServerRow &row);
/// "No answer since 14:01:10 (connection refused). Asked again in 20 s."
/// @param now  ours
[[nodiscard]] QString noteOf(const ServerRow &row, Timestamp now);

/// "gpu-2", "gpu-2:8189", "https://gpu-2/comfy": without what is usual.
[[nodiscard]] QString serverTitle(const ServerRow &row);

/// For people; of a cell that a note covers too.
[[nodiscard]] QString serverCellText(ServerColumn column, const ServerRow &row, Timestamp now);
[[nodiscard]] QString serverCellToolTip(ServerColumn column, const ServerRow &row, Timestamp now);
/// A number where the column has one, else the text.
[[nodiscard]] QVariant serverCellValue(ServerColumn column, const ServerRow &row);

} // namespace emberwatch
