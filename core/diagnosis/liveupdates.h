// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/diagnosis/commandprobe.h"
#include "core/diagnosis/finding.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace emberwatch {

/// What is known about hearing of changes.
struct LiveUpdatesEvidence
{
    ProbeTarget target;
    QByteArray user; ///< ACL user; empty: the default user
    std::optional<QByteArray> flags; ///< notify-keyspace-events; nullopt: the server does not tell
    QString flagsRefusal; ///< in the server's own words
    QList<CommandRight> channelRights; ///< channelProbes(); empty: could not be tried
    CommandRight tracking; ///< CLIENT TRACKING
    bool hasHeardEvent = false; ///< a notification arrived while we listened
};

/// Which rung of the ladder the feed would use, and what would bring it to the best one.
[[nodiscard]] Finding liveUpdatesFinding(const LiveUpdatesEvidence &evidence);

} // namespace emberwatch
