// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/endedjob.h"

#include "core/jobs/jobdocument.h"
#include "core/operations/evidencejson.h"
#include "core/operations/readings.h"
#include "core/triage/verdicttable.h"

using namespace Qt::StringLiterals;

namespace emberwatch {

namespace {

using comfyui::JobEvidence;
using comfyui::Presence;

RecordReading recordReadingOf(const std::optional<JobRecord> &row)
{
    if (!row)
        return RecordReading::Absent;
    if (row->rowCount.value_or(1) > 1)
        return RecordReading::SeveralRows;
    if (!row->status)
        return RecordReading::Unknown;
    return readingOf(*row->status);
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

EvidenceLine lineOf(const JobEvidence &evidence)
{
    return {EvidenceSource::ComfyUi, evidence.at, QString::fromLatin1(wordOf(evidence.presence)),
        evidence.request, evidence.detail};
}

/// Several rows, an end that others wrote, a word that we do not know: left as it is.
std::optional<RecordEnd> recordEndOf(const std::optional<JobRecord> &row, const JobEvidence &evidence)
{
    if (!row || !isOpen(recordReadingOf(row)))
        return std::nullopt;
    RecordEnd end;
    end.row = judgedRowOf(*row);
    end.status = recordStatusOf(evidence.presence);
    if (evidence.presence != Presence::DoneOk)
        end.error = endSentence(evidence);
    return end;
}

SettlementReason reasonOf(const EndedJob &job, JobStatus status, const std::optional<JobRecord> &row)
{
    const RecordReading record = recordReadingOf(row);
    const bool isInTable = record != RecordReading::SeveralRows && record != RecordReading::Unknown;
    const TableEntry entry = isInTable
        ? lookUp(readingOf(status), record, readingOf(job.evidence.presence), false, true)
        : TableEntry{TableRow::SeveralRecords, Verdict::Stale};
    SettlementReason reason;
    reason.rule = wordOf(entry.row).toByteArray();
    reason.action = actionOf(job.evidence.presence);
    reason.verdict = QString::fromLatin1(wordOf(entry.verdict));
    reason.sentence = u"Tracked to its end: "_s + endSentence(job.evidence) + u'.';
    reason.evidence = evidenceJson({lineOf(job.evidence)});
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
