// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfysim/jobloader.h"

#include "tests/support/comfysim/control.h"
#include "tests/support/comfysim/validation.h"
#include "tests/support/comfysim/workplanner.h"

namespace emberwatch::comfysim {

namespace {

const json::Value *either(const json::Value &job, const json::Value &defaults, const char *name)
{
    const json::Value *own = json::member(&job, name);
    return own ? own : json::member(&defaults, name);
}

double numberOf(const json::Value &job, const json::Value &defaults, const char *name, double otherwise)
{
    const json::Value *value = either(job, defaults, name);
    return value && value->IsNumber() ? value->GetDouble() : otherwise;
}

QByteArray textOf(
    const json::Value &job, const json::Value &defaults, const char *name, const QByteArray &otherwise)
{
    const json::Value *value = either(job, defaults, name);
    return value && value->IsString() ? json::bytes(*value) : otherwise;
}

/// The id of the n-th of many.
QByteArray numberedId(const json::Value &arguments, qint64 n)
{
    constexpr int digits = 12;
    const json::Value *prefix = json::member(&arguments, "prefix");
    if (prefix && prefix->IsString())
        return json::bytes(*prefix) + QByteArray::number(n);
    return "00000000-0000-4000-8000-" + QByteArray::number(n).rightJustified(digits, '0');
}

QByteArray defaultPrompt(const json::Value &job, const json::Value &defaults)
{
    const QByteArray duration = json::number(numberOf(job, defaults, "duration_ms", 1000));
    const QByteArray steps = json::number(static_cast<qint64>(numberOf(job, defaults, "steps", 10)));
    return R"({"1": {"class_type": "SimJob", "inputs": {"duration_ms": )" + duration + R"(, "steps": )"
        + steps + "}}}";
}

} // namespace

HttpResponse JobLoader::load(const json::Value &arguments)
{
    qint64 loaded = 0;
    if (const json::Value *jobs = json::member(&arguments, "jobs"); jobs && jobs->IsArray()) {
        for (const json::Value &job : jobs->GetArray()) {
            if (!loadJob(json::stringAt(&job, "id"), job, arguments))
                return Control::refused("job " + QByteArray::number(loaded) + ": id or state is wrong");
            ++loaded;
        }
    }
    const int first = json::integerAt(&arguments, "first", 0);
    const int count = json::integerAt(&arguments, "count", 0);
    for (int i = 0; i < count; ++i) {
        if (!loadJob(numberedId(arguments, first + i), arguments, arguments))
            return Control::refused("the state is wrong");
        ++loaded;
    }
    m_server.announceStatus();
    m_server.workers().wake();
    return Control::done({{"loaded", json::number(loaded)}});
}

bool JobLoader::loadJob(const QByteArray &id, const json::Value &value, const json::Value &defaults)
{
    const QByteArray state = textOf(value, defaults, "state", "pending");
    const JobRef job = std::make_shared<const Job>(makeJob(id, value, defaults));
    if (id.isEmpty())
        return false;
    if (state == "pending")
        return m_server.queue().push(job);
    if (state == "running")
        start(
            job, numberOf(value, defaults, "progress", 0), json::isTruthy(either(value, defaults, "paused")));
    else if (state == "success" || state == "error" || state == "interrupted")
        addToHistory(job, state, textOf(value, defaults, "error", "loaded as failed"));
    else
        return false;
    return true;
}

Job JobLoader::makeJob(const QByteArray &id, const json::Value &value, const json::Value &defaults)
{
    Job job;
    const json::Value *prompt = either(value, defaults, "prompt");
    const QByteArray text = prompt ? json::text(*prompt) : defaultPrompt(value, defaults);
    if (!m_known.contains(text)) {
        if (const auto parsed = json::parse(text))
            readPrompt(job, *parsed);
        m_known.insert(text, job);
    }
    job = m_known.value(text);
    job.id = id;
    job.number = numberOf(value, defaults, "number", static_cast<double>(m_server.takeNumber()));
    job.createTime
        = m_server.settings().now() - static_cast<qint64>(numberOf(value, defaults, "created_ago_ms", 0));
    json::Document extraData;
    const json::Value *given = either(value, defaults, "extra_data");
    if (given && given->IsObject())
        extraData.CopyFrom(*given, extraData.GetAllocator());
    else
        extraData.SetObject();
    const json::Value *client = either(value, defaults, "client_id");
    if (client)
        extraData.AddMember(
            "client_id", json::Value(*client, extraData.GetAllocator()), extraData.GetAllocator());
    if (m_server.behaviour().hasCreateTime())
        extraData.AddMember("create_time", static_cast<int64_t>(job.createTime), extraData.GetAllocator());
    job.readExtraData(extraData);
    return job;
}

void JobLoader::readPrompt(Job &job, const json::Value &prompt)
{
    const Validation validation = validate(prompt, std::nullopt, m_server.behaviour(), m_server.settings());
    job.prompt = json::text(prompt);
    job.outputs = json::strings(validation.outputs);
    job.plan = std::make_shared<const WorkPlan>(planWork(prompt, validation.outputs, m_server.settings()));
}

void JobLoader::start(const JobRef &job, double progress, bool isPaused)
{
    m_server.queue().addRunning(job);
    Execution *execution = m_server.workers().begin(job);
    execution->advanceTo(progress);
    if (isPaused)
        execution->setPaused(true);
}

void JobLoader::addToHistory(const JobRef &job, const QByteArray &state, const QByteArray &error)
{
    ExecutionRecord record(job);
    const QByteArray id = json::quoted(job->id);
    const QByteArray time = json::number(job->createTime);
    record.setStartTime(job->createTime);
    record.addMessage("execution_start", json::object({{"prompt_id", id}, {"timestamp", time}}));
    record.addMessage(
        "execution_cached", json::object({{"nodes", "[]"}, {"prompt_id", id}, {"timestamp", time}}));
    QList<json::Member> data{{"prompt_id", id}, {"timestamp", json::number(m_server.settings().now())}};
    Outcome outcome = Outcome::Success;
    if (state == "success") {
        for (const PlannedNode &node : job->plan->nodes) {
            if (!node.isOutput || node.images == 0)
                continue;
            const QByteArray file = m_server.files().save(node.filePrefix, node.fileType, job->prompt);
            record.addOutput(node, json::object({{"images", json::array({file})}}), {file});
        }
    } else {
        data += QList<json::Member>{{"node_id", "\"1\""}, {"node_type", "\"SimJob\""}, {"executed", "[]"}};
        outcome = state == "error" ? Outcome::Error : Outcome::Interrupted;
    }
    if (outcome == Outcome::Error) {
        data += QList<json::Member>{{"exception_message", json::quoted(error)},
            {"exception_type", "\"RuntimeError\""}, {"traceback", "[]"}, {"current_inputs", "{}"},
            {"current_outputs", "[]"}};
        record.setError(json::object(data));
    }
    record.addMessage("execution_" + state, json::object(data));
    record.end(outcome, m_server.settings().now());
    m_server.history().add(record.entry());
}

} // namespace emberwatch::comfysim
