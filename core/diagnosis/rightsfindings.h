// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/diagnosis/commandprobe.h"
#include "core/diagnosis/finding.h"
#include "core/diagnosis/keycount.h"
#include "core/redis/serverfacts.h"

#include <QByteArray>
#include <QList>

#include <optional>

namespace emberwatch {

/// What the tries of one list of probes showed.
struct RightsEvidence
{
    ProbeTarget target;
    QByteArray user; ///< ACL user; empty: the default user
    redis::ServerFacts facts;
    QList<CommandProbe> probes;
    QList<CommandRight> rights; ///< parallel to the probes
};

/// Whether all that listing and reading cannot do without was granted.
[[nodiscard]] bool mayRead(const RightsEvidence &evidence);

/// @param keys  under the prefix; nullopt where they could not be counted
[[nodiscard]] Finding readJobsFinding(
    const RightsEvidence &evidence, const std::optional<KeyCount::Outcome> &keys);
[[nodiscard]] Finding changeJobsFinding(const RightsEvidence &evidence);

} // namespace emberwatch
