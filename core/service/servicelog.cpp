// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/servicelog.h"

#include "core/base/timetext.h"
#include "core/jobs/jobkey.h"

#include <QDateTime>
#include <QLoggingCategory>

#include <sys/stat.h>
#include <unistd.h>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

struct Level
{
    char priority;
    const char *word;
};

Level levelOf(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return {'7', "debug"};
    case QtInfoMsg:
        return {'6', "info"};
    case QtWarningMsg:
        return {'4', "warning"};
    case QtCriticalMsg:
        return {'3', "error"};
    case QtFatalMsg:
        break;
    }
    return {'2', "fatal"};
}

void writeLog(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    static const LogFormat format = logFormatOf(STDERR_FILENO);
    const QByteArray line
        = logLine(format, type, context.category, message, QDateTime::currentMSecsSinceEpoch());
    [[maybe_unused]] const ssize_t written
        = ::write(STDERR_FILENO, line.constData(), static_cast<size_t>(line.size()));
}

} // namespace

LogFormat logFormatOf(int descriptor)
{
    struct stat status = {};
    const QByteArrayList parts = qgetenv("JOURNAL_STREAM").split(':');
    const bool isJournal = parts.size() == 2 && ::fstat(descriptor, &status) == 0
        && parts[0] == QByteArray::number(static_cast<qulonglong>(status.st_dev))
        && parts[1] == QByteArray::number(static_cast<qulonglong>(status.st_ino));
    return isJournal ? LogFormat::Journal : LogFormat::Terminal;
}

QByteArray logLine(
    LogFormat format, QtMsgType type, const char *category, const QString &message, qint64 nowMs)
{
    const Level level = levelOf(type);
    const QByteArray text
        = QByteArray(category ? category : "default") + ": " + displayText(message.toUtf8()).toUtf8() + '\n';
    if (format == LogFormat::Journal)
        return QByteArray("<") + level.priority + '>' + text;
    const Timestamp now{std::chrono::milliseconds(nowMs)};
    return exactMomentText(now).toUtf8() + ' ' + level.word + ' ' + text;
}

void startServiceLog()
{
    QLoggingCategory::setFilterRules(u"emberwatch.*.debug=false\nemberwatch.*.info=true"_s);
    qInstallMessageHandler(writeLog);
}

} // namespace emberwatch
