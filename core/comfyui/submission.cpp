// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comfyui/submission.h"

#include "core/comfyui/jsonread.h"
#include "core/comfyui/queuesnapshot.h"
#include "core/jobs/jsontext.h"

#include <algorithm>
#include <charconv>

using namespace Qt::StringLiterals;

namespace emberwatch::comfyui {

namespace {

void readProblemsOfNode(const QString &nodeId, JsonValue node, QList<NodeProblem> &to)
{
    const std::optional<JsonValue> errors = member(node, "errors");
    simdjson::dom::array list;
    if (!errors || errors->get(list))
        return;
    for (const JsonValue error : list)
        to.append({nodeId, text(member(node, "class_type")), text(member(error, "type")),
            text(member(error, "message")), text(member(error, "details"))});
}

QList<NodeProblem> problemsIn(JsonValue root)
{
    QList<NodeProblem> problems;
    const std::optional<JsonValue> errors = member(root, "node_errors");
    simdjson::dom::object nodes;
    if (!errors || errors->get(nodes))
        return problems; // servers before 0.3.28 send a list here
    for (const auto [nodeId, node] : nodes)
        readProblemsOfNode(QString::fromUtf8(view(nodeId)), node, problems);
    return problems;
}

QString refusalText(JsonValue root)
{
    const std::optional<JsonValue> error = member(root, "error");
    if (!error || error->is_string())
        return text(error);
    const QString message = text(member(*error, "message"));
    const QString details = text(member(*error, "details"));
    return details.isEmpty() ? message : QString(message + u": "_s + details);
}

QByteArray numberText(double number)
{
    char buffer[32];
    const std::to_chars_result result = std::to_chars(std::begin(buffer), std::end(buffer), number);
    return {buffer, result.ptr - buffer};
}

QByteArray extraData(const QByteArray &marker)
{
    const QByteArray member = jsonString(markerKey) + ':' + jsonString(marker);
    return "{" + member + ",\"extra_pnginfo\":{" + member + "}}";
}

} // namespace

bool isUsablePromptId(const PromptId &id)
{
    const QByteArray &text = id.value();
    if (text.size() != 36)
        return false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool isHyphen = i == 8 || i == 13 || i == 18 || i == 23;
        const char c = text[i];
        const bool isHex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        if (isHyphen ? c != '-' : !isHex)
            return false;
    }
    return true;
}

Result<QByteArray> submissionBody(const QByteArray &workflow, const SubmitOptions &options)
{
    JsonReader reader;
    const Result<JsonValue> graph = reader.read(workflow);
    if (!graph)
        return failure(Error::Kind::Invalid, u"the workflow is not JSON: "_s + graph.error().message);
    if (!graph->is_object())
        return failure(Error::Kind::Invalid, u"the workflow is no object of nodes"_s);
    if (options.promptId && !isUsablePromptId(*options.promptId))
        return failure(Error::Kind::Invalid, u"the prompt id is no lower-case UUID"_s);
    QByteArray body = "{\"prompt\":" + workflow;
    if (!options.clientId.isEmpty())
        body += ",\"client_id\":" + jsonString(options.clientId.toUtf8());
    if (options.promptId)
        body += ",\"prompt_id\":" + jsonString(options.promptId->value());
    if (options.number)
        body += ",\"number\":" + numberText(*options.number);
    if (!options.marker.isEmpty())
        body += ",\"extra_data\":" + extraData(options.marker);
    return body.append('}');
}

Result<Submission> submissionOf(int status, JsonValue root)
{
    Submission submission;
    submission.problems = problemsIn(root);
    if (status != 200) {
        submission.outcome = Submission::Outcome::Refused;
        submission.message = refusalText(root);
        if (submission.message.isEmpty() && submission.problems.isEmpty())
            return failure(Error::Kind::Protocol, u"refused without a reason"_s);
        return submission;
    }
    const std::optional<QByteArray> id = bytes(member(root, "prompt_id"));
    if (!id || id->isEmpty())
        return failure(Error::Kind::Protocol, u"accepted without a prompt id"_s);
    submission.outcome = Submission::Outcome::Accepted;
    submission.promptId = PromptId(*id);
    submission.number = number(member(root, "number")).value_or(0);
    return submission;
}

} // namespace emberwatch::comfyui
