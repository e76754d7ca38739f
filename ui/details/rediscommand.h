// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QString>

namespace emberwatch {

/// A line for a POSIX shell that prints the value of this key. No byte of the key is seen by the shell as
/// anything but itself; keys with other than printable ASCII characters go through redis-cli's own quoting.
/// @param displayUrl  the server, without credentials; empty: redis-cli's default
[[nodiscard]] QString redisGetCommand(QByteArrayView key, const QString &displayUrl);

} // namespace emberwatch
