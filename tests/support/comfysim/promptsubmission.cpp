// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfysim/promptsubmission.h"

#include "tests/support/comfysim/identifier.h"
#include "tests/support/comfysim/workplanner.h"

namespace emberwatch::comfysim {

namespace {

HttpResponse refusal(const QByteArray &error, const QByteArray &nodeErrors = "{}")
{
    return HttpResponse::ofJson(json::object({{"error", error}, {"node_errors", nodeErrors}}), 400);
}

/// What Python's str() makes of it.
QByteArray pythonText(const json::Value &value)
{
    if (value.IsString())
        return json::bytes(value);
    if (value.IsNull())
        return "None";
    if (value.IsBool())
        return value.GetBool() ? "True" : "False";
    return json::text(value);
}

std::optional<QList<QByteArray>> targetsOf(const json::Value &body, const Behaviour &behaviour)
{
    const json::Value *targets = json::member(&body, "partial_execution_targets");
    if (!behaviour.takesExecutionTargets() || !targets || !targets->IsArray())
        return std::nullopt;
    QList<QByteArray> ids;
    for (const json::Value &target : targets->GetArray())
        ids << pythonText(target);
    return ids;
}

void removeKeys(json::Value &extraData)
{
    extraData.RemoveMember("auth_token_comfy_org");
    extraData.RemoveMember("api_key_comfy_org");
}

} // namespace

HttpResponse PromptSubmission::submit(const QByteArray &body)
{
    std::optional<json::Document> document = json::parse(body);
    if (!document || (!document->IsObject() && !document->IsArray())
        || readNumber(*document) == Reading::Crash)
        return HttpResponse::crash();
    const json::Value *prompt = json::member(&*document, "prompt");
    if (!prompt)
        return refusal(errorObject("no_prompt", "No prompt provided"));
    if (readId(*document) == Reading::BadId)
        return refusal(errorObject("invalid_prompt_id", "prompt_id must be a lowercase hyphenated UUID"));
    if (!prompt->IsObject())
        return HttpResponse::crash();
    const Validation validation = validate(
        *prompt, targetsOf(*document, m_server.behaviour()), m_server.behaviour(), m_server.settings());
    const QByteArray promptText = json::text(*prompt);
    if (readExtraData(*document) == Reading::Crash)
        return HttpResponse::crash();
    if (!validation.error.isNull())
        return refusal(validation.error, validation.nodeErrors);
    m_job.prompt = promptText;
    return queue(*json::member(&*document, "prompt"), validation);
}

PromptSubmission::Reading PromptSubmission::readNumber(const json::Value &body)
{
    const json::Value *number = json::member(&body, "number");
    if (!number) {
        const qint64 automatic = m_server.takeNumber();
        const bool isFront = json::isTruthy(json::member(&body, "front"));
        m_job.number = static_cast<double>(isFront ? -automatic : automatic);
        return Reading::Good;
    }
    bool isNumber = true;
    if (number->IsNumber())
        m_job.number = number->GetDouble();
    else if (number->IsBool())
        m_job.number = number->GetBool() ? 1 : 0;
    else if (number->IsString())
        m_job.number = json::bytes(*number).trimmed().toDouble(&isNumber);
    else
        isNumber = false;
    m_job.hasClientNumber = true;
    return isNumber ? Reading::Good : Reading::Crash;
}

PromptSubmission::Reading PromptSubmission::readId(const json::Value &body)
{
    const Behaviour &behaviour = m_server.behaviour();
    const json::Value *id = json::member(&body, "prompt_id");
    const bool isServersChoice = !id || !behaviour.takesPromptId() || (id->IsNull() && behaviour.wantsUuid());
    if (isServersChoice) {
        m_job.id = newIdentifier();
        return Reading::Good;
    }
    if (behaviour.wantsUuid() && !(id->IsString() && isUuid(json::bytes(*id))))
        return Reading::BadId;
    m_job.id = pythonText(*id);
    return Reading::Good;
}

PromptSubmission::Reading PromptSubmission::readExtraData(json::Document &body)
{
    auto &allocator = body.GetAllocator();
    json::Value extraData(rapidjson::kObjectType);
    if (const auto given = body.FindMember("extra_data"); given != body.MemberEnd()) {
        if (!given->value.IsObject())
            return Reading::Crash;
        extraData = given->value; // moved
    }
    if (const auto client = body.FindMember("client_id"); client != body.MemberEnd()) {
        extraData.RemoveMember("client_id");
        extraData.AddMember("client_id", client->value, allocator);
    }
    m_job.createTime = m_server.settings().now();
    if (m_server.behaviour().hidesKeys())
        removeKeys(extraData);
    if (m_server.behaviour().hasCreateTime()) {
        extraData.RemoveMember("create_time");
        extraData.AddMember("create_time", static_cast<int64_t>(m_job.createTime), allocator);
    }
    m_job.readExtraData(extraData);
    return Reading::Good;
}

HttpResponse PromptSubmission::queue(const json::Value &prompt, const Validation &validation)
{
    m_job.outputs = json::strings(validation.outputs);
    m_job.plan = std::make_shared<const WorkPlan>(planWork(prompt, validation.outputs, m_server.settings()));
    const JobRef job = std::make_shared<const Job>(m_job);
    if (!m_server.queue().push(job))
        return HttpResponse::crash();
    m_server.announceStatus();
    m_server.workers().wake();
    return HttpResponse::ofJson(json::object({{"prompt_id", json::quoted(job->id)},
        {"number", job->numberText()}, {"node_errors", validation.nodeErrors}}));
}

} // namespace emberwatch::comfysim
