// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/redis/connectionoptions.h"

#include <QCoroTask>

#include <chrono>
#include <memory>

namespace emberwatch {

/// Whether a replica has what was written.
enum class Replicated : quint8
{
    NoReplicas, ///< by ROLE
    Confirmed, ///< by one at least
    NotConfirmed, ///< within the time; it may come to it later
    Unknown, ///< no answer, or the server does not let us ask
};

/// Asks Redis to wait until a replica has what was written before (correctness.md 4): WAIT 1 100, once a
/// batch and only where ROLE shows replicas.
///
/// On a connection of its own, because WAIT holds up whatever comes behind it. WAIT speaks of what its own
/// connection has written, so a small key of ours is written first: what follows in the stream of changes
/// confirms what went before.
class ReplicaConfirmation
{
public:
    explicit ReplicaConfirmation(redis::ConnectionOptions options);
    ~ReplicaConfirmation();
    Q_DISABLE_COPY_MOVE(ReplicaConfirmation)

    /// Connects when it is first asked.
    [[nodiscard]] QCoro::Task<Replicated> confirm();

private:
    class Private;
    std::shared_ptr<Private> d; ///< a call under way outlives it
};

} // namespace emberwatch
