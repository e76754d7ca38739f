// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/servers/servercolumns.h"
#include "ui/servers/serverrow.h"
#include "ui/widgets/celldelegate.h"

namespace emberwatch {

/// The cells of the servers table. A click on a number of jobs, or on "Allow", is told.
class ServerDelegate : public CellDelegate
{
    Q_OBJECT
public:
    using CellDelegate::CellDelegate;

    /// The feed from Redis is not live: what comes from there loses its colour.
    void setStale(bool isStale) { m_isStale = isStale; }

    void paint(
        QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
        const QModelIndex &index) override;

Q_SIGNALS:
    void jobsClicked(const QModelIndex &index);
    void allowClicked(const QModelIndex &index);

private:
    struct Cell
    {
        QPainter *painter;
        QStyleOptionViewItem option;
        QRect inner;
        ServerRow row;
        QString text;
    };
    void drawValue(const Cell &cell, ServerColumn column) const;
    void drawRunning(const Cell &cell) const;
    void drawLatency(const Cell &cell) const;
    void drawLine(const Cell &cell, const QRect &room) const;
    void drawAccess(const Cell &cell) const;
    void drawButton(const Cell &cell, const QRect &button) const;
    [[nodiscard]] QRect buttonOf(const QStyleOptionViewItem &option) const;

    bool m_isStale = false;
};

} // namespace emberwatch
