// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/textrows.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>

namespace emberwatch::sql {

namespace {

QByteArray utf8Of(const QString &text)
{
    if (!text.contains(QChar(u'\0')))
        return text.toUtf8();
    QString clean = text;
    return clean.replace(QChar(u'\0'), QChar(0x2400)).toUtf8();
}

/// An element of an array, always in quotes, so that no text is taken for NULL.
void appendElement(QByteArray &array, const QByteArray &text)
{
    array += '"';
    const char *from = text.constData();
    const char *const end = from + text.size();
    while (from != end) {
        const char *special = std::find_if(from, end, [](char c) { return c == '"' || c == '\\'; });
        array.append(from, special - from);
        if (special == end)
            break;
        const char escaped[] = {'\\', *special};
        array.append(escaped, 2);
        from = special + 1;
    }
    array += '"';
}

} // namespace

TextRows::TextRows(QStringList fields)
    : m_fields(std::move(fields))
{
}

void TextRows::beginRow()
{
    m_cells.resize(m_cells.size() + static_cast<size_t>(m_fields.size()));
    m_next = 0;
}

size_t TextRows::indexOf(QLatin1StringView field)
{
    const auto width = static_cast<size_t>(m_fields.size());
    for (size_t tried = 0; tried < width; ++tried) {
        const size_t index = (m_next + tried) % width;
        if (m_fields[static_cast<qsizetype>(index)] == field)
            return index;
    }
    Q_ASSERT_X(false, "TextRows", "no such field");
    return 0;
}

void TextRows::set(QLatin1StringView field, std::optional<QString> value)
{
    const size_t index = indexOf(field);
    m_next = index + 1;
    m_cells[m_cells.size() - static_cast<size_t>(m_fields.size()) + index] = std::move(value);
}

QString TextRows::json() const
{
    QByteArrayList names;
    for (const QString &field : m_fields)
        names += field.toUtf8();
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
    const auto sizeOf
        = [](const QByteArray &bytes) { return static_cast<rapidjson::SizeType>(bytes.size()); };
    writer.StartArray();
    for (size_t i = 0; i < m_cells.size(); ++i) {
        const qsizetype column = static_cast<qsizetype>(i) % m_fields.size();
        if (column == 0)
            writer.StartObject();
        writer.Key(names[column].constData(), sizeOf(names[column]));
        if (m_cells[i]) {
            const QByteArray text = utf8Of(*m_cells[i]);
            writer.String(text.constData(), sizeOf(text));
        } else {
            writer.Null();
        }
        if (column == m_fields.size() - 1)
            writer.EndObject();
    }
    writer.EndArray();
    return QString::fromUtf8(buffer.GetString(), static_cast<qsizetype>(buffer.GetSize()));
}

QByteArrayList TextRows::arrays() const
{
    QByteArrayList arrays(m_fields.size(), QByteArray("{"));
    for (size_t i = 0; i < m_cells.size(); ++i) {
        QByteArray &array = arrays[static_cast<qsizetype>(i) % m_fields.size()];
        if (array.size() > 1)
            array += ',';
        if (m_cells[i])
            appendElement(array, utf8Of(*m_cells[i]));
        else
            array += "NULL";
    }
    for (QByteArray &array : arrays)
        array += '}';
    return arrays;
}

QByteArray textArray(const QByteArrayList &texts)
{
    qsizetype size = 2;
    for (const QByteArray &text : texts)
        size += text.size() + 3;
    QByteArray array;
    array.reserve(size);
    array += '{';
    for (const QByteArray &text : texts) {
        if (array.size() > 1)
            array += ',';
        appendElement(array, text);
    }
    return array += '}';
}

} // namespace emberwatch::sql
