// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/telemetry/eventqueue.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QLockFile>
#include <QLoggingCategory>
#include <QSaveFile>

#include <algorithm>
#include <utility>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(logAnalytics, "emberwatch.analytics", QtInfoMsg)

constexpr int filesAtMost = 16; ///< processes that share a folder
constexpr qint64 lineAtMost = 64 * 1024;

QString pathOf(const QString &folder, int number)
{
    return folder + u"/events-"_s + QString::number(number) + u".jsonl"_s;
}

/// A process that was killed may have left half a line.
QList<QByteArray> wholeLines(QFile &file)
{
    QList<QByteArray> lines;
    while (!file.atEnd()) {
        const QByteArray line = file.readLine(lineAtMost).trimmed();
        if (QJsonDocument::fromJson(line).isObject())
            lines.append(line);
    }
    return lines;
}

} // namespace

EventQueue::EventQueue(const QString &folder, qsizetype most)
    : m_most(std::max<qsizetype>(10, most))
{
    if (folder.isEmpty())
        return;
    if (QDir().mkpath(folder))
        claim(folder);
    else
        complain(u"cannot create "_s + folder);
}

EventQueue::~EventQueue() = default;

void EventQueue::claim(const QString &folder)
{
    for (int number = 0; number < filesAtMost; ++number) {
        const QString path = pathOf(folder, number);
        if (m_lock && !QFile::exists(path))
            continue;
        auto lock = std::make_unique<QLockFile>(path + u".lock"_s);
        lock->setStaleLockTime(0); // held as long as its process lives
        if (!lock->tryLock(0))
            continue;
        adopt(path);
        if (m_lock) {
            rewrite(); // what was adopted is safe in our own file before the other one goes
            QFile::remove(path);
            continue;
        }
        m_lock = std::move(lock);
        m_path = path;
    }
    if (!m_lock)
        complain(u"no file to be had in "_s + folder);
    if (m_lines.size() > m_most)
        dropOldest();
}

void EventQueue::adopt(const QString &path)
{
    QFile file(path);
    if (file.open(QIODevice::ReadOnly))
        m_lines += wholeLines(file);
}

void EventQueue::append(const QByteArray &line)
{
    m_lines.append(line);
    if (m_lines.size() > m_most) {
        dropOldest();
        return;
    }
    if (m_path.isEmpty())
        return;
    QFile file(m_path);
    const bool isWritten
        = file.open(QIODevice::WriteOnly | QIODevice::Append) && file.write(line + '\n') == line.size() + 1;
    if (!isWritten)
        complain(file.errorString());
}

void EventQueue::removeFront(qsizetype count)
{
    m_lines.remove(0, std::min(count, m_lines.size()));
    rewrite();
}

void EventQueue::dropOldest()
{
    const qsizetype count = m_lines.size() - m_most + m_most / 10;
    m_lines.remove(0, count);
    m_dropped += count;
    qCWarning(logAnalytics, "%lld events that could not be sent were dropped", static_cast<long long>(count));
    rewrite();
}

void EventQueue::rewrite()
{
    if (m_path.isEmpty())
        return;
    QSaveFile file(m_path);
    bool isWritten = file.open(QIODevice::WriteOnly);
    for (const QByteArray &line : std::as_const(m_lines))
        isWritten = isWritten && file.write(line + '\n') == line.size() + 1;
    if (!isWritten || !file.commit())
        complain(file.errorString());
}

void EventQueue::complain(const QString &why)
{
    if (!std::exchange(m_hasComplained, true))
        qCWarning(logAnalytics, "events wait in memory only: %s", qPrintable(why));
}

} // namespace emberwatch
