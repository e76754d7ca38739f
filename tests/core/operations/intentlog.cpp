// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/operations/intentlog.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>

#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace emberwatch::test {

using namespace Qt::StringLiterals;

namespace {

constexpr auto filePrefix = "/intents-"_L1;
constexpr qsizetype printSize = sizeof(quint64);

QByteArray printOf(IntentLog::Kind kind, QByteArrayView key, QByteArrayView judged)
{
    QCryptographicHash hash(QCryptographicHash::Sha1);
    const QByteArray name = QByteArray(1, static_cast<char>(kind)) + key.toByteArray() + '\0';
    hash.addData(name);
    hash.addData(judged);
    return hash.result().first(printSize);
}

quint64 numberOf(const char *print)
{
    quint64 number = 0;
    std::memcpy(&number, print, printSize);
    return number;
}

} // namespace

IntentLog::IntentLog(const QString &folder)
    : m_file(::open(QFile::encodeName(folder + filePrefix + QString::number(::getpid())).constData(),
        O_CREAT | O_APPEND | O_WRONLY | O_CLOEXEC, 0600))
{
    if (m_file < 0)
        qFatal("the log of intents cannot be written");
}

IntentLog::~IntentLog()
{
    ::close(m_file);
}

void IntentLog::add(Kind kind, const QByteArray &key, const QByteArray &judged)
{
    m_buffer += printOf(kind, key, judged);
}

void IntentLog::flush()
{
    if (::write(m_file, m_buffer.constData(), static_cast<size_t>(m_buffer.size())) != m_buffer.size())
        qFatal("the log of intents cannot be written");
    m_buffer.clear();
}

void Intents::read(const QString &folder)
{
    const QDir logs(folder);
    const QStringList names = logs.entryList({u"intents-*"_s}, QDir::Files);
    for (const QString &name : names) {
        QFile file(logs.filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            qFatal("a log of intents cannot be read");
        const QByteArray all = file.readAll();
        for (qsizetype at = 0; at + printSize <= all.size(); at += printSize)
            m_prints.insert(numberOf(all.constData() + at));
    }
}

bool Intents::has(IntentLog::Kind kind, QByteArrayView key, QByteArrayView judged) const
{
    return m_prints.contains(numberOf(printOf(kind, key, judged).constData()));
}

} // namespace emberwatch::test
