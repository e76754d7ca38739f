// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QString>

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <optional>

namespace emberwatch::sql {

/// The rows of a batch as one JSON array of objects of texts: one bound value, whatever their number.
///
/// NUL, which PostgreSQL keeps in no text, becomes U+2400 (the picture of a NUL).
class JsonRows
{
public:
    JsonRows();
    void beginRow();
    void add(const char *name, const QString &value);
    void add(const char *name, const std::optional<QString> &value);
    void endRow();
    [[nodiscard]] QString finish();

private:
    rapidjson::StringBuffer m_buffer;
    rapidjson::Writer<rapidjson::StringBuffer> m_writer;
};

} // namespace emberwatch::sql
