// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/operations/appendonlyfile.h"

#include <QDir>

namespace emberwatch::test {

using namespace Qt::StringLiterals;

namespace {

QString fileIn(const QString &folder)
{
    const QDir parts(folder + u"/appendonlydir"_s);
    const QStringList files = parts.entryList({u"*.incr.aof"_s}, QDir::Files);
    return files.size() == 1 ? parts.filePath(files.first()) : folder + u"/appendonly.aof"_s;
}

} // namespace

AppendOnlyFile::AppendOnlyFile(const QString &folder)
    : m_file(fileIn(folder))
{
    if (!m_file.open(QIODevice::ReadOnly))
        return;
    m_size = m_file.size();
    m_data = reinterpret_cast<const char *>(m_file.map(0, m_size));
}

bool AppendOnlyFile::readNumber(char mark, qsizetype &number)
{
    const QByteArrayView rest(m_data + m_at, m_size - m_at);
    const qsizetype end = rest.indexOf('\r');
    if (rest.isEmpty() || rest.front() != mark || end < 0)
        return false;
    bool isNumber = false;
    number = rest.sliced(1, end - 1).toLongLong(&isNumber);
    m_at += end + 2;
    return isNumber;
}

bool AppendOnlyFile::next()
{
    m_words.clear();
    if (m_data == nullptr || m_at >= m_size)
        return false;
    const qsizetype begin = m_at;
    qsizetype count = 0;
    bool isGood = readNumber('*', count);
    for (qsizetype i = 0; isGood && i < count; ++i) {
        qsizetype length = 0;
        isGood = readNumber('$', length) && m_at + length + 2 <= m_size;
        if (!isGood)
            break;
        m_words.emplace_back(m_data + m_at, length);
        m_at += length + 2;
    }
    if (!isGood)
        m_at = begin;
    return isGood;
}

} // namespace emberwatch::test
