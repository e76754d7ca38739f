// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/actor.h"
#include "core/base/timestamp.h"
#include "core/jobs/jobstate.h"
#include "core/operations/jobsubmitter.h"
#include "core/operations/leasetoken.h"
#include "core/runner/joblease.h"
#include "core/runner/serverfollower.h"
#include "core/runner/spool.h"
#include "core/runner/statewriter.h"
#include "core/triage/policy.h"

#include <QString>

#include <chrono>
#include <functional>
#include <optional>

namespace emberwatch {

struct RunnerOptions
{
    JobSchema schema;
    LeaseHolder holder; ///< for others to see in the lease
    Actor actor; ///< for journal and audit rows
    QString environment;
    Policy policy = defaultPolicy();
    JobLeaseOptions lease;
    WriterOptions writer;
    ServerFollowerOptions server;
    /// How long a POST waits for the state to be saved and its stream to stand; then the spool takes the
    /// state, and the stream comes when it comes.
    std::chrono::milliseconds beforePost{15};
    std::chrono::milliseconds doubtGrace{3'000}; ///< comfyui::SubmitOptions
    /// A producer that has written nothing for so long has let go of its stream.
    std::chrono::milliseconds producerSilence{60'000};
    /// While Redis is away: the newest progress of each job, to the disk. A new status goes there at once.
    std::chrono::milliseconds spoolEvery{2'000};
    std::chrono::milliseconds settleRetry{5'000};
    QString spoolFolder; ///< emberwatch::spoolFolder()
    /// Nothing is deleted, and nothing settled as failed by absence, while it says so (correctness.md 3).
    std::function<bool()> isOnHold;
    Clock clock = systemNow;
};

} // namespace emberwatch
