// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/jobsettler.h"
#include "core/operations/operationid.h"
#include "core/records/schemamapping.h"

#include <vector>

namespace emberwatch {

/// A settlement on its way through the steps. Once it is over, the steps that are left pass it by.
struct SettlingJob
{
    Settlement wish;
    OperationFacts facts; ///< that its op id is made of
    OperationId base; ///< the id with no undo before
    QByteArray newValue; ///< of the claim
    bool needsClaim = true; ///< false: Redis says a terminal status already, or there is no key
    bool isOver = false;
    bool wasClaimedBefore = false;
    std::optional<EntryId> entry; ///< once its intent is in the journal
    SettledJob end;
};
using SettlingJobs = std::vector<SettlingJob>;

/// Ready for the first step; over where the judged bytes cannot be edited.
[[nodiscard]] SettlingJob preparedFrom(Settlement wish, const JobSchema &schema);
/// Its op id, once it is known how often it was undone before.
void nameOperation(SettlingJob &job, int earlierUndos);
/// Over: nothing was done, or nothing more can be.
void endAs(SettlingJob &job, SettledJob::Kind kind, const QString &text);

[[nodiscard]] JournalEntry entryOf(
    const SettlingJob &job, const BatchId &batch, const SettlerOptions &options);
/// Of one that is settled without a key: over where there is one now.
void takeAbsence(SettlingJob &job, const JobReading &now);
[[nodiscard]] ConditionalWrite claimOf(const SettlingJob &job);
/// @return false: unknown, it has to be found out by reading
[[nodiscard]] bool takeClaim(SettlingJob &job, const Result<WriteOutcome> &claim);
/// What a reading says of a claim whose answer was lost.
void takeReading(SettlingJob &job, const JobReading &now);
[[nodiscard]] RecordUpdate updateOf(const SettlingJob &job);
void takeRecord(SettlingJob &job, const RecordOutcome &outcome, const SchemaMapping &mapping);
[[nodiscard]] JournalOutcome outcomeOf(const SettlingJob &job, Timestamp now);

/// The judged bytes and expiry in the form that JobStore takes.
[[nodiscard]] JobReading readingOf(const PromptId &id, const JudgedState &judged);
/// {"id","status","updatedAt"}
[[nodiscard]] QByteArray rowJson(const JudgedRow &row);
/// The evidence with ComfyUI's list of outputs as a further member: in the journal before anything is done.
[[nodiscard]] QByteArray withOutputs(const QByteArray &evidence, const std::optional<QByteArray> &outputs);

} // namespace emberwatch
