// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/timestamp.h"
#include "core/redis/command.h"
#include "core/redis/reply.h"

#include <optional>

namespace emberwatch {

/// What a node says of itself once a second: TIME, DBSIZE, CONFIG GET notify-keyspace-events.
struct NodeVitals
{
    enum class Announcements : quint8
    {
        NotAsked,
        Refused, ///< CONFIG is not allowed
        Off,
        On, ///< every write and deletion of a job
    };

    std::optional<qint64> serverMinusOurClock; ///< ms
    std::optional<qint64> keys; ///< of the whole database
    Announcements announcements = Announcements::NotAsked;
    bool operator==(const NodeVitals &) const = default;
};

/// @param withConfig  false where it was refused already: a refusal is a line in the server's ACL log
[[nodiscard]] redis::Commands nodeVitalsQuestion(bool withConfig);
/// @param reply  to all commands of the question; a part that was refused or has another form is left out
/// @param asked  by our clock, as `answered`; the server is taken to have looked at its own half way
[[nodiscard]] NodeVitals nodeVitalsFrom(const redis::Reply &reply, Timestamp asked, Timestamp answered);

} // namespace emberwatch
