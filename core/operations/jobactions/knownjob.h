// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/jobactions/actionsources.h"

#include <QCoroTask>

#include <optional>

namespace emberwatch {

/// What our own books hold of one job: Redis, the records, the journal.
struct KnownJob
{
    PromptId promptId;
    JobReading reading; ///< its key
    std::optional<JobState> state; ///< what the key says; nullopt: there is none, or it cannot be read
    /// Where there is no state: the newest one that our journal holds.
    std::optional<JobState> remembered;
    QList<JobRecord> rows;
    std::optional<Error> recordsError; ///< why its rows are not known
    bool isInJournal = false;
    ServerEpoch epoch; ///< of the Redis that was read

    /// A key, a record or our journal has known the promptId (verdicts.md 2.9).
    [[nodiscard]] bool isOurs() const { return reading.exists || !rows.isEmpty() || isInJournal; }
    /// nullptr: none, or several.
    [[nodiscard]] const JobRecord *record() const { return rows.size() == 1 ? &rows.first() : nullptr; }
    /// Where it is or was, as it names it; empty: nobody knows.
    [[nodiscard]] QString serverUrl() const;
    [[nodiscard]] QString type() const; ///< Redis's word; empty: nobody knows
    [[nodiscard]] QString userId() const;
    [[nodiscard]] std::optional<QString> characterId() const;
};

/// One for each id, in their order. Errors: those of Redis and of the journal; that the records do not answer
/// is a value.
[[nodiscard]] QCoro::Task<Result<QList<KnownJob>>> readKnownJobs(ActionSources sources, QList<PromptId> ids);

/// "Its state in Redis and its record still say that it is open; reconciling settles that." Empty where
/// neither does.
[[nodiscard]] QString openBooksText(const KnownJob &job);

/// Why it is not touched: neither Redis, records nor journal know it.
[[nodiscard]] QString foreignText(const KnownJob &job);

/// What an entry of the journal says of a job that an action leaves as it is: its key before and after.
[[nodiscard]] JournalEntry entryAbout(
    const KnownJob &job, const QString &action, const BatchId &batch, const ActionOptions &options);

} // namespace emberwatch
