// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/endedjob.h"

#include "core/jobs/jobdocument.h"
#include "core/triage/verdicttable.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace emberwatch {

namespace {

using comfyui::JobEvidence;
using comfyui::Presence;

RedisReading readingOf(JobStatus status)
{
    switch (status) {
    case JobStatus::Queued:
        return RedisReading::Queued;
    case JobStatus::Processing:
        return RedisReading::Processing;
    case JobStatus::Completed:
        return RedisReading::Completed;
    case JobStatus::Failed:
        break;
    }
    return RedisReading::Failed;
}

RecordReading readingOf(const std::optional<JobRecord> &row)
{
    if (!row)
        return RecordReading::Absent;
    if (row->rowCount.value_or(1) > 1)
        return RecordReading::SeveralRows;
    if (!row->status)
        return RecordReading::Unknown;
    switch (*row->status) {
    case RecordStatus::Queued:
        return RecordReading::Queued;
    case RecordStatus::Processing:
        return RecordReading::Processing;
    case RecordStatus::Completed:
        return RecordReading::Completed;
    case RecordStatus::Failed:
        return RecordReading::Failed;
    case RecordStatus::Cancelled:
        break;
    }
    return RecordReading::Cancelled;
}

ComfyReading readingOf(Presence presence)
{
    switch (presence) {
    case Presence::DoneOk:
        return ComfyReading::DoneOk;
    case Presence::DoneError:
        return ComfyReading::DoneError;
    case Presence::Interrupted:
        return ComfyReading::Interrupted;
    case Presence::Absent:
        return ComfyReading::Absent;
    default:
        break;
    }
    return ComfyReading::Unknown;
}

QString actionOf(Presence presence)
{
    if (presence == Presence::DoneOk)
        return u"settle-completed"_s;
    return presence == Presence::Interrupted ? u"settle-cancelled"_s : u"settle-failed"_s;
}

RecordStatus recordStatusOf(Presence presence)
{
    if (presence == Presence::DoneOk)
        return RecordStatus::Completed;
    return presence == Presence::Interrupted ? RecordStatus::Cancelled : RecordStatus::Failed;
}

QByteArray evidenceJson(const JobEvidence &evidence)
{
    QJsonObject comfy{{u"reading"_s, QString::fromLatin1(wordOf(evidence.presence))},
        {u"request"_s, evidence.request}, {u"at"_s, qint64(evidence.at.time_since_epoch().count())}};
    if (!evidence.detail.isEmpty())
        comfy.insert(u"detail"_s, evidence.detail);
    return QJsonDocument(QJsonObject{{u"comfyui"_s, comfy}}).toJson(QJsonDocument::Compact);
}

/// Several rows, an end that others wrote, a word that we do not know: left as it is.
std::optional<RecordEnd> recordEndOf(const std::optional<JobRecord> &row, const JobEvidence &evidence)
{
    if (!row || !isOpen(readingOf(row)))
        return std::nullopt;
    RecordEnd end;
    end.row = {row->id.value(), row->statusWord, row->revision.value_or(QString())};
    end.status = recordStatusOf(evidence.presence);
    if (evidence.presence != Presence::DoneOk)
        end.error = endSentence(evidence);
    return end;
}

SettlementReason reasonOf(const EndedJob &job, JobStatus status, const std::optional<JobRecord> &row)
{
    const RecordReading record = readingOf(row);
    const bool isInTable = record != RecordReading::SeveralRows && record != RecordReading::Unknown;
    const TableEntry entry = isInTable
        ? lookUp(readingOf(status), record, readingOf(job.evidence.presence), false, true)
        : TableEntry{TableRow::SeveralRecords, Verdict::Stale};
    SettlementReason reason;
    reason.rule = wordOf(entry.row).toByteArray();
    reason.action = actionOf(job.evidence.presence);
    reason.verdict = QString::fromLatin1(wordOf(entry.verdict));
    reason.sentence = u"Tracked to its end: "_s + endSentence(job.evidence) + u'.';
    reason.evidence = evidenceJson(job.evidence);
    return reason;
}

} // namespace

QString endSentence(const JobEvidence &evidence)
{
    switch (evidence.presence) {
    case Presence::DoneOk:
        return u"completed"_s;
    case Presence::DoneError:
        return evidence.errorText.isEmpty() ? u"its server says that it failed"_s : evidence.errorText;
    case Presence::Interrupted:
        return u"interrupted on its server"_s;
    default:
        break;
    }
    return evidence.detail.isEmpty() ? u"its server has never heard of it"_s : evidence.detail;
}

std::optional<Settlement> settlementOf(
    const EndedJob &job, const std::optional<JobRecord> &row, const ServerEpoch &epoch)
{
    JobParser parser;
    const JobFields &fields = parser.parse(job.standing);
    if (fields.unreadable != Unreadable::No)
        return std::nullopt;
    Settlement settlement;
    settlement.promptId = job.promptId;
    settlement.judged.value = job.standing;
    settlement.judged.startedAt = fields.startedAt;
    settlement.judged.epoch = epoch;
    settlement.status = job.evidence.presence == Presence::DoneOk ? JobStatus::Completed : JobStatus::Failed;
    settlement.ttl = TtlPolicy::Renew;
    settlement.record = recordEndOf(row, job.evidence);
    if (job.evidence.presence == Presence::DoneOk)
        settlement.outputs = job.evidence.outputsJson;
    settlement.reason = reasonOf(job, fields.status, row);
    return settlement;
}

} // namespace emberwatch
