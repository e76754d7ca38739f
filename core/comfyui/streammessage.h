// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/strongid.h"
#include "core/base/timestamp.h"
#include "core/comfyui/historyentry.h"
#include "core/comfyui/jsonvalue.h"
#include "core/comfyui/outputfile.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

#include <memory>
#include <optional>
#include <variant>

namespace emberwatch::comfyui {

class JsonReader;

/// What a server says on its stream (comfyui-protocol.md 3.4). Times are the server's.

struct QueueCountMessage ///< "status"
{
    int remaining = 0;
    bool isGreeting = false; ///< the first message of a connection
    bool operator==(const QueueCountMessage &) const = default;
};

struct StartedMessage
{
    PromptId promptId;
    std::optional<Timestamp> at;
    bool operator==(const StartedMessage &) const = default;
};

struct CachedMessage
{
    PromptId promptId;
    QList<QByteArray> nodes;
    bool operator==(const CachedMessage &) const = default;
};

struct NodeProgress
{
    QByteArray node;
    QByteArray displayNode; ///< itself, or the node of the workflow that it belongs to
    QByteArray parentNode; ///< of an expanded one
    QByteArray realNode;
    bool isFinished = false;
    double value = 0;
    double most = 1;
    bool operator==(const NodeProgress &) const = default;
};

/// "progress_state": all nodes that were visited so far, so that one message restores the picture.
struct NodesMessage
{
    PromptId promptId;
    QList<NodeProgress> nodes;
    bool operator==(const NodesMessage &) const = default;
};

/// "executing". Without a node it is the last message of a job; without a promptId it comes right after
/// connecting and tells in which node the running job of this client is.
struct ExecutingMessage
{
    PromptId promptId;
    QByteArray node;
    QByteArray displayNode;
    [[nodiscard]] bool isLast() const { return node.isEmpty(); }
    bool operator==(const ExecutingMessage &) const = default;
};

struct StepMessage ///< "progress"
{
    PromptId promptId;
    QByteArray node; ///< empty on old servers for a job without client id
    double value = 0;
    double most = 1;
    bool operator==(const StepMessage &) const = default;
};

struct ExecutedMessage
{
    PromptId promptId;
    QByteArray node;
    QByteArray displayNode;
    QList<OutputFile> files;
    bool operator==(const ExecutedMessage &) const = default;
};

/// Success, error or interruption. The verdict is the history entry, which may come a moment later.
struct EndedMessage
{
    PromptId promptId;
    JobOutcome outcome = JobOutcome::Unknown;
    QString errorText;
    std::optional<Timestamp> at;
    bool operator==(const EndedMessage &) const = default;
};

/// An execution_error of type ExecutionBlocked: a part of the graph does not run; the job goes on.
struct BlockedMessage
{
    PromptId promptId;
    QString text;
    bool operator==(const BlockedMessage &) const = default;
};

struct FeaturesMessage ///< the server's answer to ours
{
    bool operator==(const FeaturesMessage &) const = default;
};

/// An image of a running node. One without a prompt id (binary type 1) belongs to whatever runs.
struct PreviewMessage
{
    PromptId promptId;
    QByteArray node;
    QByteArray mimeType;
    QByteArray image;
    bool operator==(const PreviewMessage &) const = default;
};

using StreamMessage
    = std::variant<QueueCountMessage, StartedMessage, CachedMessage, NodesMessage, ExecutingMessage,
        StepMessage, ExecutedMessage, EndedMessage, BlockedMessage, FeaturesMessage, PreviewMessage>;

/// Whose message it is; empty: nobody's in particular.
[[nodiscard]] PromptId promptIdOf(const StreamMessage &message);

/// Reads text messages. nullopt for what is of a type or shape that we do not know: extensions invent their
/// own. Errors: Parse.
class StreamReader
{
public:
    StreamReader();
    ~StreamReader();

    [[nodiscard]] Result<std::optional<StreamMessage>> readText(const QByteArray &text);
    /// Previews; nullopt for other kinds and for what is cut short.
    [[nodiscard]] std::optional<StreamMessage> readBinary(const QByteArray &data);

private:
    std::unique_ptr<JsonReader> m_reader;
};

} // namespace emberwatch::comfyui
