// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/strongid.h"
#include "core/comfyui/queuesnapshot.h"

#include <QHash>
#include <QSet>
#include <QString>

namespace emberwatch {

/// A followed job, as far as streams go.
struct StreamUser
{
    QString clientId; ///< whose socket gets its messages; empty: nobody's
    bool mayTake = false; ///< the stream of this client id is ours to take
    bool isBeingSubmitted = false; ///< its stream is wanted before the server knows it
};

/// Which client ids of a server want a socket now: those of the running jobs, of the next few of ours in the
/// queue, and of what is being submitted. The rest is polled: several hundred jobs wait without a socket.
/// @param queue  the server's, as last read
/// @param nextOfQueue  how many waiting jobs get one beforehand
[[nodiscard]] QSet<QString> wantedStreams(
    const comfyui::QueueSnapshot &queue, const QHash<PromptId, StreamUser> &users, int nextOfQueue);

} // namespace emberwatch
