// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/records/recordrows.h"

#include "core/records/recordstatements.h"
#include "core/sql/timetext.h"

namespace emberwatch {

RecordRows::RecordRows(sql::Rows &rows, const SqlDialect &dialect)
    : m_rows(rows)
    , m_mapping(dialect.mapping())
    , m_hasRevision(hasRevisionColumn(dialect))
{
}

bool RecordRows::Word::take(QByteArrayView bytes)
{
    if (bytes == m_bytes)
        return false;
    m_bytes = bytes.toByteArray();
    m_text = QString::fromUtf8(bytes);
    return true;
}

void RecordRows::read(JobRecord &record)
{
    int at = 0;
    record.id = RecordId(m_rows.text(at++));
    record.promptId = PromptId(m_rows.bytes(at++).toByteArray());
    m_user.take(m_rows.bytes(at++));
    record.userId = m_user.text();
    record.characterId = m_rows.textOrNull(at++);
    if (m_typeWord.take(m_rows.bytes(at++)))
        m_type = m_mapping.typeFromDatabase(m_typeWord.text());
    record.type = m_type;
    if (m_statusWord.take(m_rows.bytes(at++)))
        m_status = m_mapping.statusOf(m_statusWord.text());
    record.statusWord = m_statusWord.text();
    record.status = m_status;
    if (!m_rows.isNull(at))
        record.outputs = m_rows.bytes(at).toByteArray();
    record.error = m_rows.textOrNull(++at);
    if (!m_rows.isNull(++at))
        record.retryCount = m_rows.number(at);
    record.startedAt = timeAt(m_rows, ++at);
    record.completedAt = timeAt(m_rows, ++at);
    record.createdAt = timeAt(m_rows, ++at);
    record.updatedAt = timeAt(m_rows, ++at);
    record.revision = m_rows.textOrNull(m_hasRevision ? at + 1 : at);
}

std::optional<Timestamp> timeAt(sql::Rows &rows, int column)
{
    return sql::readTime(rows.bytes(column)); // NULL has no bytes
}

} // namespace emberwatch
