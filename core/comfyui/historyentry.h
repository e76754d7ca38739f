// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/strongid.h"
#include "core/base/timestamp.h"
#include "core/comfyui/jsonvalue.h"
#include "core/comfyui/outputfile.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace emberwatch::comfyui {

enum class JobOutcome : quint8
{
    Succeeded,
    Failed,
    Interrupted,
    Unknown, ///< it has ended, but how is not said
};

/// What a server remembers of a prompt that has ended. Times are the server's.
struct HistoryEntry
{
    PromptId promptId;
    JobOutcome outcome = JobOutcome::Unknown;
    QString errorText; ///< of a failure: "KSampler (node 3): RuntimeError: out of memory"
    QList<OutputFile> outputs; ///< also of a job that failed later
    QByteArray outputsJson; ///< the `outputs` as they are kept in records: strict JSON, without white space
    std::optional<Timestamp> createdAt;
    std::optional<Timestamp> startedAt;
    std::optional<Timestamp> endedAt;
    double number = 0;
    QString clientId;
    QByteArray marker; ///< of our own jobs
    bool operator==(const HistoryEntry &) const = default;
};

/// "ValueError: bad seed" with its node in front; from the body of an execution_error, in history or stream.
[[nodiscard]] QString errorTextOf(JsonValue error);

/// The answer of GET /history/{id}: nullopt for {}, which says no more than "not in the history".
/// Errors: Parse, Protocol for another shape.
[[nodiscard]] Result<std::optional<HistoryEntry>> historyEntryOf(JsonValue root, const PromptId &id);

/// The answer of GET /history?max_items=N, in the order of completion.
[[nodiscard]] Result<QList<HistoryEntry>> historyListOf(JsonValue root);

} // namespace emberwatch::comfyui
