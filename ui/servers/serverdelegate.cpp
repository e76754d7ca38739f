// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/servers/serverdelegate.h"

#include "ui/servers/servercelltext.h"
#include "ui/servers/servertablemodel.h"
#include "ui/theme/contrast.h"
#include "ui/theme/themesource.h"
#include "ui/widgets/rowlook.h"

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr int barLetters = 7;
constexpr int lineLetters = 9;

} // namespace

void ServerDelegate::paint(
    QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto column = static_cast<ServerColumn>(index.column());
    const Cell cell{painter, option, innerOf(option),
        index.data(ServerTableModel::RowRole).value<ServerRow>(), index.data().toString()};
    switch (column) {
    case ServerColumn::Running:
        return drawRunning(cell);
    case ServerColumn::Latency:
        return drawLatency(cell);
    case ServerColumn::Access:
        return drawAccess(cell);
    default:
        return drawValue(cell, column);
    }
}

void ServerDelegate::drawValue(const Cell &cell, ServerColumn column) const
{
    const Colors &colors = themes()->colors();
    Text text{cell.text, valueColor(cell.option)};
    if (column == ServerColumn::Server)
        return drawSigned(*cell.painter, cell.inner, Icon::Server, text);
    if (column == ServerColumn::State) {
        const ServerStateLook look = lookOf(cell.row.state);
        text.color = colors.*look.color;
        return drawSigned(*cell.painter, cell.inner, look.icon, text);
    }
    text.isRight = isNumeric(column);
    if (column == ServerColumn::Version || column == ServerColumn::Waiting)
        text.color = cell.row.state == ServerRow::State::NotAllowed ? colors.third : colors.second;
    if (column == ServerColumn::Jobs)
        text.color = cell.row.jobs == 0 ? colors.third : m_isStale ? colors.second : colors.accent;
    drawText(*cell.painter, cell.inner, text);
}

void ServerDelegate::drawRunning(const Cell &cell) const
{
    const Colors &colors = themes()->colors();
    const bool isIdle = !cell.row.look || !cell.row.look->queue || cell.row.look->queue->running.isEmpty();
    if (isIdle) {
        drawText(*cell.painter, cell.inner, {cell.text, colors.third});
        return;
    }
    const QFontMetrics metrics(themes()->fonts().body);
    const qsizetype gap = cell.text.indexOf("  "_L1);
    const int barWidth = metrics.averageCharWidth() * barLetters;
    const int percentWidth = metrics.horizontalAdvance(u"100 %"_s);
    const int height = themes()->measures().progressBar;
    const bool hasProgress = cell.row.running && cell.row.running->progress;
    if (hasProgress) {
        const QRect bar(cell.inner.left(), cell.inner.center().y() - height / 2 + 1, barWidth, height);
        const bool isSelected = cell.option.state.testFlag(QStyle::State_Selected);
        drawProgressBar(*cell.painter, bar, *cell.row.running->progress,
            m_isStale ? colors.second : colors.processing, isSelected ? colors.base : colors.hairline);
    }
    QRect percent = cell.inner;
    percent.setLeft(percent.left() + barWidth + themes()->measures().within);
    percent.setWidth(percentWidth);
    drawText(*cell.painter, percent,
        {cell.text.left(gap), hasProgress ? valueColor(cell.option) : colors.third, &Fonts::body,
            Qt::ElideRight, true});
    QRect id = cell.inner;
    id.setLeft(percent.right() + 1 + themes()->measures().between);
    drawText(*cell.painter, id, {cell.text.mid(gap + 2), colors.second, &Fonts::mono, Qt::ElideMiddle});
}

void ServerDelegate::drawLatency(const Cell &cell) const
{
    const int used = drawText(
        *cell.painter, cell.inner, {cell.text, themes()->colors().second, &Fonts::body, Qt::ElideLeft, true});
    const int width = QFontMetrics(themes()->fonts().body).averageCharWidth() * lineLetters;
    QRect room = cell.inner.adjusted(0, 0, -used - themes()->measures().within, 0);
    room.setLeft(std::max(room.left(), room.right() - width));
    if (room.width() >= width / 2)
        drawLine(cell, room);
}

