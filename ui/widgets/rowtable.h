// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/rowlook.h"

#include <QTreeView>

#include <functional>
#include <vector>

namespace emberwatch {

struct FittedColumn;
struct Theme;
class TableHeader;
class ThemeSource;

/// A table for some rows (the jobs have one of their own): in the look of the jobs table, its columns share
/// the room, one row is selected, the space bar ticks. Cells are the delegate's; the rest of a row is drawn
/// here.
class RowTable : public QTreeView
{
    Q_OBJECT
public:
    enum Role
    {
        /// How many columns a cell takes, itself among them; the cells that it covers are not drawn.
        SpanRole = Qt::UserRole + 1000,
    };
    /// The widths for a theme, one a column of the model.
    using Columns = std::function<std::vector<FittedColumn>(const Theme &)>;

    /// @param themes  outlives it
    RowTable(const ThemeSource *themes, Columns columns, QWidget *parent = nullptr);

    void setModel(QAbstractItemModel *model) override;
    /// What is shown was true once.
    void setStale(bool isStale);
    [[nodiscard]] bool isStale() const { return m_isStale; }

Q_SIGNALS:
    void currentRowChanged();

protected:
    void drawRow(
        QPainter *painter, const QStyleOptionViewItem &options, const QModelIndex &index) const override;
    void drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    [[nodiscard]] const ThemeSource *themes() const { return m_themes; }

private:
    void fit();
    void renew();
    void moveBy(int rows);
    bool toggleTick();
    void drawCells(QPainter *painter, QStyleOptionViewItem cell, const QModelIndex &row) const;

    const ThemeSource *m_themes;
    Columns m_columns;
    TableHeader *m_header;
    bool m_isStale = false;
    /// What was painted as under the mouse, until the mouse is seen to have left it: rows change beneath it,
    /// too.
    mutable QRect m_hovered;
};

/// Of a cell, what its row shows: for delegates.
[[nodiscard]] RowState rowStateOf(const QStyleOptionViewItem &option);

} // namespace emberwatch
