// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/actor.h"
#include "core/base/strongid.h"
#include "core/base/timestamp.h"
#include "core/records/operationids.h"
#include "core/triage/serverepoch.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace emberwatch {

/// The number of an entry in its journal file.
using EntryId = StrongId<struct EntryIdTag, qint64>;

/// What a job was, or became: its key in Redis and its row, as far as either was touched.
struct JobSnapshot
{
    std::optional<QByteArray> value; ///< exact bytes; nullopt: there was no key
    std::optional<Timestamp> expiresAt; ///< absolute, by the server's clock; nullopt: had no expiry
    std::optional<QByteArray> row; ///< JSON; nullopt: not touched, or there was none
    bool operator==(const JobSnapshot &) const = default;
};

/// An action, written down before it is carried out. Never changed afterwards: what came of it is a
/// JournalOutcome.
struct JournalEntry
{
    EntryId id; ///< given by the journal
    OperationId op;
    std::optional<OperationId> undoes; ///< the action that this one takes back
    BatchId batch;
    Timestamp at; ///< by our clock
    Actor actor;
    QString environment;
    QString action; ///< "settle-failed", "delete", "resume", "undo", "extend", "hold", "raise", "lower", ...
    PromptId promptId;
    QByteArray key; ///< in Redis
    QString verdict;
    QString sentence;
    QByteArray evidence; ///< JSON
    JobSnapshot before;
    JobSnapshot after; ///< as intended
    ServerEpoch epoch; ///< which Redis: an expiry or an absence says nothing about another
    bool operator==(const JournalEntry &) const = default;
};

/// What came of an entry.
struct JournalOutcome
{
    EntryId entry;
    Timestamp at; ///< by our clock
    QString word; ///< "done", "already-done", "changed", "gone", "unknown", "failed", "skipped"
    QString text; ///< for people
    bool operator==(const JournalOutcome &) const = default;
};

/// An entry and its latest outcome; nullopt: none was written, the program ended in between or is at it.
struct JournalLine
{
    JournalEntry entry;
    std::optional<JournalOutcome> outcome;
};

/// Which lines; all that are set must hold. The newest first.
struct JournalSelection
{
    std::optional<Timestamp> since;
    std::optional<Timestamp> until; ///< exclusive
    std::optional<QString> environment;
    std::optional<QString> action;
    std::optional<PromptId> promptId;
    std::optional<BatchId> batch;
    std::optional<QString> operatorName;
    bool onlyUnfinished = false;
    std::optional<EntryId> before; ///< the page behind this entry
    int limit = 500;
};

/// What we have lately done to one job's key, as far as cleaning has to know it.
struct RecentActs
{
    /// Our last claim: the terminal status is ours, and its TTL says nothing of when.
    std::optional<Timestamp> claimedAt; ///< by our clock
    QList<Timestamp> deletedAt; ///< that stood, or of which it is not known
    bool isTakenBack = false; ///< somebody undid one of our acts
    /// Until when an operator lets the key live: as long as it expires then its TTL says nothing of when its
    /// producer last wrote. By the server's clock.
    std::optional<Timestamp> extendedTo = {};
    bool operator==(const RecentActs &) const = default;
};

/// A report that is kept, so that it can be shown again after its window is gone.
struct JournalReport
{
    Timestamp at; ///< by our clock
    QString environment;
    QString kind; ///< "recovery", "reconcile", ...
    QByteArray json;
    bool operator==(const JournalReport &) const = default;
};

} // namespace emberwatch
