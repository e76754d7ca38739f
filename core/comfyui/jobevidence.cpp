// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comfyui/jobevidence.h"

using namespace Qt::StringLiterals;

namespace emberwatch::comfyui {

QByteArrayView wordOf(Presence presence)
{
    switch (presence) {
    case Presence::Pending:
        return "pending";
    case Presence::Running:
        return "running";
    case Presence::DoneOk:
        return "done-ok";
    case Presence::DoneError:
        return "done-error";
    case Presence::Interrupted:
        return "interrupted";
    case Presence::Absent:
        return "absent";
    case Presence::Unknown:
        break;
    }
    return "unknown";
}

namespace {

Presence presenceOf(const HistoryEntry &entry)
{
    switch (entry.outcome) {
    case JobOutcome::Succeeded:
        return Presence::DoneOk;
    case JobOutcome::Failed:
        return Presence::DoneError;
    case JobOutcome::Interrupted:
        return Presence::Interrupted;
    case JobOutcome::Unknown:
        break;
    }
    return entry.outputs.isEmpty() ? Presence::Unknown : Presence::DoneOk;
}

} // namespace

JobEvidence evidenceOf(const HistoryEntry &entry)
{
    JobEvidence evidence;
    evidence.promptId = entry.promptId;
    evidence.presence = presenceOf(entry);
    if (entry.outcome == JobOutcome::Unknown)
        evidence.detail = entry.outputs.isEmpty()
            ? u"it has ended, and its history does not say how"_s
            : u"its history does not say how it ended; it has outputs"_s;
    evidence.number = entry.number;
    evidence.clientId = entry.clientId;
    evidence.createdAt = entry.createdAt;
    evidence.startedAt = entry.startedAt;
    evidence.endedAt = entry.endedAt;
    evidence.outputs = entry.outputs;
    evidence.outputsJson = entry.outputsJson;
    evidence.errorText = entry.errorText;
    return evidence;
}

JobEvidence unknownEvidence(const PromptId &id, const Error &why, Timestamp at)
{
    JobEvidence evidence;
    evidence.promptId = id;
    evidence.at = at;
    evidence.detail = why.message;
    evidence.errorKind = why.kind;
    return evidence;
}

} // namespace emberwatch::comfyui
