// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/writability.h"

#include "core/base/timetext.h"
#include "core/jobs/jobkey.h"

namespace emberwatch::cli {

using namespace Qt::StringLiterals;

QString writabilityText(const std::optional<WritePermit> &permit, Timestamp now)
{
    if (!permit)
        return u"read-only"_s;
    if (!permit->until)
        return u"always"_s;
    const QString who = permit->actor.operatorName + u" on "_s + permit->actor.host;
    return u"until %1, %2: %3"_s.arg(
        momentText(*permit->until, now), displayText(who.toUtf8()), displayText(permit->reason.toUtf8()));
}

void addWritability(JsonLine &line, const std::optional<WritePermit> &permit)
{
    const bool isRaised = permit && permit->until;
    const auto text
        = [isRaised](const QString &value) { return isRaised ? std::optional(value) : std::nullopt; };
    const auto moment = [isRaised](Timestamp value) {
        return isRaised ? std::optional(qint64(value.time_since_epoch().count())) : std::nullopt;
    };
    const WritePermit raised = permit.value_or(WritePermit());
    line.flag("writable", permit.has_value());
    line.number("until", moment(raised.until.value_or(Timestamp())));
    line.number("raisedAt", moment(raised.raisedAt));
    line.text("operator", text(raised.actor.operatorName));
    line.text("host", text(raised.actor.host));
    line.text("reason", text(raised.reason));
}

} // namespace emberwatch::cli
