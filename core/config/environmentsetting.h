// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>
#include <QStringList>

namespace emberwatch {

/// The settings of [environment NAME], in the order in which they are shown.
[[nodiscard]] const QStringList &environmentSettingKeys();

/// Whether the value can be one of this setting. Errors: Invalid, the reason alone; never quotes an address.
[[nodiscard]] Result<void> checkEnvironmentSetting(const QString &key, const QString &value);

/// "a, b c" -> {"a", "b", "c"}: how a list of servers is written.
[[nodiscard]] QStringList serversIn(const QString &value);

} // namespace emberwatch
