// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/operations/journalentry.h"
#include "core/operations/journaloptions.h"

#include <QFuture>
#include <QHash>
#include <QList>
#include <QSet>

#include <memory>

namespace emberwatch {

/// What was done, by whom and why: written before it happens and once it is done, and never changed.
///
/// A file that agent, command line and console share; each has a Journal of its own, with a thread of its
/// own. Calls are carried out in their order. After an error of intend() nothing may happen of what was
/// intended: intents that did get written stay as unfinished, which says the truth.
///
/// Errors of every call: NotFound (no folder for it), Parse (damaged), Conflict (no journal, or of a newer
/// Emberwatch), Busy (another process writes, and does not stop), ReadOnly (no space left, or no right to
/// write), Cancelled (the journal went).
class Journal
{
public:
    explicit Journal(QString path, JournalOptions options = {});
    ~Journal();
    Q_DISABLE_COPY_MOVE(Journal)

    [[nodiscard]] const QString &path() const;

    /// On the disk, synced, when the future is ready; one commit for each 500. Ids in the order of the
    /// entries.
    [[nodiscard]] QFuture<Result<QList<EntryId>>> intend(QList<JournalEntry> entries);
    /// Outcomes are rows of their own; of several for one entry the latest holds.
    [[nodiscard]] QFuture<Result<void>> conclude(QList<JournalOutcome> outcomes);

    [[nodiscard]] QFuture<Result<QList<JournalLine>>> lines(JournalSelection selection);
    /// The newest first: the same action may have been begun more than once.
    [[nodiscard]] QFuture<Result<QList<JournalLine>>> linesOf(OperationId op);
    /// Those of the ids that any entry names: "ours" by verdicts.md 2.9.
    [[nodiscard]] QFuture<Result<QSet<PromptId>>> known(QList<PromptId> ids);

    /// Of every job of this environment to which anything of the kind was done since then, by our clock.
    [[nodiscard]] QFuture<Result<QHash<PromptId, RecentActs>>> recentActs(
        QString environment, Timestamp since);

    /// The newest entry that raised or lowered writing in an environment; nullopt: there is none.
    [[nodiscard]] QFuture<Result<std::optional<JournalLine>>> lastRaise(QString environment);

    [[nodiscard]] QFuture<Result<void>> keep(JournalReport report);
    /// nullopt: there was none yet.
    [[nodiscard]] QFuture<Result<std::optional<JournalReport>>> lastReport(QString environment, QString kind);
    /// All that were kept from `since` on and before `until`, the oldest first.
    /// @param environment  nullopt: of all
    [[nodiscard]] QFuture<Result<QList<JournalReport>>> reports(
        std::optional<QString> environment, Timestamp since, Timestamp until);

    /// Until when the last extension since then, by our clock, lets each key live; also those of which it is
    /// not known whether they stand.
    [[nodiscard]] QFuture<Result<QHash<PromptId, Timestamp>>> extensions(Timestamp since);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace emberwatch
