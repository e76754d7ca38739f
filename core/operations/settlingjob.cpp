// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/settlingjob.h"

#include "core/jobs/jobdocument.h"
#include "core/jobs/jobkey.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace emberwatch {

using namespace Qt::StringLiterals;
using Kind = SettledJob::Kind;

namespace {

QString journalWord(Kind kind)
{
    switch (kind) {
    case Kind::Done:
    case Kind::RecordDecided:
        return u"done"_s;
    case Kind::AlreadyDone:
        return u"already-done"_s;
    case Kind::Changed:
    case Kind::Touched:
        return u"changed"_s;
    case Kind::Gone:
        return u"gone"_s;
    case Kind::Unknown:
        return u"unknown"_s;
    case Kind::Failed:
        break;
    }
    return u"failed"_s;
}

void claimStands(SettlingJob &job, bool wasDoneBefore)
{
    job.end.isClaimed = true;
    job.end.value = job.newValue;
    job.wasClaimedBefore = wasDoneBefore;
    job.end.kind = wasDoneBefore ? Kind::AlreadyDone : Kind::Done;
}

QString textOf(const RecordOutcome &outcome)
{
    const QString word = outcome.statusWord.value_or(QString());
    switch (outcome.kind) {
    case RecordOutcome::Kind::Decided:
        return u"The database says %1 meanwhile; others decided, it is left."_s.arg(word);
    case RecordOutcome::Kind::Missing:
        return u"Its record is not there any more."_s;
    case RecordOutcome::Kind::SeveralRows:
        return u"There are several records of it; they are left to a person."_s;
    case RecordOutcome::Kind::ForeignProvider:
        return u"Its record belongs to another provider and is left."_s;
    case RecordOutcome::Kind::Withheld:
        return u"By policy the application server writes this record itself."_s;
    default:
        return {};
    }
}

} // namespace

JobReading readingOf(const PromptId &id, const JudgedState &judged)
{
    JobReading reading;
    reading.promptId = id;
    reading.exists = true;
    reading.redisType = "string";
    reading.size = judged.value.size();
    reading.value = judged.value;
    reading.hasValue = true;
    reading.isActionable = true;
    if (judged.expiresAt) {
        reading.serverTime = *judged.expiresAt;
        reading.ttl = std::chrono::milliseconds(0);
    }
    return reading;
}

