// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QLabel;
class QWidget;

namespace emberwatch {

/// A label that shows markup as the text that it is.
[[nodiscard]] QLabel *plainLabel(const QString &name, QWidget *parent);

} // namespace emberwatch
