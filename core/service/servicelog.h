// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QtGlobal>

namespace emberwatch {

enum class LogFormat : quint8
{
    Journal, ///< "<4>emberwatch.alerts: ...": journald has time and unit itself
    Terminal, ///< "2026-11-25 09:00:01.123 UTC warning emberwatch.alerts: ..."
};

/// Journal where standard error goes to journald (JOURNAL_STREAM names it by device and inode), also when a
/// redirection has not changed it. Source: systemd.exec(5), sd-daemon(3).
[[nodiscard]] LogFormat logFormatOf(int descriptor);

/// One line, escaped, with its line feed. Source of the priorities: syslog(3).
[[nodiscard]] QByteArray logLine(
    LogFormat format, QtMsgType type, const char *category, const QString &message, qint64 nowMs);

/// From now on what is logged goes to standard error like that, from "info" on for our categories.
void startServiceLog();

} // namespace emberwatch
