// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/nodevitals.h"

#include "core/jobs/feedladder.h"
#include "core/redis/replyerror.h"

namespace emberwatch {

using redis::Commands;
using redis::Reply;

namespace {

std::optional<qint64> clockDifference(Reply::View time, Timestamp asked, Timestamp answered)
{
    if (time.size() != 2)
        return std::nullopt;
    const qint64 ours = (asked.time_since_epoch().count() + answered.time_since_epoch().count()) / 2;
    return time.at(0).bytes().toLongLong() * 1000 + time.at(1).bytes().toLongLong() / 1000 - ours;
}

NodeVitals::Announcements announcementsFrom(Reply::View flags)
{
    using Announcements = NodeVitals::Announcements;
    const auto answer = redis::checked(flags);
    if (!answer)
        return Announcements::Refused;
    if (answer->size() != 2)
        return Announcements::NotAsked;
    return announcesJobs(answer->at(1).bytes()) ? Announcements::On : Announcements::Off;
}

} // namespace

Commands nodeVitalsQuestion(bool withConfig)
{
    Commands commands;
    commands.add({"TIME"});
    commands.add({"DBSIZE"});
    if (withConfig)
        commands.add({"CONFIG", "GET", "notify-keyspace-events"});
    return commands;
}

NodeVitals nodeVitalsFrom(const Reply &reply, Timestamp asked, Timestamp answered)
{
    NodeVitals vitals;
    vitals.serverMinusOurClock = clockDifference(reply.root().at(0), asked, answered);
    if (const Reply::View size = reply.root().at(1); size.type() == Reply::Type::Integer)
        vitals.keys = size.integer();
    if (reply.root().size() > 2)
        vitals.announcements = announcementsFrom(reply.root().at(2));
    return vitals;
}

} // namespace emberwatch
