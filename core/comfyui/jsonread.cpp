// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comfyui/jsonread.h"

#include "core/comfyui/pythonjson.h"

#include <cmath>

namespace emberwatch::comfyui {

Result<JsonValue> JsonReader::read(const QByteArray &text)
{
    JsonValue root;
    simdjson::error_code error = m_parser.parse(text.constData(), static_cast<size_t>(text.size())).get(root);
    if (!error)
        return root;
    const QByteArray strict = strictJson(text);
    if (!strict.isSharedWith(text))
        error = m_parser.parse(strict.constData(), static_cast<size_t>(strict.size())).get(root);
    if (error)
        return failure(Error::Kind::Parse, QString::fromLatin1(simdjson::error_message(error)));
    return root;
}

std::optional<JsonValue> member(JsonValue value, std::string_view name)
{
    JsonValue found;
    return value[name].get(found) ? std::nullopt : std::optional(found);
}

std::optional<JsonValue> item(JsonValue value, size_t index)
{
    simdjson::dom::array array;
    JsonValue found;
    if (value.get(array) || array.at(index).get(found))
        return std::nullopt;
    return found;
}

std::optional<QByteArray> bytes(std::optional<JsonValue> value)
{
    std::string_view string;
    if (!value || value->get(string))
        return std::nullopt;
    return view(string).toByteArray();
}

std::optional<double> number(std::optional<JsonValue> value)
{
    double read = 0;
    if (!value || value->get_double().get(read))
        return std::nullopt;
    return read;
}

std::optional<Timestamp> moment(std::optional<JsonValue> value)
{
    constexpr double latest = 1e15;
    const std::optional<double> milliseconds = number(value);
    if (!milliseconds || !(std::abs(*milliseconds) < latest))
        return std::nullopt;
    return Timestamp(std::chrono::milliseconds(static_cast<qint64>(*milliseconds)));
}

QString text(std::optional<JsonValue> value)
{
    return QString::fromUtf8(bytes(value).value_or(QByteArray()));
}

QByteArray minified(JsonValue value)
{
    return QByteArray::fromStdString(simdjson::minify(value));
}

} // namespace emberwatch::comfyui
