// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfysim/validation.h"

#include "tests/support/comfysim/graph.h"

#include <QMap>

namespace emberwatch::comfysim {

namespace {

/// One entry of node_errors[id].errors, as JSON.
QByteArray problem(const QByteArray &type, const QByteArray &message, const QByteArray &details,
    const QByteArray &extraInfo = "{}")
{
    return json::object({{"type", json::quoted(type)}, {"message", json::quoted(message)},
        {"details", json::quoted(details)}, {"extra_info", extraInfo}});
}

QByteArray inputProblem(const QByteArray &type, const QByteArray &message, const QByteArray &input)
{
    return problem(type, message, input, json::object({{"input_name", json::quoted(input)}}));
}

QList<QByteArray> simJobProblems(const json::Value *inputs)
{
    QList<QByteArray> problems;
    const json::Value *duration = json::member(inputs, "duration_ms");
    if (duration && !duration->IsNumber() && !duration->IsArray())
        problems << inputProblem(
            "invalid_input_type", "Failed to convert an input value to a INT value", "duration_ms");
    if (duration && duration->IsNumber() && duration->GetDouble() < 0)
        problems << inputProblem("value_smaller_than_min", "Value -1 smaller than min of 0", "duration_ms");
    const QByteArray wanted = json::stringAt(inputs, "invalid");
    if (!wanted.isEmpty())
        problems << inputProblem(wanted, "Simulated: " + wanted, "invalid");
    return problems;
}

QList<QByteArray> problemsOf(const Graph &graph, const QByteArray &id)
{
    const json::Value *inputs = graph.inputs(id);
    const QByteArray classType = graph.classOf(id);
    if (classType == "SimJob")
        return simJobProblems(inputs);
    QList<QByteArray> problems;
    if (classType == "KSampler" && !json::member(inputs, "seed"))
        problems << inputProblem("required_input_missing", "Required input is missing", "seed");
    if (json::stringAt(inputs, "ckpt_name").startsWith("missing"))
        problems << inputProblem("value_not_in_list", "Value not in list", "ckpt_name");
    const QList<QByteArray> sources = graph.sources(id);
    for (const QByteArray &source : sources) {
        if (!graph.node(source))
            problems << problem(
                "exception_during_validation", "Exception when validating node", "'" + source + "'");
    }
    return problems;
}

QByteArray missingClass(const QByteArray &id, const QByteArray &classType, const Behaviour &behaviour)
{
    const QByteArray info = json::object({{"node_id", json::quoted(id)},
        {"class_type", classType.isEmpty() ? QByteArray("null") : json::quoted(classType)},
        {"node_title", json::quoted(classType)}});
    const QByteArray type = behaviour.hasMissingNodeType() ? "missing_node_type" : "invalid_prompt";
    return errorObject(
        type, "Node '" + classType + "' not found. The custom node may not be installed.", info);
}

class Checker
{
public:
    explicit Checker(const json::Value &prompt)
        : m_graph(prompt)
    {
    }

    bool accepts(const QByteArray &output)
    {
        bool isGood = true;
        const QList<QByteArray> order = m_graph.order({output});
        for (const QByteArray &id : order) {
            const QList<QByteArray> problems = problemsOf(m_graph, id);
            if (problems.isEmpty())
                continue;
            isGood = false;
            m_problems.insert(id, problems);
            m_dependents[id] << output;
        }
        return isGood;
    }

    [[nodiscard]] QByteArray nodeErrors() const
    {
        QList<json::Member> members;
        for (const auto &[id, problems] : m_problems.asKeyValueRange()) {
            members.append({id,
                json::object({{"errors", json::array(problems)},
                    {"dependent_outputs", json::strings(m_dependents.value(id))},
                    {"class_type", json::quoted(m_graph.classOf(id))}})});
        }
        return json::object(members);
    }

private:
    Graph m_graph;
    QMap<QByteArray, QList<QByteArray>> m_problems;
    QMap<QByteArray, QList<QByteArray>> m_dependents;
};

bool isUnknown(const QByteArray &classType, const Settings &settings)
{
    return classType.isEmpty() || classType.startsWith("SimMissing")
        || settings.unknownClasses.contains(classType);
}

} // namespace

QByteArray errorObject(const QByteArray &type, const QByteArray &message, const QByteArray &extraInfo)
{
    return json::object({{"type", json::quoted(type)}, {"message", json::quoted(message)},
        {"details", "\"\""}, {"extra_info", extraInfo}});
}

Validation validate(const json::Value &prompt, const std::optional<QList<QByteArray>> &targets,
    const Behaviour &behaviour, const Settings &settings)
{
    const Graph graph(prompt);
    Validation result;
    QList<QByteArray> candidates;
    const QList<QByteArray> ids = graph.nodeIds();
    for (const QByteArray &id : ids) {
        const QByteArray classType = graph.classOf(id);
        if (isUnknown(classType, settings)) {
            result.error = missingClass(id, classType, behaviour);
            return result;
        }
        if (Graph::isOutputClass(classType) && (!targets || targets->contains(id)))
            candidates << id;
    }
    if (candidates.isEmpty()) {
        result.error = errorObject("prompt_no_outputs", "Prompt has no outputs");
        return result;
    }
    Checker checker(prompt);
    for (const QByteArray &id : std::as_const(candidates)) {
        if (checker.accepts(id))
            result.outputs << id;
    }
    result.nodeErrors = checker.nodeErrors();
    if (result.outputs.isEmpty())
        result.error = errorObject("prompt_outputs_failed_validation", "Prompt outputs failed validation");
    return result;
}

} // namespace emberwatch::comfysim
