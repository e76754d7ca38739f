// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/timestamp.h"
#include "core/records/jobrecord.h"
#include "core/records/sqldialect.h"
#include "core/sql/rows.h"

#include <optional>

namespace emberwatch {

/// Reads rows with the columns of recordColumns().
class RecordRows
{
public:
    /// Both outlive it.
    RecordRows(sql::Rows &rows, const SqlDialect &dialect);
    /// The row at which `rows` stands.
    void read(JobRecord &record);

private:
    /// What rows hold thousands of times is one text.
    class Word
    {
    public:
        /// @return whether it is another one than before
        bool take(QByteArrayView bytes);
        [[nodiscard]] const QString &text() const { return m_text; }

    private:
        QByteArray m_bytes;
        QString m_text = QLatin1StringView("");
    };

    sql::Rows &m_rows;
    const SchemaMapping &m_mapping;
    bool m_hasRevision;
    Word m_user;
    Word m_typeWord;
    QString m_type;
    Word m_statusWord;
    std::optional<RecordStatus> m_status;
};

/// In UTC; nullopt: NULL, or no time.
[[nodiscard]] std::optional<Timestamp> timeAt(sql::Rows &rows, int column);

} // namespace emberwatch
