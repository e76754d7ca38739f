// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/jsonrows.h"

namespace emberwatch::sql {

JsonRows::JsonRows()
    : m_writer(m_buffer)
{
    m_writer.StartArray();
}

void JsonRows::beginRow()
{
    m_writer.StartObject();
}

void JsonRows::add(const char *name, const QString &value)
{
    QString clean = value;
    clean.replace(QChar(u'\0'), QChar(0x2400));
    const QByteArray bytes = clean.toUtf8();
    m_writer.Key(name);
    m_writer.String(bytes.constData(), static_cast<rapidjson::SizeType>(bytes.size()));
}

void JsonRows::add(const char *name, const std::optional<QString> &value)
{
    if (value) {
        add(name, *value);
        return;
    }
    m_writer.Key(name);
    m_writer.Null();
}

void JsonRows::endRow()
{
    m_writer.EndObject();
}

QString JsonRows::finish()
{
    m_writer.EndArray();
    return QString::fromUtf8(m_buffer.GetString(), static_cast<qsizetype>(m_buffer.GetSize()));
}

} // namespace emberwatch::sql
