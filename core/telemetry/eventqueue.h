// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <memory>

class QLockFile;

namespace emberwatch {

/// Events that wait to be sent, one line of JSON each, on disk so that they outlive the process. Bounded: the
/// oldest are dropped, a tenth at a time. Where the disk does not take them they wait in memory only.
///
/// Several processes may use one folder: each has a file and a lock of its own, and takes over what processes
/// that are gone have left.
class EventQueue
{
public:
    /// @param folder  is created; empty: memory only
    explicit EventQueue(const QString &folder, qsizetype most = 10'000);
    ~EventQueue();
    Q_DISABLE_COPY_MOVE(EventQueue)

    void append(const QByteArray &line);
    [[nodiscard]] QList<QByteArray> front(qsizetype count) const { return m_lines.mid(0, count); }
    void removeFront(qsizetype count);
    [[nodiscard]] qsizetype size() const { return m_lines.size(); }
    [[nodiscard]] qint64 dropped() const { return m_dropped; }

private:
    void claim(const QString &folder);
    void adopt(const QString &path);
    void dropOldest();
    void rewrite();
    void complain(const QString &why);

    qsizetype m_most;
    QList<QByteArray> m_lines;
    qint64 m_dropped = 0;
    std::unique_ptr<QLockFile> m_lock;
    QString m_path; ///< empty: memory only
    bool m_hasComplained = false;
};

} // namespace emberwatch
