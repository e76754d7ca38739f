// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diagnosis/rightsfindings.h"

#include "core/diagnosis/rightsadvice.h"

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;
using State = Finding::State;
using Need = CommandProbe::Need;

namespace {

/// What matters on this server.
QList<CommandRight> relevant(const RightsEvidence &evidence, std::initializer_list<Need> needs)
{
    QList<CommandRight> rights;
    for (qsizetype i = 0; i < evidence.rights.size(); ++i) {
        const Need need = evidence.probes[i].need;
        const bool matters = std::find(needs.begin(), needs.end(), need) != needs.end()
            && (need != Need::Cluster || evidence.facts.mode == "cluster"_L1);
        if (matters)
            rights.append(evidence.rights[i]);
    }
    return rights;
}

/// What was not granted although it matters on this server.
QList<CommandRight> missing(const RightsEvidence &evidence, std::initializer_list<Need> needs)
{
    QList<CommandRight> rights = relevant(evidence, needs);
    rights.removeIf([](const CommandRight &right) { return right.answer == CommandRight::Answer::Granted; });
    return rights;
}

bool isUndecided(const QList<CommandRight> &rights)
{
    return !rights.isEmpty() && std::all_of(rights.begin(), rights.end(), [](const CommandRight &right) {
        return right.answer == CommandRight::Answer::Undecided;
    });
}

bool tellsReadFromWrite(const redis::ServerFacts &facts)
{
    return facts.version.section(u'.', 0, 0).toInt() >= 7;
}

QString countText(const std::optional<KeyCount::Outcome> &keys, const ProbeTarget &target)
{
    if (!keys)
        return u"allowed"_s;
    return (keys->isComplete ? QString() : u"more than "_s) + QString::number(keys->keys)
        + (keys->keys == 1 ? " key under "_L1 : " keys under "_L1) + QString::fromUtf8(target.prefix);
}

/// As many reasons as the server gave, each once.
QString serverTexts(const QList<CommandRight> &rights)
{
    QStringList texts;
    for (const CommandRight &right : rights)
        texts.append(right.text);
    texts.removeDuplicates();
    return texts.join(u'\n');
}

} // namespace

bool mayRead(const RightsEvidence &evidence)
{
    return missing(evidence, {Need::Always}).isEmpty();
}

Finding readJobsFinding(const RightsEvidence &evidence, const std::optional<KeyCount::Outcome> &keys)
{
    const QList<CommandRight> needed = missing(evidence, {Need::Always});
    const QList<CommandRight> all = missing(evidence, {Need::Always, Need::Feature, Need::Cluster});
    Finding finding{DiagnosisStep::ReadJobs, State::Ok, countText(keys, evidence.target)};
    if (isUndecided(needed)) {
        finding.state = State::Unknown;
        finding.sentence = "could not be tried: "_L1 + needed.first().text;
    } else if (!needed.isEmpty()) {
        finding.state = State::Problem;
        finding.sentence = "not with this user; missing: "_L1 + missingRightsText(needed);
    } else if (!all.isEmpty()) {
        finding.state = State::Warning;
        finding.sentence += "; missing: "_L1 + missingRightsText(all);
    }
    finding.detail = serverTexts(all);
    finding.remedy
        = missingRightsLine(evidence.user, relevant(evidence, {Need::Always, Need::Feature, Need::Cluster}),
            tellsReadFromWrite(evidence.facts) ? KeyAccess::Read : KeyAccess::All);
    finding.rights = evidence.rights;
    if (keys)
        finding.facts = {{"keys", keys->keys}, {"keysComplete", keys->isComplete ? 1 : 0}};
    return finding;
}

Finding changeJobsFinding(const RightsEvidence &evidence)
{
    const QList<CommandRight> needed = missing(evidence, {Need::Always});
    const QList<CommandRight> all = missing(evidence, {Need::Always, Need::Feature});
    Finding finding{DiagnosisStep::ChangeJobs, State::Ok, u"allowed"_s};
    if (!evidence.facts.isPrimary()) {
        finding.state = State::Off;
        finding.sentence
            = u"not here: this server is a replica. Looking works; recovering and cleaning stay off."_s;
    } else if (isUndecided(needed)) {
        finding.state = State::Unknown;
        finding.sentence = "could not be tried: "_L1 + needed.first().text;
    } else if (!needed.isEmpty()) {
        finding.state = State::Off;
        finding.sentence = u"not with this user. Looking works; recovering and cleaning stay off."_s;
        finding.detail = "missing: "_L1 + missingRightsText(all);
    } else if (!all.isEmpty()) {
        finding.state = State::Warning;
        finding.sentence = "allowed, but for: "_L1 + missingRightsText(all);
    }
    finding.remedy
        = missingRightsLine(evidence.user, relevant(evidence, {Need::Always, Need::Feature}), KeyAccess::All);
    finding.rights = evidence.rights;
    return finding;
}

} // namespace emberwatch
