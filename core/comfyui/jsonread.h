// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/timestamp.h"
#include "core/comfyui/jsonvalue.h"

#include <QByteArray>
#include <QString>

#include <simdjson.h>

#include <optional>
#include <string_view>

namespace emberwatch::comfyui {

/// Reads what a ComfyUI server sends. Keeps its buffers, so one for many documents; not thread-safe.
///
/// Who includes this header links simdjson::simdjson: its definitions decide on the layout of the parser.
class JsonReader
{
public:
    /// The document's root, valid until the next read(). Tolerates Python's NaN and large integers
    /// (strictJson). Error: Parse.
    [[nodiscard]] Result<JsonValue> read(const QByteArray &text);

private:
    simdjson::dom::parser m_parser;
};

// Reading what may be missing, null or of another shape than expected: then nothing.

[[nodiscard]] std::optional<JsonValue> member(JsonValue value, std::string_view name);
[[nodiscard]] std::optional<JsonValue> item(JsonValue value, size_t index);
[[nodiscard]] std::optional<QByteArray> bytes(std::optional<JsonValue> value);
[[nodiscard]] std::optional<double> number(std::optional<JsonValue> value);
/// An integer of milliseconds, also where it is written as a float.
[[nodiscard]] std::optional<Timestamp> moment(std::optional<JsonValue> value);
[[nodiscard]] QString text(std::optional<JsonValue> value);
/// The value as JSON without white space: integers keep every digit.
[[nodiscard]] QByteArray minified(JsonValue value);

/// A key or text of the document, which lives as long as the document does.
[[nodiscard]] inline QByteArrayView view(std::string_view text)
{
    return {text.data(), static_cast<qsizetype>(text.size())};
}

} // namespace emberwatch::comfyui
