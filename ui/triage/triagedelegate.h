// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/celldelegate.h"

namespace emberwatch {

/// The rows of a TriageModel.
class TriageDelegate : public CellDelegate
{
    Q_OBJECT
public:
    using CellDelegate::CellDelegate;

    /// What is shown was true once: colours go.
    void setStale(bool isStale) { m_isStale = isStale; }

    void paint(
        QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    bool m_isStale = false;
};

} // namespace emberwatch
