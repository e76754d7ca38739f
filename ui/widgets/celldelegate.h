// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"

#include <QStyledItemDelegate>

#include <optional>

namespace emberwatch {

class ThemeSource;

/// What the cells of small tables are made of: icon, text, in colours that fit the row. Derive and draw.
class CellDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    /// @param themes  outlives it
    explicit CellDelegate(const ThemeSource *themes, QObject *parent = nullptr);

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    struct Text
    {
        QString text;
        QColor color;
        QFont Fonts::*font = &Fonts::body;
        Qt::TextElideMode elide = Qt::ElideRight;
        bool isRight = false;
    };

    [[nodiscard]] const ThemeSource *themes() const { return m_themes; }
    /// The cell without its margins.
    [[nodiscard]] QRect innerOf(const QStyleOptionViewItem &option) const;
    /// @return how wide it came out
    int drawText(QPainter &painter, const QRect &room, const Text &text) const;
    void drawIcon(QPainter &painter, const QRect &room, Icon icon, const QColor &color) const;
    /// Icon, then text.
    void drawSigned(QPainter &painter, const QRect &room, Icon icon, const Text &text) const;
    /// A box that is ticked, half ticked or not.
    void drawTick(QPainter &painter, const QRect &box, Qt::CheckState state) const;
    /// A text's colour, which is another one on a selected row.
    [[nodiscard]] QColor valueColor(const QStyleOptionViewItem &option) const;

private:
    const ThemeSource *m_themes;
};

} // namespace emberwatch
