// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/comfyui/serverlook.h"
#include "ui/servers/allowedservers.h"
#include "ui/servers/namedservers.h"

#include <QHash>
#include <QList>
#include <QMetaType>
#include <QString>

#include <functional>
#include <optional>

namespace emberwatch {

/// One server as the page shows it: what jobs say of it, whether it may be asked, what it answered.
struct ServerRow
{
    enum class State : quint8
    {
        NotAllowed, ///< nobody has allowed it: it has never been contacted
        NoAddress, ///< what jobs name is no address: it never will be
        AddressRefused, ///< allowed by its name, which stands for an address that nobody allowed
        Asking,
        Reachable,
        Unreachable,
    };
    QString key; ///< canonical address, or what the jobs say where that is none; unique
    comfyui::ServerAddress address; ///< null: NoAddress
    QStringList spellings; ///< in the jobs that name it
    qint64 jobs = 0;
    State state = State::NotAllowed;
    bool isAllowed = false;
    bool isGiven = false; ///< by an option: cannot be taken back here
    std::optional<comfyui::ServerLook> look; ///< of an allowed one
    std::optional<RunningJob> running; ///< the first that it runs; nullopt: nothing, or not in Redis
    bool operator==(const ServerRow &) const = default;

    /// What "allow" would add: the server, or the address that its name stands for; empty: nothing.
    [[nodiscard]] QString entryToAllow() const;
    /// The filter that shows its jobs; empty: no job names it.
    [[nodiscard]] QString jobFilter() const;
};

using FindJob = std::function<std::optional<RunningJob>(const PromptId &)>;

/// Every server that is allowed and every one that jobs name, by name, numbers in names by their value.
[[nodiscard]] QList<ServerRow> serverRowsOf(const AllowedServers &allowed,
    const QHash<comfyui::ServerAddress, comfyui::ServerLook> &looks, const QList<NamedServer> &named,
    const FindJob &findJob);

} // namespace emberwatch

Q_DECLARE_METATYPE(emberwatch::ServerRow)
