// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/telemetry/alertgrouper.h"

#include <algorithm>

namespace emberwatch {

AlertGrouper::AlertGrouper(AlertLimits limits)
    : m_limits(limits)
{
}

void AlertGrouper::add(const Alert &alert)
{
    AlertGroup &group = m_waiting[alert.kind];
    if (group.count == 0) {
        group.kind = alert.kind;
        group.first = alert.at;
    }
    ++group.count;
    group.last = alert.at;
    if (group.texts.size() < m_limits.textsAtMost)
        group.texts.append(alert.text);
}

Timestamp AlertGrouper::dueTime(const AlertGroup &group) const
{
    const Timestamp gathered = group.first + m_limits.gatherTime;
    const auto told = m_told.constFind(group.kind);
    return told == m_told.constEnd() ? gathered : std::max(gathered, *told + m_limits.interval);
}

QList<AlertGroup> AlertGrouper::takeDue(Timestamp now)
{
    return takeUntil(now, now);
}

QList<AlertGroup> AlertGrouper::takeAll(Timestamp now)
{
    return takeUntil(Timestamp::max(), now);
}

QList<AlertGroup> AlertGrouper::takeUntil(Timestamp limit, Timestamp now)
{
    QList<AlertGroup> due;
    for (const AlertGroup &group : std::as_const(m_waiting)) {
        if (dueTime(group) <= limit)
            due.append(group);
    }
    for (const AlertGroup &group : std::as_const(due)) {
        m_waiting.remove(group.kind);
        m_told[group.kind] = now;
    }
    return due;
}

std::optional<Timestamp> AlertGrouper::nextDue() const
{
    std::optional<Timestamp> next;
    for (const AlertGroup &group : m_waiting)
        next = next ? std::min(*next, dueTime(group)) : dueTime(group);
    return next;
}

} // namespace emberwatch
