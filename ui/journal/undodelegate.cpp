// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/journal/undodelegate.h"

#include "ui/journal/journalwords.h"
#include "ui/journal/undomodel.h"
#include "ui/theme/themesource.h"

#include <QMouseEvent>

namespace emberwatch {

QRect UndoDelegate::boxOf(const QStyleOptionViewItem &option) const
{
    const QRect inner = innerOf(option);
    const int size = themes()->measures().icon;
    return {inner.left(), inner.top() + (inner.height() - size) / 2, size, size};
}

void UndoDelegate::paint(
    QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Colors &colors = themes()->colors();
    Text text{index.data().toString(), valueColor(option)};
    QRect room = innerOf(option);
    switch (static_cast<UndoColumn>(index.column())) {
    case UndoColumn::Job: {
        const QVariant state = index.data(Qt::CheckStateRole);
        if (state.isValid())
            drawTick(*painter, boxOf(option), static_cast<Qt::CheckState>(state.toInt()));
        room.setLeft(boxOf(option).right() + 1 + themes()->measures().within);
        text.font = &Fonts::mono;
        text.elide = Qt::ElideMiddle;
        break;
    }
    case UndoColumn::Action:
        break;
    case UndoColumn::Result: {
        const QVariant look = index.data(UndoModel::LookRole);
        text.color = colors.second;
        if (look.isValid()) {
            const auto told = look.value<JournalOutcomeLook>();
            text.color = colors.*told.color;
            return drawSigned(*painter, room, told.icon, text);
        }
        break;
    }
    }
    drawText(*painter, room, text);
}

bool UndoDelegate::editorEvent(
    QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const QVariant state = index.data(Qt::CheckStateRole);
    if (!state.isValid() || event->type() != QEvent::MouseButtonRelease)
        return false;
    const auto *mouse = static_cast<QMouseEvent *>(event);
    const int grip = themes()->measures().grid;
    const bool isHit = boxOf(option).adjusted(-grip, -grip, grip, grip).contains(mouse->position().toPoint());
    const auto wanted = state.toInt() == Qt::Checked ? Qt::Unchecked : Qt::Checked;
    return mouse->button() == Qt::LeftButton && isHit && model->setData(index, wanted, Qt::CheckStateRole);
}

} // namespace emberwatch
