// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diagnosis/liveupdates.h"

#include "core/diagnosis/notificationflags.h"
#include "core/diagnosis/rightsadvice.h"

#include <QStringList>

namespace emberwatch {

using namespace Qt::StringLiterals;
using State = Finding::State;

namespace {

enum class Notifications
{
    On,
    Off,
    NotToldButHeard,
    NotTold
};

const char trackingChannel[] = "__redis__:invalidate";

Notifications notificationsOf(const LiveUpdatesEvidence &evidence)
{
    if (evidence.flags)
        return isEnoughForJobs(*evidence.flags) ? Notifications::On : Notifications::Off;
    return evidence.hasHeardEvent ? Notifications::NotToldButHeard : Notifications::NotTold;
}

bool maySubscribe(const LiveUpdatesEvidence &evidence)
{
    return isGranted(evidence.channelRights, "psubscribe", evidence.target.channelPattern());
}

bool mayTrack(const LiveUpdatesEvidence &evidence)
{
    return evidence.tracking.answer == CommandRight::Answer::Granted
        && isGranted(evidence.channelRights, "subscribe", trackingChannel);
}

QList<CommandRight> keyspaceRights(const LiveUpdatesEvidence &evidence)
{
    QList<CommandRight> rights;
    for (const CommandRight &right : evidence.channelRights) {
        if (right.object != trackingChannel)
            rights.append(right);
    }
    return rights;
}

QString configLine(const LiveUpdatesEvidence &evidence)
{
    if (!evidence.flags || (isEnoughForJobs(*evidence.flags) && tellsEvictions(*evidence.flags)))
        return {};
    return "CONFIG SET notify-keyspace-events "_L1 + QString::fromLatin1(withFlagsForJobs(*evidence.flags));
}

QString remedyFor(const LiveUpdatesEvidence &evidence)
{
    QStringList lines{
        configLine(evidence), missingRightsLine(evidence.user, keyspaceRights(evidence), KeyAccess::All)};
    lines.removeAll(QString());
    return lines.join(u'\n');
}

Finding found(State state, const QString &sentence, const char *rung)
{
    Finding finding{DiagnosisStep::LiveUpdates, state, sentence};
    if (rung)
        finding.facts.append({"rung", QString::fromLatin1(rung)});
    return finding;
}

Finding notificationsFinding(const LiveUpdatesEvidence &evidence)
{
    Finding finding = found(State::Ok, u"by keyspace notifications"_s, "notifications");
    if (!evidence.flags)
        return finding;
    finding.sentence += " ("_L1 + QString::fromLatin1(*evidence.flags) + u')';
    if (!tellsEvictions(*evidence.flags)) {
        finding.detail = u"Without e an evicted job looks like a deleted one."_s;
        finding.remedy = configLine(evidence);
    }
    return finding;
}

Finding notToldFinding(const LiveUpdatesEvidence &evidence)
{
    Finding finding
        = found(State::Unknown, u"the server does not tell whether notifications are on"_s, nullptr);
    finding.detail = u"The feed subscribes and finds out by itself; until then it "_s
        + (mayTrack(evidence) ? u"uses client tracking."_s : u"polls every 2 s."_s)
        + u"\nAn administrator sees it by CONFIG GET notify-keyspace-events: K, g, $ and x are needed."_s;
    return finding;
}

Finding lesserFinding(const LiveUpdatesEvidence &evidence)
{
    const bool isOff = notificationsOf(evidence) == Notifications::Off;
    const QString why = isOff ? u"notifications are off"_s : u"this user may not hear notifications"_s;
    const bool tracks = mayTrack(evidence);
    Finding finding = tracks
        ? found(State::Warning, why + "; client tracking is used instead. No server change is needed."_L1,
            "tracking")
        : found(State::Warning, why + "; changes are found by polling every 2 s"_L1, "polling");
    if (!tracks && !evidence.tracking.text.isEmpty())
        finding.detail = "Client tracking: "_L1 + evidence.tracking.text;
    finding.remedy = remedyFor(evidence);
    return finding;
}

Finding judge(const LiveUpdatesEvidence &evidence)
{
    if (evidence.channelRights.isEmpty())
        return found(State::Unknown, u"could not be tried: there is no second connection"_s, nullptr);
    if (!maySubscribe(evidence))
        return lesserFinding(evidence);
    switch (notificationsOf(evidence)) {
    case Notifications::On:
    case Notifications::NotToldButHeard:
        return notificationsFinding(evidence);
    case Notifications::NotTold:
        return notToldFinding(evidence);
    case Notifications::Off:
        break;
    }
    return lesserFinding(evidence);
}

} // namespace

Finding liveUpdatesFinding(const LiveUpdatesEvidence &evidence)
{
    Finding finding = judge(evidence);
    finding.rights = evidence.channelRights;
    finding.rights.append(evidence.tracking);
    if (evidence.flags)
        finding.facts.append({"notifyKeyspaceEvents", QString::fromLatin1(*evidence.flags)});
    return finding;
}

} // namespace emberwatch