/// From nothing to the slowest: what is flat is steady.
void ServerDelegate::drawLine(const Cell &cell, const QRect &room) const
{
    const auto &latencies = cell.row.look->latencies;
    if (latencies.size() < 2)
        return;
    const auto slowest = std::max(std::ranges::max(latencies), std::chrono::milliseconds(4));
    const qreal height = room.height() - 2.0 * themes()->measures().grid - 2;
    const qreal bottom = room.bottom() - themes()->measures().grid;
    const qreal step = static_cast<qreal>(room.width()) / (comfyui::ServerLook::mostLatencies - 1);
    QPainterPath line;
    for (qsizetype i = 0; i < latencies.size(); ++i) {
        const qreal share = static_cast<qreal>(latencies[i].count()) / static_cast<qreal>(slowest.count());
        const QPointF point(
            room.right() - static_cast<qreal>(latencies.size() - 1 - i) * step, bottom - share * height);
        i == 0 ? line.moveTo(point) : line.lineTo(point);
    }
    cell.painter->setRenderHint(QPainter::Antialiasing);
    cell.painter->setBrush(Qt::NoBrush);
    cell.painter->setPen(QPen(themes()->colors().outline, 1.2));
    cell.painter->drawPath(line);
}

void ServerDelegate::drawAccess(const Cell &cell) const
{
    const Colors &colors = themes()->colors();
    if (!cell.row.entryToAllow().isEmpty())
        drawButton(cell, buttonOf(cell.option));
    else if (cell.row.isAllowed)
        drawSigned(*cell.painter, cell.inner, Icon::Completed, {cell.text, colors.third});
    else
        drawText(*cell.painter, cell.inner, {cell.text, colors.third});
}

QRect ServerDelegate::buttonOf(const QStyleOptionViewItem &option) const
{
    const int grid = themes()->measures().grid;
    const int width = QFontMetrics(themes()->fonts().body).horizontalAdvance(accessWords()[0])
        + 2 * themes()->measures().between;
    QRect button = innerOf(option).adjusted(0, grid / 2, 0, -grid / 2);
    button.setWidth(std::min(button.width(), width));
    return button;
}

void ServerDelegate::drawButton(const Cell &cell, const QRect &button) const
{
    const Colors &colors = themes()->colors();
    const bool isHovered = cell.option.state.testFlag(QStyle::State_MouseOver);
    const QColor fill = colors.isDark ? colors.raised : colors.base;
    const qreal corner = themes()->measures().corner;
    cell.painter->setRenderHint(QPainter::Antialiasing);
    cell.painter->setPen(isHovered ? colors.accent : colors.outline);
    cell.painter->setBrush(fill);
    cell.painter->drawRoundedRect(QRectF(button).adjusted(0.5, 0.5, -0.5, -0.5), corner, corner);
    cell.painter->setFont(themes()->fonts().body);
    cell.painter->setPen(colors.text);
    cell.painter->drawText(button, Qt::AlignCenter | Qt::TextSingleLine, cell.text);
}

bool ServerDelegate::editorEvent(
    QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const auto *mouse
        = event->type() == QEvent::MouseButtonRelease ? static_cast<QMouseEvent *>(event) : nullptr;
    if (!mouse || mouse->button() != Qt::LeftButton)
        return CellDelegate::editorEvent(event, model, option, index);
    const auto row = index.data(ServerTableModel::RowRole).value<ServerRow>();
    const auto column = static_cast<ServerColumn>(index.column());
    if (column == ServerColumn::Jobs && row.jobs > 0)
        Q_EMIT jobsClicked(index);
    else if (column == ServerColumn::Access && !row.entryToAllow().isEmpty()
        && buttonOf(option).contains(mouse->position().toPoint()))
        Q_EMIT allowClicked(index);
    else
        return CellDelegate::editorEvent(event, model, option, index);
    return true;
}

} // namespace emberwatch
