// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/celldelegate.h"

namespace emberwatch {

/// The rows of a JournalModel: operations with a sign to open them, their actions set in.
class JournalDelegate : public CellDelegate
{
    Q_OBJECT
public:
    using CellDelegate::CellDelegate;

    void paint(
        QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
        const QModelIndex &index) override;

Q_SIGNALS:
    /// The sign was clicked.
    void signClicked(const QModelIndex &index);

private:
    [[nodiscard]] QRect signOf(const QStyleOptionViewItem &option) const;
    void drawWhen(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;
};

} // namespace emberwatch
