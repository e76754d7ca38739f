// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recovery/plandelegate.h"

#include "ui/recovery/planmodel.h"
#include "ui/recovery/verdictlook.h"
#include "ui/theme/themesource.h"

#include <QMouseEvent>
#include <QTreeView>

namespace emberwatch {

QRect PlanDelegate::boxOf(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QRect inner = innerOf(option);
    const int size = themes()->measures().icon;
    const int indent = index.data(PlanModel::IsGroupRole).toBool() ? 0 : size + themes()->measures().within;
    return {inner.left() + indent, inner.top() + (inner.height() - size) / 2, size, size};
}

void PlanDelegate::paint(
    QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QVariant state = index.data(Qt::CheckStateRole);
    const QRect box = boxOf(option, index);
    if (state.isValid())
        drawTick(*painter, box, static_cast<Qt::CheckState>(state.toInt()));
    if (!index.data(PlanModel::IsGroupRole).toBool()) {
        const auto job = index.data(PlanModel::ActionRole).value<PlannedAction>();
        return drawJob(*painter, option, index, job);
    }
    if (!state.isValid()) {
        const auto *tree = qobject_cast<const QTreeView *>(option.widget);
        const bool isOpen = tree && tree->isExpanded(index);
        drawIcon(*painter, box, isOpen ? Icon::ChevronDown : Icon::ChevronRight, themes()->colors().second);
    }
    QRect room = innerOf(option);
    room.setLeft(box.right() + 1 + themes()->measures().within);
    drawText(*painter, room, {index.data().toString(), valueColor(option), &Fonts::strong});
}

void PlanDelegate::drawJob(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index,
    const PlannedAction &job) const
{
    const Colors &colors = themes()->colors();
    QRect room = innerOf(option);
    Text text{index.data().toString(), job.isTicked ? valueColor(option) : colors.second};
    switch (static_cast<PlanColumn>(index.column())) {
    case PlanColumn::Job:
        room.setLeft(boxOf(option, index).right() + 1 + themes()->measures().within);
        text.font = &Fonts::mono;
        text.elide = Qt::ElideMiddle;
        break;
    case PlanColumn::Verdict: {
        const VerdictLook look = lookOf(job.verdict);
        text.color = colors.*look.color;
        return drawSigned(painter, room, look.icon, text);
    }
    case PlanColumn::User:
    case PlanColumn::Why:
        break;
    }
    drawText(painter, room, text);
}

bool PlanDelegate::editorEvent(
    QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    if (event->type() != QEvent::MouseButtonRelease)
        return false;
    const QVariant state = index.data(Qt::CheckStateRole);
    const auto *mouse = static_cast<QMouseEvent *>(event);
    const int grip = themes()->measures().grid;
    const bool isHit = mouse->button() == Qt::LeftButton
        && boxOf(option, index).adjusted(-grip, -grip, grip, grip).contains(mouse->position().toPoint());
    if (isHit && !state.isValid() && index.data(PlanModel::IsGroupRole).toBool())
        Q_EMIT signClicked(index);
    if (!isHit || !state.isValid())
        return false;
    const auto wanted = state.toInt() == Qt::Checked ? Qt::Unchecked : Qt::Checked;
    return model->setData(index, wanted, Qt::CheckStateRole);
}

} // namespace emberwatch
