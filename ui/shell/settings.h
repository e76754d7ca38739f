// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/themesource.h"
#include "ui/words/clocktext.h"

#include <QByteArray>
#include <QHash>
#include <QStringList>

namespace emberwatch {

/// What the console remembers between two starts. Never a Redis address, a user or a password.
struct Settings
{
    static constexpr int dockVersion = 1; ///< of `docks`; raised when docks are added or renamed
    static constexpr qsizetype mostFilters = 50;

    ThemeChoice theme = ThemeChoice::System;
    ClockZone clockZone = ClockZone::Utc;
    QByteArray geometry; ///< QWidget::saveGeometry
    QByteArray docks; ///< QMainWindow::saveState(dockVersion)
    QByteArray columns; ///< the table's own format
    QStringList filterHistory; ///< newest first
    /// ComfyUI servers that the operator has allowed, by Redis (serversKey()).
    QHash<QString, QStringList> allowedServers;
    bool operator==(const Settings &) const = default;

    /// Names a Redis without saying where it is.
    /// @param server  its displayUrl
    [[nodiscard]] static QString serversKey(const QString &server);
};

} // namespace emberwatch
