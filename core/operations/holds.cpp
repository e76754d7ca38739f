// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/holds.h"

#include <algorithm>
#include <iterator>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

QString changeText(const ServerEpoch &before, const ServerEpoch &now)
{
    if (before.address != now.address)
        return u"Redis is another server: %1, before %2"_s.arg(now.address, before.address);
    if (before.runId != now.runId)
        return u"Redis at %1 has restarted"_s.arg(now.address);
    return u"Redis at %1 has changed its role or its history"_s.arg(now.address);
}

} // namespace

Holds::Holds(HoldPolicy policy)
    : m_policy(policy)
{
}

void Holds::seeEpoch(const QString &node, const ServerEpoch &epoch, Timestamp now)
{
    const auto known = m_epochs.constFind(node);
    if (known != m_epochs.constEnd() && *known != epoch)
        begin(Hold::Cause::EpochChanged, changeText(*known, epoch), now);
    m_epochs.insert(node, epoch);
}

void Holds::seeListing(const ListingFacts &facts, Timestamp now)
{
    if (!facts.isComplete)
        begin(Hold::Cause::IncompleteListing, u"the last listing of the jobs was not complete"_s, now);
    const bool isMany = facts.vanishedSilently > m_policy.vanishedJobs
        && facts.vanishedSilently > m_policy.vanishedShare * facts.activeBefore;
    if (isMany)
        begin(Hold::Cause::MassDisappearance,
            u"%1 of %2 active jobs vanished without events"_s.arg(
                QString::number(facts.vanishedSilently), QString::number(facts.activeBefore)),
            now);
}

void Holds::begin(Hold::Cause cause, const QString &detail, Timestamp now)
{
    m_holds.removeIf([cause, now](const Hold &hold) { return hold.cause == cause || hold.until <= now; });
    m_holds.append({cause, now, now + m_policy.length, detail});
}

std::optional<Hold> Holds::current(Timestamp now) const
{
    const auto longest = std::max_element(
        m_holds.begin(), m_holds.end(), [](const Hold &a, const Hold &b) { return a.until < b.until; });
    if (longest == m_holds.end() || longest->until <= now)
        return std::nullopt;
    return *longest;
}

Result<QList<EndedHold>> Holds::end(const QString &operatorName, Timestamp now)
{
    if (operatorName.trimmed().isEmpty())
        return failure(Error::Kind::Invalid, u"a hold is ended by somebody with a name"_s);
    if (!current(now))
        return failure(Error::Kind::NotFound, u"there is no hold"_s);
    QList<EndedHold> ended;
    for (const Hold &hold : std::as_const(m_holds)) {
        if (hold.until > now)
            ended.append({hold, operatorName, now});
    }
    m_holds.clear();
    return ended;
}

} // namespace emberwatch
