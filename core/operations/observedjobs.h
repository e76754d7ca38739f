// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/comfyevidence.h"
#include "core/operations/jobobserver.h"
#include "core/operations/recordevidence.h"
#include "core/operations/redisevidence.h"

#include <vector>

namespace emberwatch {

/// A job while its evidence is gathered.
struct WatchedJob
{
    /// Whom ComfyUI's side is asked of.
    enum class Asking
    {
        Nobody, ///< too old for a recovery
        ItsServer,
        AllServers, ///< nobody knows which
        QueuesAlone, ///< whether it lives, and no more
    };
    PromptId promptId;
    bool isFound = false;
    StateReading first;
    StateReading latest;
    Asking asking = Asking::Nobody;
    std::optional<PassReading> firstPass;
    std::optional<PassReading> secondPass;
    bool isKnownToJournal = false;
    bool isClaimOfOurs = false;
    RecentActs acts; ///< for a cleaning
};
using WatchedJobs = std::vector<WatchedJob>;

/// Whether the walk does nothing about it, whatever its server would say.
[[nodiscard]] bool isNobodys(const WatchedJob &job, const ObserverWish &wish, const RecordFindings &records);

/// What to ask which server; the servers in no order that means anything.
[[nodiscard]] QList<comfyui::ServerQuestions> questionsFor(
    const WatchedJobs &jobs, const comfyui::ServerAllowList &allowed);
/// Besides, of every allowed server its queue.
void askEveryQueue(QList<comfyui::ServerQuestions> &questions, const comfyui::ServerAllowList &allowed);
/// What waits or runs on a server and is not among these jobs.
[[nodiscard]] WatchedJobs strangersIn(const QList<TwoPassAnswer> &answers, const WatchedJobs &jobs);
/// Hands each job what the servers said of it.
void takeAnswers(
    WatchedJobs &jobs, const comfyui::ServerAllowList &allowed, const QList<TwoPassAnswer> &answers);

/// Whether any of them may be standing still: it takes two passes to see.
[[nodiscard]] bool mayAnyBeStalled(const WatchedJobs &jobs, const Policy &policy);
/// The longest grace period of those that are asked about.
[[nodiscard]] std::chrono::milliseconds graceOf(const WatchedJobs &jobs, const Policy &policy);

/// All that is known, put together.
/// @param first, latest  of the database, before and after the passes
[[nodiscard]] Evidence evidenceFrom(
    const WatchedJob &job, const RecordFindings &first, const RecordFindings &latest);

/// The state of a job that lives and that Redis forgot, as its record tells it.
[[nodiscard]] JobState forgottenState(const WatchedJob &job, const JobRecord &record);

} // namespace emberwatch
