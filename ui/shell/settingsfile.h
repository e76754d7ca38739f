// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "ui/shell/settings.h"

#include <QString>

namespace emberwatch {

/// The one place that reads and writes settings: an INI file at a path of its own.
class SettingsFile
{
public:
    explicit SettingsFile(QString path);
    /// $XDG_CONFIG_HOME/emberwatch/console.ini, or what takes its place on this system.
    [[nodiscard]] static QString defaultPath();

    /// Defaults for whatever is missing or cannot be read.
    [[nodiscard]] Settings read() const;
    /// Errors: Permission where the file cannot be written.
    [[nodiscard]] Result<void> write(const Settings &settings) const;

private:
    QString m_path;
};

} // namespace emberwatch
