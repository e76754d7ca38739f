// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/journalentry.h"

#include <QHash>
#include <QList>
#include <QMap>
#include <QSet>
#include <QString>
#include <QStringList>

#include <optional>

namespace emberwatch {

/// One entry of a journal, or an audit row that no entry of ours tells of, as a report shows it: without the
/// states that it holds.
struct IncidentAction
{
    EntryId entry = EntryId(0); ///< 0: known by its audit row alone
    OperationId op;
    std::optional<OperationId> undoes;
    BatchId batch;
    Timestamp at; ///< by our clock; of an audit row by the database's
    QString action;
    PromptId promptId; ///< empty: it is about no job
    QString userId; ///< empty: nobody knows
    Actor actor;
    QString environment;
    QString verdict;
    QString sentence;
    QString reason = {}; ///< that the operator gave, where the sentence does not say it; empty: none
    QString outcome; ///< "done", "changed", ...; empty: begun and not finished
    QString outcomeText;
    bool isTakenBack = false; ///< an undo of it stands

    [[nodiscard]] bool isAudited() const { return entry.value() == 0; }
    bool operator==(const IncidentAction &) const = default;
};
[[nodiscard]] IncidentAction incidentActionOf(const JournalLine &line);

/// What is left as it was, and why, by the last look that says so.
struct LeftJob
{
    PromptId promptId;
    QString userId; ///< empty: nobody knows
    QString verdict;
    QString outcome; ///< "leftAlone", "unverifiable", ...
    QString reason;
    Timestamp at; ///< of that look
    bool operator==(const LeftJob &) const = default;
};

/// A report that the journal keeps: of a recovery, a cleaning, a reconciliation.
struct IncidentLook
{
    Timestamp at;
    QString kind; ///< "recovery", ...
    QString environment;
    QString reason = {}; ///< that the operator gave; empty: none
    int found = 0; ///< jobs
    QMap<QString, int> outcomes; ///< by word
    QMap<QString, int> verdicts; ///< by word
    QList<LeftJob> left;
    bool isReadable = true; ///< false: of a version that we do not know
    bool operator==(const IncidentLook &) const = default;
};
[[nodiscard]] IncidentLook incidentLookOf(const JournalReport &report);

/// What of a kind came to what.
struct ActionCount
{
    QString action;
    int done = 0; ///< and stands
    int takenBack = 0;
    int left = 0; ///< it was not as it was judged any more, or somebody else had done it: nothing was changed
    int unknown = 0; ///< the connection was lost at it
    int failed = 0;
    int unfinished = 0; ///< the program ended in between, or is at it
    [[nodiscard]] int sum() const { return done + takenBack + left + unknown + failed + unfinished; }
    bool operator==(const ActionCount &) const = default;
};

struct OperatorCount
{
    Actor actor;
    int entries = 0;
    int done = 0;
    bool operator==(const OperatorCount &) const = default;
};

struct AffectedUser
{
    QString userId;
    int jobs = 0;
    bool operator==(const AffectedUser &) const = default;
};

/// Everything that a report is made of.
struct IncidentMaterial
{
    enum class Records : quint8
    {
        NotAsked,
        Asked,
        NoAnswer
    };
    Timestamp from;
    Timestamp to; ///< exclusive
    Timestamp madeAt;
    QList<IncidentAction> actions; ///< in no order; of the journal and of the audit table
    /// What undos that stand have taken back, undos later than `to` among them: entries of our journal, and
    /// operations, by the audit table.
    QSet<EntryId> takenBack;
    QSet<OperationId> takenBackOps;
    QList<IncidentLook> looks;
    QHash<PromptId, QString> users; ///< as the records know them
    Records records = Records::NotAsked;
    QString recordsTrouble; ///< NoAnswer: why
    bool isComplete = true; ///< false: there is more than a report takes
};

/// An incident told: what was found, done, left and why, by whom, and whom it concerned.
struct IncidentReport
{
    Timestamp from;
    Timestamp to;
    Timestamp madeAt;
    QStringList environments; ///< that occur in it, sorted
    QList<IncidentLook> looks; ///< the oldest first
    QList<ActionCount> counts; ///< by action, the most frequent first
    QList<IncidentAction> actions; ///< the oldest first
    QList<LeftJob> left; ///< what nothing was done to after the look that left it
    QList<OperatorCount> operators; ///< the most active first
    QList<AffectedUser> users; ///< by jobs, the most first
    int jobs = 0; ///< that were acted on or left
    int jobsWithoutUser = 0;
    IncidentMaterial::Records records = IncidentMaterial::Records::NotAsked;
    QString recordsTrouble;
    bool isComplete = true;
    bool operator==(const IncidentReport &) const = default;
};

/// No I/O, no clock.
[[nodiscard]] IncidentReport incidentReportOf(IncidentMaterial material);

} // namespace emberwatch
