// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/strongid.h"
#include "core/base/timestamp.h"
#include "core/comfyui/historyentry.h"
#include "core/comfyui/outputfile.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace emberwatch::comfyui {

/// What a server says of a prompt: the C of verdicts.md.
enum class Presence : quint8
{
    Pending,
    Running,
    DoneOk,
    DoneError,
    Interrupted,
    Absent, ///< neither in the queue nor, asked afterwards, in the history
    Unknown, ///< not asked, or no answer that counts
};

/// "pending", "running", "done-ok", "done-error", "interrupted", "absent", "unknown".
[[nodiscard]] QByteArrayView wordOf(Presence presence);

/// Why a prompt is absent, where that is known (comfyui-protocol.md 6.3).
enum class AbsenceReason : quint8
{
    None, ///< it is not absent
    ServerRestarted, ///< since the submission: the job is lost
    RemovedFromQueue, ///< last seen waiting, and the server was not restarted: somebody cancelled it
    HistoryEvicted, ///< last seen running: it has ended, its entry was deleted or pushed out
    NeverSeen, ///< its POST was never answered
    Unexplained,
};

/// One server's word on one prompt, in one pass.
struct JobEvidence
{
    PromptId promptId;
    Presence presence = Presence::Unknown;
    Timestamp at; ///< our clock, when the answer that decided it was complete
    QString request; ///< what was asked: "GET http://gpu-2:8188/queue, GET .../history/48b4"
    AbsenceReason absence = AbsenceReason::None;
    QString detail; ///< why it is unknown or absent, a sentence without full stop; else empty
    std::optional<Error::Kind> errorKind; ///< of an unknown one that was asked for
    std::optional<int> placeInQueue; ///< of a pending one, 1 is next
    std::optional<double> number; ///< priority, where the server told it
    QString clientId; ///< whose stream it is, where the server told it
    std::optional<Timestamp> createdAt; ///< this and the next two by the server's clock
    std::optional<Timestamp> startedAt;
    std::optional<Timestamp> endedAt;
    QList<OutputFile> outputs;
    QByteArray outputsJson; ///< as it is kept in records
    QString errorText; ///< of DoneError
    bool operator==(const JobEvidence &) const = default;
};

/// The evidence that a history entry gives.
[[nodiscard]] JobEvidence evidenceOf(const HistoryEntry &entry);

[[nodiscard]] JobEvidence unknownEvidence(const PromptId &id, const Error &why, Timestamp at);

} // namespace emberwatch::comfyui