QByteArray rowJson(const JudgedRow &row)
{
    const QJsonObject object{{u"id"_s, row.id}, {u"status"_s, row.status}, {u"updatedAt"_s, row.updatedAt}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QByteArray withOutputs(const QByteArray &evidence, const std::optional<QByteArray> &outputs)
{
    if (!outputs || outputs->isEmpty())
        return evidence;
    const QByteArray member = "\"outputs\":" + *outputs + '}';
    if (!evidence.endsWith('}'))
        return '{' + member;
    const QByteArray open = evidence.chopped(1);
    return open + (open.endsWith('{') ? QByteArray() : QByteArray(",")) + member;
}

void endAs(SettlingJob &job, Kind kind, const QString &text)
{
    job.isOver = true;
    job.end.kind = kind;
    job.end.text = text;
}

SettlingJob preparedFrom(Settlement wish, const JobSchema &schema)
{
    SettlingJob job;
    job.wish = std::move(wish);
    job.facts.key = keyOf(schema.prefix, job.wish.promptId);
    job.facts.startedAt = job.wish.judged.startedAt;
    job.facts.rule = job.wish.reason.rule + '/' + job.wish.reason.action.toUtf8();
    job.facts.judgedBytes = job.wish.judged.value;
    // Without a key it is the row that was judged, and one that was opened again is another.
    if (job.wish.judged.isAbsent && job.wish.record)
        job.facts.judgedBytes = rowJson(job.wish.record->row);
    job.base = operationIdOf(job.facts);
    job.end.op = job.base;
    if (job.wish.judged.isAbsent) {
        job.needsClaim = false;
        job.end.kind = Kind::AlreadyDone;
        if (!job.wish.record)
            endAs(job, Kind::Failed, u"There is neither a key nor a record to settle."_s);
        return job;
    }

    JobParser parser;
    const JobFields &fields = parser.parse(job.wish.judged.value);
    if (fields.unreadable != Unreadable::No) {
        endAs(job, Kind::Failed, u"Its value cannot be read as a job, so it is left."_s);
        return job;
    }
    job.needsClaim = isOpen(fields.status);
    job.newValue = job.wish.judged.value;
    if (!job.needsClaim) {
        claimStands(job, true);
        return job;
    }
    const bool isCompleted = job.wish.status == JobStatus::Completed;
    const JobEdit edit{job.wish.status, isCompleted ? std::optional(100.0) : std::nullopt};
    const Result<QByteArray> edited = editDocument(job.wish.judged.value, edit);
    if (!edited)
        endAs(job, Kind::Failed, edited.error().message);
    else
        job.newValue = *edited;
    return job;
}

void nameOperation(SettlingJob &job, int earlierUndos)
{
    job.facts.earlierUndos = earlierUndos;
    job.end.op = operationIdOf(job.facts);
}

JournalEntry entryOf(const SettlingJob &job, const BatchId &batch, const SettlerOptions &options)
{
    const Settlement &wish = job.wish;
    JournalEntry entry;
    entry.op = job.end.op;
    entry.batch = batch;
    entry.at = options.clock();
    entry.actor = options.actor;
    entry.environment = options.environment;
    entry.action = wish.reason.action;
    entry.promptId = wish.promptId;
    entry.key = job.facts.key;
    entry.verdict = wish.reason.verdict;
    entry.sentence = wish.reason.sentence;
    entry.evidence = withOutputs(wish.reason.evidence, wish.outputs);
    if (!wish.judged.isAbsent) {
        entry.before.value = wish.judged.value;
        entry.before.expiresAt = wish.judged.expiresAt;
        entry.after.value = job.newValue;
        entry.after.expiresAt = wish.ttl == TtlPolicy::Keep ? wish.judged.expiresAt : std::nullopt;
    }
    if (wish.record) {
        entry.before.row = rowJson(wish.record->row);
        JudgedRow after = wish.record->row;
        after.status = QString::fromLatin1(wordOf(wish.record->status));
        after.updatedAt.clear();
        entry.after.row = rowJson(after);
    }
    entry.epoch = wish.judged.epoch;
    return entry;
}

ConditionalWrite claimOf(const SettlingJob &job)
{
    return {readingOf(job.wish.promptId, job.wish.judged), job.newValue, job.wish.ttl};
}

void takeAbsence(SettlingJob &job, const JobReading &now)
{
    if (now.exists)
        endAs(job, Kind::Changed, u"Its key is there again."_s);
    else if (now.redisType != "none")
        endAs(job, Kind::Changed, u"Whether there is a key could not be read."_s);
}

bool takeClaim(SettlingJob &job, const Result<WriteOutcome> &claim)
{
    if (!claim && isOutcomeOpen(claim.error())) {
        job.end.text = claim.error().message;
        return false;
    }
    if (!claim) {
        endAs(job, Kind::Failed, u"Redis refused the claim: %1"_s.arg(claim.error().message));
        return true;
    }
    switch (claim->kind) {
    case WriteOutcome::Kind::Done:
        claimStands(job, false);
        break;
    case WriteOutcome::Kind::AlreadyDone:
        claimStands(job, true);
        break;
    case WriteOutcome::Kind::Touched:
        endAs(job, Kind::Touched, u"Its producer wrote the same again meanwhile: it is alive."_s);
        break;
    case WriteOutcome::Kind::Gone:
        endAs(job, Kind::Gone, u"Its key has gone meanwhile."_s);
        break;
    default:
        endAs(job, Kind::Changed, u"Its state has changed meanwhile."_s);
        break;
    }
    return true;
}

void takeReading(SettlingJob &job, const JobReading &now)
{
    if (now.hasValue && now.value == job.newValue)
        return claimStands(job, true);
    endAs(job, Kind::Unknown,
        u"The connection to Redis was lost at the claim (%1); the next look finds out."_s.arg(job.end.text));
}

RecordUpdate updateOf(const SettlingJob &job)
{
    const RecordEnd &record = *job.wish.record;
    RecordUpdate update;
    update.op = job.end.op;
    update.base = job.base;
    update.judged.id = RecordId(record.row.id);
    update.judged.promptId = job.wish.promptId;
    update.judged.statusWord = record.row.status;
    if (!record.row.updatedAt.isEmpty())
        update.judged.revision = record.row.updatedAt;
    update.judged.rowCount = 1;
    if (record.correctsFailed) {
        update.judged.status = RecordStatus::Failed;
        update.guard = RecordUpdate::Guard::JudgedFailed;
    }
    update.status = record.status;
    if (!record.error.isEmpty())
        update.error = record.error;
    if (record.status == RecordStatus::Completed && job.wish.outputs && !job.wish.outputs->isEmpty())
        update.outputs = job.wish.outputs;
    const SettlementReason &reason = job.wish.reason;
    update.reason = {reason.action, reason.verdict, reason.sentence, reason.evidence};
    return update;
}

void takeRecord(SettlingJob &job, const RecordOutcome &outcome, const SchemaMapping &mapping)
{
    const auto nowSays = outcome.statusWord ? mapping.statusOf(*outcome.statusWord) : std::nullopt;
    switch (outcome.kind) {
    case RecordOutcome::Kind::Done:
        job.end.kind = Kind::Done;
        break;
    case RecordOutcome::Kind::AlreadyDone:
        break;
    case RecordOutcome::Kind::Unknown:
        endAs(job, Kind::Unknown,
            u"The connection to the database was lost at the record; the next look finds out."_s);
        break;
    case RecordOutcome::Kind::Failed:
        endAs(job, Kind::Failed,
            (job.wish.judged.isAbsent ? u"The record could not be written: %1"_s
                                      : u"Redis says the end, the record could not be written: %1"_s)
                .arg(outcome.error ? outcome.error->message : QString()));
        break;
    default:
        // Another recovery that judged other bytes came to the same end.
        if (nowSays != job.wish.record->status)
            endAs(job, Kind::RecordDecided, textOf(outcome));
        break;
    }
}

JournalOutcome outcomeOf(const SettlingJob &job, Timestamp now)
{
    return {*job.entry, now, journalWord(job.end.kind), job.end.text};
}

} // namespace emberwatch
