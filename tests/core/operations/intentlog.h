// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QSet>
#include <QString>

namespace emberwatch::test {

/// What an executor of the campaign is about to do, and on which bytes: written before it is done, and there
/// also if the process is killed right behind.
class IntentLog
{
public:
    enum class Kind : char
    {
        Claim = 'C',
        Delete = 'D'
    };

    /// @param folder  each process has a file of its own in it: one that is killed may leave half an entry
    explicit IntentLog(const QString &folder);
    ~IntentLog();
    IntentLog(const IntentLog &) = delete;
    IntentLog &operator=(const IntentLog &) = delete;

    void add(Kind kind, const QByteArray &key, const QByteArray &judged);
    /// Into the file.
    void flush();

private:
    int m_file = -1;
    QByteArray m_buffer;
};

/// The intents of all executors.
class Intents
{
public:
    /// Adds those of all processes that wrote into that folder.
    void read(const QString &folder);
    [[nodiscard]] bool has(IntentLog::Kind kind, QByteArrayView key, QByteArrayView judged) const;

private:
    QSet<quint64> m_prints;
};

} // namespace emberwatch::test
