// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfysim/serverlog.h"

#include "tests/support/comfysim/pythonjson.h"

namespace emberwatch::comfysim {

ServerLog::ServerLog(const Settings &settings, const QByteArray &version)
    : m_settings(settings)
{
    add("** ComfyUI startup time: " + QByteArray::number(settings.now()) + '\n');
    add("ComfyUI version: " + version + '\n');
    add("Starting server\n");
}

void ServerLog::add(const QByteArray &line)
{
    constexpr qsizetype limit = 300;
    const QString time = QDateTime::fromMSecsSinceEpoch(m_settings.now()).toString(Qt::ISODateWithMs);
    m_entries.append({time.toLatin1(), line});
    if (m_entries.size() > limit)
        m_entries.removeFirst();
}

QByteArray ServerLog::text() const
{
    QByteArray all;
    for (const Entry &entry : m_entries)
        all += entry.time + " - " + entry.line;
    return json::quoted(all);
}

QByteArray ServerLog::raw() const
{
    QList<QByteArray> entries;
    for (const Entry &entry : m_entries)
        entries << json::object({{"t", json::quoted(entry.time)}, {"m", json::quoted(entry.line)}});
    return json::object({{"entries", json::array(entries)}, {"size", R"({"cols": 120, "rows": 30})"}});
}

} // namespace emberwatch::comfysim
