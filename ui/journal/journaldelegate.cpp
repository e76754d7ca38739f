// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/journal/journaldelegate.h"

#include "ui/journal/journalmodel.h"
#include "ui/theme/themesource.h"

#include <QMouseEvent>
#include <QTreeView>

namespace emberwatch {

QRect JournalDelegate::signOf(const QStyleOptionViewItem &option) const
{
    const QRect inner = innerOf(option);
    return {inner.left(), inner.top(), themes()->measures().icon, inner.height()};
}

void JournalDelegate::drawWhen(
    QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Measures &measures = themes()->measures();
    const bool isOperation = index.data(JournalModel::IsOperationRole).toBool();
    const bool isPart = index.parent().isValid();
    if (isOperation) {
        const auto *tree = qobject_cast<const QTreeView *>(option.widget);
        const bool isOpen = tree && tree->isExpanded(index);
        drawIcon(painter, signOf(option), isOpen ? Icon::ChevronDown : Icon::ChevronRight,
            themes()->colors().second);
    }
    QRect room = innerOf(option);
    room.setLeft(room.left() + (measures.icon + measures.grid) * (isPart ? 2 : 1));
    drawText(painter, room,
        {index.data().toString(), isPart ? themes()->colors().second : valueColor(option),
            isOperation ? &Fonts::strong : &Fonts::body});
}

void JournalDelegate::paint(
    QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Colors &colors = themes()->colors();
    const bool isUndone = index.data(JournalModel::IsUndoneRole).toBool();
    Text text{index.data().toString(), isUndone ? colors.third : valueColor(option)};
    switch (static_cast<JournalColumn>(index.column())) {
    case JournalColumn::When:
        return drawWhen(*painter, option, index);
    case JournalColumn::Job:
        if (!index.data(JournalModel::IsSeveralRole).toBool()) {
            text.font = &Fonts::mono;
            text.elide = Qt::ElideMiddle;
        }
        break;
    case JournalColumn::Outcome: {
        const auto look = index.data(JournalModel::LookRole).value<JournalOutcomeLook>();
        text.color = isUndone ? colors.third : colors.*look.color;
        return drawSigned(*painter, innerOf(option), isUndone ? Icon::Undo : look.icon, text);
    }
    case JournalColumn::Verdict:
    case JournalColumn::By:
        text.color = colors.second;
        break;
    case JournalColumn::Action:
        break;
    }
    drawText(*painter, innerOf(option), text);
}

bool JournalDelegate::editorEvent(
    QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const bool isRelease = event->type() == QEvent::MouseButtonRelease;
    const auto *mouse = isRelease ? static_cast<QMouseEvent *>(event) : nullptr;
    const int grip = themes()->measures().grid;
    const bool isHit = mouse && mouse->button() == Qt::LeftButton
        && static_cast<JournalColumn>(index.column()) == JournalColumn::When
        && index.data(JournalModel::IsOperationRole).toBool()
        && signOf(option).adjusted(-grip, 0, grip, 0).contains(mouse->position().toPoint());
    if (!isHit)
        return CellDelegate::editorEvent(event, model, option, index);
    Q_EMIT signClicked(index);
    return true;
}

} // namespace emberwatch
