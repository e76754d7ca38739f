// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/config/environmentconfig.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

namespace emberwatch {

/// The environments file ($XDG_CONFIG_HOME/emberwatch/environments.conf; docs/environments.md). It is read,
/// never written. It holds no secret: an address with a password in it is refused.
///
///     [environment prod]                    # letters, digits and . _ -, at most 64
///     class = production                    # or staging, development; has to be said
///     redis = rediss://ops_operator:@cache.studio.example:6380
///     servers = http://gpu-1:8188, http://gpu-2:8188
///     records = postgresql://ops@db.studio.example/studio
///
///     [environment prod records]            # the mapping (mappingFrom())
///     status.completed = done, finished
///
///     [environment prod default]            # and policy, type NAME: as in a policy file (parsePolicy())
///     age-limit = 15m
///
/// All environments are checked, whichever is wanted. Errors: Parse, "NAME, line 4: REASON", for the first
/// thing that is wrong.
/// @param name  of the file, for messages and origins
[[nodiscard]] Result<QList<EnvironmentConfig>> parseEnvironments(const QByteArray &text, const QString &name);

/// The same from a file. Errors besides: NotFound, Permission, Invalid (no file, larger than 1 MiB), with the
/// path.
[[nodiscard]] Result<QList<EnvironmentConfig>> readEnvironments(const QString &path);

/// The one of this name. Errors: those of reading, and NotFound, naming those that are there.
[[nodiscard]] Result<EnvironmentConfig> readEnvironment(const QString &path, const QString &name);

/// In $XDG_CONFIG_HOME, by default ~/.config.
[[nodiscard]] QString defaultEnvironmentsPath();

} // namespace emberwatch
