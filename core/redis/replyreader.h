// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/redis/reply.h"

#include <memory>

namespace emberwatch::redis {

/// What a reply may cost. Beyond a limit the connection is closed: such a reply is either not Redis or not a
/// job. Source: correctness.md 7.
struct ReplyLimits
{
    qsizetype bulkBytes = 64 << 20; ///< one string
    qsizetype unreadBytes = 64 << 20; ///< bytes of an incomplete reply waiting in the buffer
    qsizetype elements = 1 << 20; ///< of one array
    qsizetype totalElements = 4 << 20; ///< of one reply
    int depth = 7; ///< arrays in arrays; hiredis 1.x has no limit of its own and overflows the stack
};

/// Turns bytes into replies. hiredis parses; our own object functions build a Reply directly and keep the
/// limits. Speaks RESP2 only: hiredis 0.14 refuses the types of RESP3.
class ReplyReader
{
public:
    explicit ReplyReader(ReplyLimits limits = {});
    ~ReplyReader();
    ReplyReader(ReplyReader &&) noexcept;
    ReplyReader &operator=(ReplyReader &&) noexcept;

    /// Takes bytes as they come, cut anywhere. Callers feed at most 64 KiB at a time: hiredis moves its
    /// buffer for each kilobyte consumed.
    void feed(const char *data, qsizetype size);

    /// Appends the next complete reply to `reply` (which may already hold an open array that collects a
    /// batch).
    /// @return true: one reply was appended; false: more bytes are needed.
    /// Errors: Protocol (not RESP2, or beyond a limit); the reader is of no use afterwards.
    [[nodiscard]] Result<bool> next(Reply &reply);

    /// The beginning of a reply was fed and its end was not. Exact after next() returned false.
    [[nodiscard]] bool isMidReply() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace emberwatch::redis
