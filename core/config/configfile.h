// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

namespace emberwatch {

/// All of a configuration file. Errors: NotFound, Permission, Invalid (no file but a folder or a device,
/// larger than 1 MiB); the path and the reason.
[[nodiscard]] Result<QByteArray> readConfigFile(const QString &path);

/// The first line of a file that holds one address, so that its password stands nowhere else. Errors:
/// Invalid; never quotes the line.
[[nodiscard]] Result<QString> firstLineOf(const QString &path);

} // namespace emberwatch
