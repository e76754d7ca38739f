// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/jobactions/jobresubmit.h"

namespace emberwatch {

// What a resubmission decides, and what it says: no I/O.

[[nodiscard]] ResubmitProposal refused(ResubmitProposal proposal, ResubmitEnd why, const QString &text);
[[nodiscard]] ResubmittedJob leftJob(const ResubmitProposal &proposal, ResubmitEnd end, const QString &text);

/// Whether a source of ours says that the result exists.
[[nodiscard]] std::optional<QString> completedText(const KnownJob &job);
/// Why its place forbids it; nullopt: it does not.
[[nodiscard]] std::optional<ResubmitEnd> refusalOf(const JobPlace &place);

/// The earlier resubmission among the lines, of one job, that stands or may.
[[nodiscard]] std::optional<JournalLine> earlierIn(const QList<JournalLine> &lines);
[[nodiscard]] QString earlierText(const JournalLine &line);

/// Of the old job, and of the new one.
[[nodiscard]] QList<JournalEntry> intentsOf(
    const ResubmitProposal &proposal, const PromptId &newId, const ActionOptions &options);
[[nodiscard]] JobRequest requestFrom(const ResubmitProposal &proposal, const PromptId &newId);

[[nodiscard]] ResubmittedJob endFrom(
    const ResubmitProposal &proposal, const PromptId &newId, const Result<SubmittedJob> &answer);
[[nodiscard]] QString journalWord(ResubmitEnd end);

} // namespace emberwatch
