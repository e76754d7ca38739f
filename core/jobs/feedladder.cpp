// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/feedladder.h"

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr int missesToRuleOut = 2;
constexpr std::chrono::minutes missMemory{5};
constexpr std::chrono::seconds ruledOutFor{60};

size_t at(FeedRung rung)
{
    return static_cast<size_t>(rung);
}

} // namespace

void FeedLadder::setConfigured(std::optional<bool> notificationsOn)
{
    if (notificationsOn == true && m_configured == false)
        m_rungs[at(FeedRung::Notifications)].ruledOut.reset();
    m_configured = notificationsOn;
}

void FeedLadder::setSubscribed(FeedRung rung, bool taken, const QString &why)
{
    m_rungs[at(rung)].isTaken = taken;
    m_rungs[at(rung)].refusal = why;
}

void FeedLadder::missed(Timestamp now)
{
    if (m_lastMiss && now - *m_lastMiss > missMemory)
        m_misses = 0;
    m_lastMiss = now;
    if (++m_misses < missesToRuleOut || rung() == FeedRung::Polling)
        return;
    m_rungs[at(rung())].ruledOut = now;
    m_misses = 0;
}

void FeedLadder::heard(FeedRung rung, Timestamp now)
{
    m_provenRung = rung;
    auto &ruledOut = m_rungs[at(rung)].ruledOut;
    // Not at once: a server that announces some kinds of changes only would send us up and down for ever.
    if (ruledOut && now - *ruledOut > ruledOutFor)
        ruledOut.reset();
}

void FeedLadder::reset()
{
    *this = FeedLadder();
}

bool FeedLadder::isUsable(FeedRung rung) const
{
    return whyNot(rung).isEmpty();
}

QString FeedLadder::whyNot(FeedRung rung) const
{
    const Rung &state = m_rungs[at(rung)];
    const QString name = rung == FeedRung::Notifications ? u"keyspace notifications"_s : u"client tracking"_s;
    if (rung == FeedRung::Notifications && m_configured == false)
        return u"keyspace notifications are off"_s;
    if (!state.isTaken)
        return state.refusal.isEmpty() ? u"%1 not subscribed"_s.arg(name)
                                       : u"%1 refused: %2"_s.arg(name, state.refusal);
    if (state.ruledOut)
        return name + u" did not announce changes that were found by looking"_s;
    return {};
}

FeedRung FeedLadder::rung() const
{
    if (isUsable(FeedRung::Notifications))
        return FeedRung::Notifications;
    return isUsable(FeedRung::Tracking) ? FeedRung::Tracking : FeedRung::Polling;
}

QString FeedLadder::reason() const
{
    const FeedRung current = rung();
    if (current == FeedRung::Notifications)
        return {};
    if (current == FeedRung::Tracking)
        return whyNot(FeedRung::Notifications);
    return whyNot(FeedRung::Notifications) + u"; "_s + whyNot(FeedRung::Tracking);
}

bool announcesJobs(QByteArrayView flags)
{
    const bool all = flags.contains('A');
    return flags.contains('K') && (all || (flags.contains('$') && flags.contains('g')));
}

QByteArray withJobNotifications(QByteArrayView flags)
{
    QByteArray wanted = flags.toByteArray();
    for (const char flag : QByteArrayView("Kg$xe")) {
        const bool implied = flag != 'K' && wanted.contains('A');
        if (!implied && !wanted.contains(flag))
            wanted += flag;
    }
    return wanted;
}

} // namespace emberwatch
