// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace emberwatch::comfysim {

/// A random UUID in lower case with hyphens.
[[nodiscard]] QByteArray newIdentifier();
/// Whether it is written in just that way.
[[nodiscard]] bool isUuid(const QByteArray &text);

} // namespace emberwatch::comfysim
