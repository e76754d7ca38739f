// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

#include <initializer_list>
#include <optional>
#include <variant>

namespace emberwatch::comfyui {

/// A step into a document: a member's name, as it is written there, or the index of an item.
using JsonStep = std::variant<QByteArrayView, int>;

/// The bytes of a value inside a document as they stand there, e.g. of a workflow to be submitted again.
/// Of a member that occurs twice the last counts. nullopt where the path leads nowhere.
/// @param document  valid JSON, or Python's
[[nodiscard]] std::optional<QByteArrayView> jsonSpan(
    QByteArrayView document, std::initializer_list<JsonStep> path);

} // namespace emberwatch::comfyui
