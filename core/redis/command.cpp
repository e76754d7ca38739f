// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/command.h"

#include <charconv>

namespace emberwatch::redis {

namespace {

void appendHead(QByteArray &out, char kind, qsizetype number)
{
    char text[24] = {kind};
    char *end = std::to_chars(text + 1, text + sizeof(text) - 2, number).ptr;
    *end++ = '\r';
    *end++ = '\n';
    out.append(text, end - text);
}

} // namespace

void Commands::add(std::initializer_list<QByteArrayView> words)
{
    add(std::span<const QByteArrayView>(words.begin(), words.size()));
}

void Commands::add(std::span<const QByteArrayView> words)
{
    Q_ASSERT(!words.empty());
    appendHead(m_encoded, '*', static_cast<qsizetype>(words.size()));
    for (const QByteArrayView word : words) {
        appendHead(m_encoded, '$', word.size());
        m_encoded.append(word).append("\r\n", 2);
    }
    ++m_count;
}

} // namespace emberwatch::redis
