// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/undorules.h"

#include "core/base/timetext.h"
#include "core/operations/entryreason.h"
#include "core/operations/settlingjob.h"

namespace emberwatch {

using namespace Qt::StringLiterals;
using Kind = UndoOutcome::Kind;

namespace {

bool changesKey(const JournalEntry &entry)
{
    return entry.before.value && entry.after.value && *entry.before.value != *entry.after.value;
}

/// Its producer, a runner of ours, set the full TTL anew: which expiry that is the entry cannot know.
bool renewsExpiry(const JournalEntry &entry)
{
    return changesKey(entry) && entry.before.expiresAt && !entry.after.expiresAt;
}

bool isTimeOver(const JournalEntry &entry, const JobReading &now)
{
    const std::optional<Timestamp> limit = limitOf(entry);
    return limit && now.serverTime != Timestamp() && *limit <= now.serverTime;
}

UndoOutcome fromError(const Error &why)
{
    return {isOutcomeOpen(why) ? Kind::Unknown : Kind::Failed, why.message};
}

UndoOutcome changed()
{
    return {Kind::Changed, u"Somebody has written its state since: it is left as it is."_s};
}

UndoOutcome gone(bool isOver)
{
    return isOver
        ? UndoOutcome{Kind::Expired,
            u"Its key has expired meanwhile: its state cannot be put back, only exported from the journal."_s}
        : UndoOutcome{Kind::Gone, u"Its key is not there any more: nothing was undone."_s};
}

UndoOutcome overDeletion()
{
    return {Kind::Expired,
        u"The key would have expired meanwhile: it cannot be put back, only exported from the journal."_s};
}

QString whatIsPutBack(const JournalEntry &entry)
{
    switch (reverseOf(entry)) {
    case Reverse::Deletion:
        return entry.before.expiresAt ? u"Puts its key back, to expire at %1 as it would have."_s.arg(
                   exactMomentText(*entry.before.expiresAt))
                                      : u"Puts its key back, without an expiry as it had none."_s;
    case Reverse::Claim:
        return entry.after.row ? u"Puts its state and its record back as they were."_s
                               : u"Puts its state back as it was."_s;
    case Reverse::Record:
        return u"Puts its record back as it was."_s;
    case Reverse::Nothing:
        break;
    }
    return {};
}

UndoOutcome claimForecast(const JournalEntry &entry, const JobReading &now)
{
    if (!now.exists)
        return gone(isTimeOver(entry, now));
    const bool isAsBefore = now.hasValue && now.value == *entry.before.value;
    if (!isAsBefore && (!now.hasValue || now.value != *entry.after.value))
        return changed();
    return {Kind::Done, whatIsPutBack(entry)};
}

UndoOutcome deletionForecast(const JournalEntry &entry, const JobReading &now)
{
    if (now.exists)
        return deletionOutcome(WriteOutcome{WriteOutcome::Kind::Changed, now.value, now.ttl}, entry);
    return isTimeOver(entry, now) ? overDeletion() : UndoOutcome{Kind::Done, whatIsPutBack(entry)};
}

/// By what kind of action it is.
QString whyNothing(const QString &action)
{
    if (action == "undo"_L1)
        return u"An undo is taken back by doing the action again."_s;
    if (action.startsWith("cancel"_L1))
        return u"A cancelled job does not come back: its server has dropped it. It can be submitted again."_s;
    if (action == "insert"_L1)
        return u"A record that was inserted is not taken back."_s;
    if (action == "resubmit"_L1 || action == "submit"_L1)
        return u"A submitted job is not taken back; it can be cancelled."_s;
    if (action == "extend"_L1)
        return u"Nobody but its producer shortens a key's life: it expires by itself."_s;
    return u"It changed neither key nor record: there is nothing to take back."_s;
}

} // namespace

QByteArrayView wordOf(Kind kind)
{
    switch (kind) {
    case Kind::Done:
        return "done";
    case Kind::PartlyDone:
        return "partly-done";
    case Kind::NothingToUndo:
        return "nothing-to-undo";
    case Kind::Changed:
        return "changed";
    case Kind::Gone:
        return "gone";
    case Kind::Expired:
        return "expired";
    case Kind::NotBegun:
        return "not-begun";
    case Kind::Unknown:
        return "unknown";
    case Kind::Failed:
        break;
    }
    return "failed";
}

Reverse reverseOf(const JournalEntry &entry)
{
    if (entry.undoes)
        return Reverse::Nothing;
    if (entry.action == "delete"_L1)
        return entry.before.value ? Reverse::Deletion : Reverse::Nothing;
    if (changesKey(entry))
        return Reverse::Claim;
    return entry.before.row && entry.after.row ? Reverse::Record : Reverse::Nothing;
}

std::optional<QString> whyNothing(const JournalLine &line)
{
    if (reverseOf(line.entry) == Reverse::Nothing)
        return whyNothing(line.entry.action);
    if (!line.outcome)
        return std::nullopt; // the program ended in between: what it did may stand, and its bytes tell
    const QString &word = line.outcome->word;
    if (word == "done"_L1 || word == "unknown"_L1 || word == "failed"_L1)
        return std::nullopt;
    if (word == "already-done"_L1)
        return u"Somebody else had done it already: it is taken back where it was done."_s;
    return u"Nothing came of it: there is nothing to take back."_s;
}

UndoOutcome forecastOf(const JournalLine &line, const JobReading &now)
{
    switch (reverseOf(line.entry)) {
    case Reverse::Claim:
        return claimForecast(line.entry, now);
    case Reverse::Deletion:
        return deletionForecast(line.entry, now);
    case Reverse::Record:
        return {Kind::Done, whatIsPutBack(line.entry)};
    case Reverse::Nothing:
        break;
    }
    return {Kind::NothingToUndo, whyNothing(line.entry.action)};
}

std::optional<Timestamp> limitOf(const JournalEntry &entry)
{
    const Reverse reverse = reverseOf(entry);
    const bool hasKey = reverse == Reverse::Claim || reverse == Reverse::Deletion;
    return hasKey && !renewsExpiry(entry) ? entry.before.expiresAt : std::nullopt;
}

JobReading claimedReading(const JournalEntry &entry, const JobReading &now)
{
    const std::optional<Timestamp> expiry = renewsExpiry(entry) ? now.expiresAt() : entry.before.expiresAt;
    return readingOf(entry.promptId, JudgedState{*entry.after.value, expiry, std::nullopt, entry.epoch});
}

JobReading deletedReading(const JournalEntry &entry)
{
    return readingOf(
        entry.promptId, JudgedState{*entry.before.value, entry.before.expiresAt, std::nullopt, entry.epoch});
}

JournalEntry undoEntry(const JournalEntry &undone, const BatchId &batch, const SettlerOptions &options)
{
    JournalEntry entry = undone;
    entry.id = EntryId();
    entry.op = randomOperationId();
    entry.undoes = undone.op;
    entry.batch = batch;
    entry.at = options.clock();
    entry.actor = options.actor;
    entry.environment = options.environment;
    entry.action = u"undo"_s;
    entry.sentence = u"Takes back: "_s + undone.sentence;
    entry.evidence = withoutReason(undone.evidence);
    entry.before = undone.after;
    entry.after = undone.before;
    return entry;
}

UndoOutcome claimOutcome(const Result<WriteOutcome> &written, bool isOver)
{
    if (!written)
        return fromError(written.error());
    switch (written->kind) {
    case WriteOutcome::Kind::Done:
    case WriteOutcome::Kind::AlreadyDone:
        return {Kind::Done, u"The state in Redis is as it was before."_s};
    case WriteOutcome::Kind::Gone:
        return gone(isOver);
    default:
        return changed();
    }
}

UndoOutcome deletionOutcome(const Result<WriteOutcome> &restored, const JournalEntry &entry)
{
    if (!restored)
        return fromError(restored.error());
    switch (restored->kind) {
    case WriteOutcome::Kind::Done:
        return {Kind::Done, u"The key is there again, with its original expiry."_s};
    case WriteOutcome::Kind::Gone:
        return overDeletion();
    default:
        break;
    }
    if (restored->current == *entry.before.value)
        return {Kind::Done, u"The key is there again already, as it was."_s};
    return {Kind::Changed, u"There is a newer state under this key: it stays."_s};
}

UndoOutcome recordOutcome(const RecordOutcome &undone, bool isRecordAlone)
{
    switch (undone.kind) {
    case RecordOutcome::Kind::AlreadyDone:
        if (isRecordAlone)
            return {Kind::NothingToUndo, u"It was taken back before."_s};
        [[fallthrough]];
    case RecordOutcome::Kind::Done:
        return {Kind::Done, u"Its record is as it was before."_s};
    case RecordOutcome::Kind::Missing:
        return {Kind::NothingToUndo, u"Its record was not changed by this action."_s};
    case RecordOutcome::Kind::Unknown:
        return {Kind::Unknown, u"Whether its record was put back is not known."_s};
    case RecordOutcome::Kind::Failed:
        return {Kind::Failed,
            u"Its record could not be put back: %1"_s.arg(undone.error ? undone.error->message : QString())};
    default:
        return {Kind::Changed, u"Others have changed its record since: it is left as it is."_s};
    }
}

UndoOutcome joined(const UndoOutcome &key, const UndoOutcome &record)
{
    const QString text = key.text + u' ' + record.text;
    if (record.kind == Kind::Done || record.kind == Kind::NothingToUndo)
        return {Kind::Done, record.kind == Kind::Done ? text : key.text};
    return {Kind::PartlyDone, text, record.kind != Kind::Changed};
}

QString journalWord(const UndoOutcome &outcome)
{
    switch (outcome.kind) {
    case Kind::Done:
        return u"done"_s;
    case Kind::PartlyDone:
        return outcome.canBeTriedAgain ? u"unknown"_s : u"done"_s;
    case Kind::NothingToUndo:
    case Kind::NotBegun:
        return u"skipped"_s;
    case Kind::Changed:
        return u"changed"_s;
    case Kind::Gone:
    case Kind::Expired:
        return u"gone"_s;
    case Kind::Unknown:
        return u"unknown"_s;
    case Kind::Failed:
        break;
    }
    return u"failed"_s;
}

std::optional<QString> whyNotRestorable(const redis::ServerFacts &facts)
{
    // Not knowing the version is no reason not to try.
    if (facts.version.isEmpty() || facts.knowsAbsoluteExpiry())
        return std::nullopt;
    return u"This server is Redis %1 and cannot put a key back with its expiry; 6.2 can."_s.arg(
        facts.version);
}

} // namespace emberwatch
