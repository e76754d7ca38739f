// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/redis/replyreader.h"

#include <optional>
#include <vector>

namespace emberwatch::redis {

class Transport;

/// The way of the bytes from the socket into the reader: taken in large reads, handed on in small bites.
class ReplyIntake
{
public:
    /// What one fill() takes at most. If it takes that much there may be more.
    static constexpr qsizetype capacity = 128 * 1024;

    ReplyIntake();
    /// Forgets everything: another connection begins.
    void reset(const ReplyLimits &limits);

    /// Takes what the socket has. To be called once next() has returned false.
    /// @return the number of bytes
    qsizetype fill(Transport &transport);
    /// As ReplyReader::next(), of what was taken.
    [[nodiscard]] Result<bool> next(Reply &reply);
    /// The beginning of a reply is there and its end is not. Exact after next() returned false.
    [[nodiscard]] bool isMidReply() const { return m_reader && m_reader->isMidReply(); }

private:
    std::vector<char> m_buffer;
    qsizetype m_begin = 0; ///< of what was taken and is not yet with the reader
    qsizetype m_end = 0;
    std::optional<ReplyReader> m_reader;
};

} // namespace emberwatch::redis
