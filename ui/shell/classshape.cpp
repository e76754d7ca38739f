// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/classshape.h"

#include <QPainter>
#include <QPolygonF>

namespace emberwatch {

void drawClassShape(QPainter &painter, EnvironmentClass environmentClass, const QRectF &where)
{
    switch (environmentClass) {
    case EnvironmentClass::Production:
        painter.drawEllipse(where);
        return;
    case EnvironmentClass::Staging: {
        const QPointF c = where.center();
        painter.drawPolygon(QPolygonF(
            {{c.x(), where.top()}, {where.right(), c.y()}, {c.x(), where.bottom()}, {where.left(), c.y()}}));
        return;
    }
    case EnvironmentClass::Development:
        painter.drawRect(where.adjusted(1, 1, -1, -1));
        return;
    }
}

} // namespace emberwatch
