// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/triage/triagedelegate.h"

#include "ui/theme/themesource.h"
#include "ui/triage/triagemodel.h"

namespace emberwatch {

void TriageDelegate::paint(
    QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Colors &colors = themes()->colors();
    Text text{index.data().toString(), valueColor(option)};
    switch (static_cast<TriageColumn>(index.column())) {
    case TriageColumn::Redis:
    case TriageColumn::Database:
    case TriageColumn::ComfyUi: {
        const auto look = index.data(TriageModel::LookRole).value<ReadingLook>();
        text.color = m_isStale ? colors.second : colors.*look.color;
        return drawSigned(*painter, innerOf(option), look.icon, text);
    }
    case TriageColumn::Silence: {
        const bool isOver = index.data(TriageModel::IsOverRole).toBool() && !m_isStale;
        text.color = isOver ? colors.warning : colors.second;
        text.isRight = true;
        const int used = drawText(*painter, innerOf(option), text);
        if (isOver) {
            QRect room = innerOf(option);
            room.setLeft(room.right() + 1 - used - themes()->measures().icon - themes()->measures().grid);
            drawIcon(*painter, room, Icon::Warning, text.color);
        }
        return;
    }
    case TriageColumn::Job:
        text.font = &Fonts::mono;
        text.elide = Qt::ElideMiddle;
        break;
    case TriageColumn::Why:
        text.color = colors.second;
        break;
    case TriageColumn::User:
        break;
    }
    drawText(*painter, innerOf(option), text);
}

} // namespace emberwatch
