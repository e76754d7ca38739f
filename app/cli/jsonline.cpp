// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/jsonline.h"

#include "app/cli/jsonoutput.h"

namespace emberwatch::cli {

void JsonLine::begin(std::string_view name)
{
    if (!m_members.empty())
        m_members += ',';
    m_members += '"';
    m_members += name;
    m_members += "\":";
}

void JsonLine::text(std::string_view name, QByteArrayView value)
{
    begin(name);
    appendJsonString(m_members, value);
}

void JsonLine::text(std::string_view name, const std::optional<QString> &value)
{
    if (value)
        text(name, QByteArrayView(value->toUtf8()));
    else
        json(name, {});
}

void JsonLine::number(std::string_view name, std::optional<qint64> value)
{
    begin(name);
    appendJsonNumber(m_members, value);
}

void JsonLine::flag(std::string_view name, std::optional<bool> value)
{
    begin(name);
    m_members += !value ? "null" : *value ? "true" : "false";
}

void JsonLine::texts(std::string_view name, const QStringList &values)
{
    begin(name);
    m_members += '[';
    for (const QString &value : values) {
        if (&value != &values.first())
            m_members += ',';
        appendJsonString(m_members, value.toUtf8());
    }
    m_members += ']';
}

void JsonLine::json(std::string_view name, QByteArrayView value)
{
    begin(name);
    if (value.isEmpty())
        m_members += "null";
    else
        m_members.append(value.data(), static_cast<size_t>(value.size()));
}

void JsonLine::bytes(std::string_view name, const std::optional<QByteArray> &value)
{
    const bool isText = value && isUtf8(*value);
    if (isText)
        return text(name, QByteArrayView(*value));
    json(name, {});
    if (value)
        text(std::string(name) + "Base64", QByteArrayView(value->toBase64()));
}

} // namespace emberwatch::cli
