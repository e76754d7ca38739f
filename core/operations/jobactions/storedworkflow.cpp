// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/jobactions/storedworkflow.h"

#include "core/comfyui/jsonread.h"

namespace emberwatch {

namespace {

bool isNode(comfyui::JsonValue value)
{
    const std::optional<comfyui::JsonValue> classType = comfyui::member(value, "class_type");
    const std::optional<comfyui::JsonValue> inputs = comfyui::member(value, "inputs");
    return classType && classType->is_string() && inputs && inputs->is_object();
}

} // namespace

bool isApiGraph(QByteArrayView json)
{
    comfyui::JsonReader reader;
    const Result<comfyui::JsonValue> root = reader.read(json.toByteArray());
    simdjson::dom::object nodes;
    if (!root || root->get(nodes) || nodes.size() == 0)
        return false;
    for (const auto [id, node] : nodes) {
        if (!isNode(node))
            return false;
    }
    return true;
}

} // namespace emberwatch
