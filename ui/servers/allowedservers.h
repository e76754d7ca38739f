// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/comfyui/serverallowlist.h"

#include <QStringList>

namespace emberwatch {

/// Which ComfyUI servers this console may contact, and who said so.
struct AllowedServers
{
    QStringList given; ///< by options and the environment: servers and networks. Not remembered
    QStringList chosen; ///< by the operator's clicks, remembered for this Redis; canonical

    [[nodiscard]] bool isGiven(const comfyui::ServerAddress &server) const;
    [[nodiscard]] bool isChosen(const QString &entry) const { return chosen.contains(entry); }
    void choose(const QString &entry);
    void dismiss(const QString &entry) { chosen.removeAll(entry); }

    /// Both together. Entries that are none (a settings file may hold anything) are left out.
    [[nodiscard]] comfyui::ServerAllowList list() const;
    bool operator==(const AllowedServers &) const = default;
};

/// What COMFYUI_SERVERS holds: entries apart by commas or white space.
[[nodiscard]] QStringList serversFromText(const QString &text);

} // namespace emberwatch
