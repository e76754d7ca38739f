// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "app/cli/commandline.h"
#include "app/cli/namedservers.h"
#include "app/cli/serverlink.h"
#include "core/comfyui/serveranswer.h"
#include "core/comfyui/serverpool.h"
#include "core/jobs/joblisting.h"

#include <QHash>

#include <optional>
#include <vector>

namespace emberwatch::cli {

/// One ComfyUI server, as the command shows it.
struct ServerRow
{
    QString url;
    bool isAllowed = false;
    NamedServers::Count named;
    /// nullopt: it was not asked.
    std::optional<Result<comfyui::ServerAnswer>> look;

    [[nodiscard]] bool isReachable() const { return look && look->has_value(); }
};

/// emberwatch servers: every server that is allowed, or that a job names. The allowed ones are asked side by
/// side; no other is contacted.
class ServersCommand : public Command
{
    Q_OBJECT
public:
    [[nodiscard]] static CommandHelp help();
    [[nodiscard]] static MadeCommand make(const CommandLine &line, const Settings &settings);

    ServersCommand(Settings settings, comfyui::ServerAllowList allowed);
    void start() override;

private:
    void ask(const comfyui::ServerAddress &server);
    void takeLook(const QString &url, const Result<comfyui::ServerAnswer> &look);
    void list();
    void takePage(const std::vector<ListedJob> &page);
    /// @param code  Fine: the listing is complete
    void endListing(ExitCode code);
    void concludeWhenDone();
    [[nodiscard]] QList<ServerRow> rows() const;

    comfyui::ServerPool m_pool;
    ServerLink m_link;
    std::optional<JobListing> m_listing;
    JobParser m_parser;
    NamedServers m_named;
    QHash<QString, Result<comfyui::ServerAnswer>> m_looks;
    std::optional<ExitCode> m_listingEnd;
    QObject m_answers; ///< receives them; goes first, so that what the pool cancels reaches nobody
};

} // namespace emberwatch::cli
