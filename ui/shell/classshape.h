// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/environmentclass.h"

class QPainter;
class QRectF;

namespace emberwatch {

/// The shape that tells a class apart without its colour: a disc for production, a diamond for staging, a
/// square for development. With the painter's brush and pen.
void drawClassShape(QPainter &painter, EnvironmentClass environmentClass, const QRectF &where);

} // namespace emberwatch
