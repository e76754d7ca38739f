// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comfyui/streammessage.h"

#include "core/comfyui/jsonread.h"

#include <QtEndian>

#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace emberwatch::comfyui {

namespace {

using Read = std::optional<StreamMessage> (*)(JsonValue);

QByteArray textOf(JsonValue data, std::string_view name)
{
    return bytes(member(data, name)).value_or(QByteArray());
}

PromptId promptOf(JsonValue data)
{
    return PromptId(textOf(data, "prompt_id"));
}

QByteArray displayNodeOf(JsonValue data, std::string_view name)
{
    const QByteArray display = textOf(data, name);
    return display.isEmpty() ? textOf(data, "node") : display;
}

std::optional<StreamMessage> readStatus(JsonValue data)
{
    const std::optional<JsonValue> status = member(data, "status");
    const std::optional<JsonValue> info = status ? member(*status, "exec_info") : std::nullopt;
    const std::optional<double> remaining = info ? number(member(*info, "queue_remaining")) : std::nullopt;
    if (!remaining)
        return std::nullopt;
    return QueueCountMessage{static_cast<int>(*remaining), member(data, "sid").has_value()};
}

std::optional<StreamMessage> readStarted(JsonValue data)
{
    return StartedMessage{promptOf(data), moment(member(data, "timestamp"))};
}

std::optional<StreamMessage> readCached(JsonValue data)
{
    CachedMessage message{promptOf(data), {}};
    const std::optional<JsonValue> nodes = member(data, "nodes");
    simdjson::dom::array list;
    if (!nodes || nodes->get(list))
        return std::nullopt;
    for (const JsonValue node : list)
        message.nodes.append(bytes(node).value_or(QByteArray()));
    return message;
}

NodeProgress nodeProgressOf(QByteArray id, JsonValue node)
{
    NodeProgress progress;
    progress.node = std::move(id);
    progress.displayNode = textOf(node, "display_node_id");
    progress.parentNode = textOf(node, "parent_node_id");
    progress.realNode = textOf(node, "real_node_id");
    progress.isFinished = textOf(node, "state") == "finished";
    progress.value = number(member(node, "value")).value_or(0);
    progress.most = number(member(node, "max")).value_or(1);
    return progress;
}

std::optional<StreamMessage> readNodes(JsonValue data)
{
    NodesMessage message{promptOf(data), {}};
    const std::optional<JsonValue> nodes = member(data, "nodes");
    simdjson::dom::object list;
    if (!nodes || nodes->get(list))
        return std::nullopt;
    for (const auto [id, node] : list)
        message.nodes.append(nodeProgressOf(view(id).toByteArray(), node));
    return message;
}

std::optional<StreamMessage> readExecuting(JsonValue data)
{
    const std::optional<JsonValue> node = member(data, "node");
    if (!node || (!node->is_string() && !node->is_null()))
        return std::nullopt;
    return ExecutingMessage{promptOf(data), textOf(data, "node"), displayNodeOf(data, "display_node")};
}

std::optional<StreamMessage> readStep(JsonValue data)
{
    const std::optional<double> value = number(member(data, "value"));
    const std::optional<double> most = number(member(data, "max"));
    if (!value || !most)
        return std::nullopt;
    return StepMessage{promptOf(data), textOf(data, "node"), *value, *most};
}

std::optional<StreamMessage> readExecuted(JsonValue data)
{
    ExecutedMessage message{promptOf(data), textOf(data, "node"), displayNodeOf(data, "display_node"), {}};
    if (const std::optional<JsonValue> output = member(data, "output"))
        message.files = filesOfNode(QString::fromUtf8(message.node), *output);
    return message;
}

EndedMessage endOf(JsonValue data, JobOutcome outcome)
{
    return {promptOf(data), outcome, {}, moment(member(data, "timestamp"))};
}

std::optional<StreamMessage> readSuccess(JsonValue data)
{
    return endOf(data, JobOutcome::Succeeded);
}

std::optional<StreamMessage> readInterrupted(JsonValue data)
{
    return endOf(data, JobOutcome::Interrupted);
}

std::optional<StreamMessage> readError(JsonValue data)
{
    const QString words = errorTextOf(data);
    if (textOf(data, "exception_type") == "ExecutionBlocked")
        return BlockedMessage{promptOf(data), words};
    EndedMessage end = endOf(data, JobOutcome::Failed);
    end.errorText = words;
    return end;
}

std::optional<StreamMessage> readFeatures(JsonValue /*data*/)
{
    return FeaturesMessage{};
}

constexpr std::array<std::pair<std::string_view, Read>, 11> types{{
    {"status", readStatus},
    {"execution_start", readStarted},
    {"execution_cached", readCached},
    {"progress_state", readNodes},
    {"executing", readExecuting},
    {"progress", readStep},
    {"executed", readExecuted},
    {"execution_success", readSuccess},
    {"execution_error", readError},
    {"execution_interrupted", readInterrupted},
    {"feature_flags", readFeatures},
}};

constexpr quint32 plainPreview = 1;
constexpr quint32 previewWithMetadata = 4;
constexpr qsizetype wordSize = 4;

quint32 wordAt(const QByteArray &data, qsizetype offset)
{
    return qFromBigEndian<quint32>(data.constData() + offset);
}

} // namespace

PromptId promptIdOf(const StreamMessage &message)
{
    return std::visit(
        [](const auto &m) {
            if constexpr (requires { m.promptId; })
                return m.promptId;
            else
                return PromptId();
        },
        message);
}

StreamReader::StreamReader()
    : m_reader(std::make_unique<JsonReader>())
{
}

StreamReader::~StreamReader() = default;

Result<std::optional<StreamMessage>> StreamReader::readText(const QByteArray &text)
{
    const Result<JsonValue> root = m_reader->read(text);
    if (!root)
        return tl::make_unexpected(root.error());
    const std::optional<JsonValue> type = member(*root, "type");
    const std::optional<JsonValue> data = member(*root, "data");
    std::string_view word;
    if (!type || !data || type->get(word) || !data->is_object())
        return std::optional<StreamMessage>();
    for (const auto &[name, read] : types) {
        if (name == word)
            return read(*data);
    }
    return std::optional<StreamMessage>();
}

std::optional<StreamMessage> StreamReader::readBinary(const QByteArray &data)
{
    if (data.size() < 2 * wordSize)
        return std::nullopt;
    const quint32 kind = wordAt(data, 0);
    const quint32 second = wordAt(data, wordSize);
    if (kind == plainPreview)
        return PreviewMessage{{}, {}, second == 2 ? "image/png" : "image/jpeg", data.mid(2 * wordSize)};
    const qsizetype head = 2 * wordSize + static_cast<qsizetype>(second);
    if (kind != previewWithMetadata || head > data.size())
        return std::nullopt;
    const Result<JsonValue> about = m_reader->read(data.mid(2 * wordSize, static_cast<qsizetype>(second)));
    if (!about)
        return std::nullopt;
    return PreviewMessage{
        promptOf(*about), textOf(*about, "display_node_id"), textOf(*about, "image_type"), data.mid(head)};
}

} // namespace emberwatch::comfyui
