// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/reply.h"

#include <algorithm>
#include <cstring>

namespace emberwatch::redis {

QByteArrayView Reply::View::bytes() const
{
    const Node &n = node();
    if (n.type != Type::String && n.type != Type::Status && n.type != Type::Error)
        return {};
    return {m_reply->m_bytes.constData() + n.value, static_cast<qsizetype>(n.length)};
}

Reply::View Reply::View::at(qsizetype i) const
{
    Q_ASSERT(i >= 0 && i < size());
    const bool isFlat = node().next - m_index - 1 == static_cast<quint32>(size());
    if (isFlat)
        return {m_reply, m_index + 1 + static_cast<quint32>(i)};
    Iterator element = begin();
    for (qsizetype skipped = 0; skipped < i; ++skipped)
        ++element;
    return *element;
}

qsizetype Reply::byteSize() const
{
    return static_cast<qsizetype>(m_nodes.capacity() * sizeof(Node)) + m_bytes.capacity();
}

void Reply::clear()
{
    m_nodes.clear();
    m_used = 0;
}

void Reply::reserve(qsizetype values, qsizetype bytes)
{
    m_nodes.reserve(static_cast<size_t>(values));
    if (m_bytes.size() < bytes + padding)
        m_bytes.resize(bytes + padding);
}

quint32 Reply::addNil()
{
    return add(Type::Nil, 0);
}

quint32 Reply::addInteger(qint64 value)
{
    return add(Type::Integer, value);
}

quint32 Reply::addText(Type type, const char *data, qsizetype size)
{
    const qsizetype offset = m_used;
    char *const place = grow(size);
    if (size > 0)
        std::memcpy(place, data, static_cast<size_t>(size));
    return add(type, offset, static_cast<quint32>(size));
}

quint32 Reply::beginArray(qsizetype elements)
{
    return add(Type::Array, elements);
}

void Reply::endArray(quint32 index)
{
    m_nodes[index].next = static_cast<quint32>(m_nodes.size());
}

void Reply::append(View value)
{
    Q_ASSERT(value.m_reply != this);
    switch (value.type()) {
    case Type::Nil:
        addNil();
        break;
    case Type::Integer:
        addInteger(value.integer());
        break;
    case Type::Status:
    case Type::Error:
    case Type::String:
        addText(value.type(), value.bytes().data(), value.bytes().size());
        break;
    case Type::Array: {
        const quint32 index = beginArray(value.size());
        for (const View element : value)
            append(element);
        endArray(index);
        break;
    }
    }
}

quint32 Reply::add(Type type, qint64 value, quint32 length)
{
    const auto index = static_cast<quint32>(m_nodes.size());
    m_nodes.push_back({.value = value, .length = length, .next = index + 1, .type = type});
    return index;
}

/// Makes room for `size` bytes and the padding behind them; where they begin.
char *Reply::grow(qsizetype size)
{
    const qsizetype needed = m_used + size + padding;
    if (m_bytes.size() < needed)
        m_bytes.resize(std::max(needed, std::max<qsizetype>(2 * m_bytes.size(), 256)));
    char *const place = m_bytes.data() + m_used;
    m_used += size;
    return place;
}

} // namespace emberwatch::redis
