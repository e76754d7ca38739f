// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

#include <utility>

namespace emberwatch::comfysim {

/// A square PNG of one colour.
///
/// @param rgb    0xRRGGBB
/// @param texts  keyword and text of its tEXt chunks; ComfyUI saves `prompt` and `workflow` there
[[nodiscard]] QByteArray pngPicture(
    int edge, quint32 rgb, const QList<std::pair<QByteArray, QByteArray>> &texts);

} // namespace emberwatch::comfysim
