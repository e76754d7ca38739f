// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recovery/resultdelegate.h"

#include "ui/recovery/outcomelook.h"
#include "ui/recovery/resultmodel.h"
#include "ui/theme/themesource.h"

namespace emberwatch {

void ResultDelegate::paint(
    QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    Text text{index.data().toString(), valueColor(option)};
    switch (static_cast<ResultColumn>(index.column())) {
    case ResultColumn::Result: {
        const int outcome = index.data(ResultModel::OutcomeRole).toInt();
        const OutcomeLook look
            = lookOf(outcome < 0 ? std::nullopt : std::optional(static_cast<RecoveryOutcome>(outcome)));
        text.color = themes()->colors().*look.color;
        return drawSigned(*painter, innerOf(option), look.icon, text);
    }
    case ResultColumn::Job:
        text.font = &Fonts::mono;
        text.elide = Qt::ElideMiddle;
        break;
    case ResultColumn::What:
        text.color = themes()->colors().second;
        break;
    case ResultColumn::User:
        break;
    }
    drawText(*painter, innerOf(option), text);
}

} // namespace emberwatch
