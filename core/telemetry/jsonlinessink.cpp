// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/telemetry/jsonlinessink.h"

#include <QLoggingCategory>

#include <utility>

namespace emberwatch {

namespace {

Q_LOGGING_CATEGORY(logAnalytics, "emberwatch.analytics", QtInfoMsg)

} // namespace

JsonLinesSink::JsonLinesSink(const QString &path)
    : m_file(path)
{
}

void JsonLinesSink::record(const AnalyticsEvent &event)
{
    // Unbuffered: one write a line, which the kernel appends whole, whoever else writes.
    constexpr auto mode = QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered;
    const QByteArray line = eventJson(event) + '\n';
    const bool isWritten = (m_file.isOpen() || m_file.open(mode)) && m_file.write(line) == line.size();
    if (!isWritten && !std::exchange(m_hasComplained, true))
        qCWarning(logAnalytics, "%s: %s; its events are lost", qPrintable(m_file.fileName()),
            qPrintable(m_file.errorString()));
}

} // namespace emberwatch
