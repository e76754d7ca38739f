// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/strongid.h"
#include "core/comfyui/jsonvalue.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <chrono>
#include <optional>

namespace emberwatch::comfyui {

struct SubmitOptions
{
    QString clientId; ///< whose socket gets the messages; empty: nobody's
    /// Comes back in queue and history on every version, and in the metadata of saved images.
    QByteArray marker;
    /// A lower-case UUID with hyphens. Old servers take another one: only the answer's counts.
    std::optional<PromptId> promptId;
    std::optional<double> number; ///< priority: the lower runs first
    /// Between the two looks for a prompt whose POST was not answered.
    std::chrono::milliseconds doubtGrace{3'000};
};

/// What a server has against a node of the workflow.
struct NodeProblem
{
    QString nodeId;
    QString classType;
    QString type; ///< "value_not_in_list", ...
    QString message;
    QString details;
    bool operator==(const NodeProblem &) const = default;
};

struct Submission
{
    enum class Outcome : quint8
    {
        Accepted, ///< queued; with problems: only the outputs that have none
        Refused, ///< the server says what is wrong with it
        /// The connection was lost on the way and two looks found nothing: it may be sent again, under a new
        /// prompt id.
        NotQueued,
        /// The connection was lost on the way and the server could not be asked since: it must not be sent
        /// again before it was.
        InDoubt,
    };
    Outcome outcome = Outcome::InDoubt;
    PromptId promptId; ///< of an accepted one
    double number = 0;
    bool wasFoundAgain = false; ///< accepted, though the answer was lost
    QString message; ///< what the server or the network said
    QList<NodeProblem> problems;
    bool operator==(const Submission &) const = default;
};

/// Whether servers of every version take it as a prompt id.
[[nodiscard]] bool isUsablePromptId(const PromptId &id);

/// The body of POST /prompt. The workflow's bytes go into it as they are.
/// Errors: Invalid where the workflow is no JSON object or the prompt id not usable.
[[nodiscard]] Result<QByteArray> submissionBody(const QByteArray &workflow, const SubmitOptions &options);

/// The answer to it. Errors: Protocol for another shape.
/// @param status  200 or 400
[[nodiscard]] Result<Submission> submissionOf(int status, JsonValue root);

} // namespace emberwatch::comfyui
