// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/commandline.h"
#include "app/cli/workbench.h"
#include "core/operations/jobobserver.h"
#include "core/service/listenaddress.h"

#include <QUrl>

#include <chrono>
#include <optional>

namespace emberwatch::cli {

/// What the agent is told.
struct AgentOptions
{
    WorkbenchOptions bench;
    ObserverWish wish; ///< its policy is the bench's
    std::optional<QUrl> webhook;
    std::optional<ListenAddress> listen; ///< where /metrics and /healthz are served
    std::chrono::milliseconds lookEvery{60'000}; ///< a recovery follows the last one no later
    CleaningPolicy cleaning;
    bool isProduction = false;
    QString writeReason; ///< in production: why it may write; empty: it only looks

    [[nodiscard]] bool mayWrite() const { return !isProduction || !writeReason.isEmpty(); }
};

/// Errors: Invalid.
[[nodiscard]] Result<AgentOptions> readAgentOptions(const CommandLine &line);

} // namespace emberwatch::cli
