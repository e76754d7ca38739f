// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/undo.h"
#include "ui/theme/colors.h"
#include "ui/theme/icons.h"

#include <QMetaType>
#include <QString>

#include <optional>

namespace emberwatch {

/// Icon, word and colour of what came of an entry: never one without the others.
struct JournalOutcomeLook
{
    QString word;
    Icon icon = Icon::Question;
    QColor Colors::*color = &Colors::third;
};
/// @param outcome  nullopt: none was written
[[nodiscard]] JournalOutcomeLook lookOf(const std::optional<JournalOutcome> &outcome);
[[nodiscard]] JournalOutcomeLook lookOf(const UndoOutcome &outcome);

/// "settle as failed", "delete the state", "undo": what an entry's action is called.
[[nodiscard]] QString actionTitle(const QString &action);
/// "mara@ops-1".
[[nodiscard]] QString actorText(const Actor &actor);
/// "unclaimed result".
[[nodiscard]] QString verdictTitle(const QString &verdict);

} // namespace emberwatch

Q_DECLARE_METATYPE(emberwatch::JournalOutcomeLook)
