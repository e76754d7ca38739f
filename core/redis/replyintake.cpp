// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/replyintake.h"

#include "core/redis/transport.h"

namespace emberwatch::redis {

namespace {

/// hiredis moves what is left of its buffer for each kilobyte consumed: small bites keep that cheap.
constexpr qsizetype biteSize = 16 * 1024;

} // namespace

ReplyIntake::ReplyIntake()
    : m_buffer(capacity)
{
}

void ReplyIntake::reset(const ReplyLimits &limits)
{
    m_begin = m_end = 0;
    m_reader.emplace(limits);
}

qsizetype ReplyIntake::fill(Transport &transport)
{
    Q_ASSERT(m_begin == m_end);
    m_begin = 0;
    m_end = transport.read(m_buffer.data(), capacity);
    return m_end;
}

Result<bool> ReplyIntake::next(Reply &reply)
{
    while (true) {
        Result<bool> complete = m_reader->next(reply);
        if (!complete || *complete || m_begin == m_end)
            return complete;
        const qsizetype bite = qMin(biteSize, m_end - m_begin);
        m_reader->feed(m_buffer.data() + m_begin, bite);
        m_begin += bite;
    }
}

} // namespace emberwatch::redis
