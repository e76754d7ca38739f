// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/triage/cleaningreport.h"

#include "core/triage/plan.h"

#include <array>

namespace emberwatch {

using namespace Qt::StringLiterals;
using Outcome = CleaningOutcome;

namespace {

struct Words
{
    Outcome outcome;
    QByteArrayView word;
    QStringView text;
};

constexpr std::array words{
    Words{Outcome::Planned, "planned", u"to be cleaned"},
    Words{Outcome::Deleted, "deleted", u"deleted"},
    Words{Outcome::Settled, "settled", u"settled"},
    Words{Outcome::LeftAlone, "leftAlone", u"left alone"},
    Words{Outcome::Failed, "failed", u"failed"},
};

QString textOf(const PlannedAction &action)
{
    QStringList steps;
    for (const Step step : action.steps)
        steps += titleOf(step);
    const QString text = action.sentence + u' ' + action.reason;
    return action.isTicked ? text + u" Would be done: "_s + steps.join(u", "_s) + u'.' : text;
}

} // namespace

QByteArrayView wordOf(Outcome outcome)
{
    for (const Words &entry : words) {
        if (entry.outcome == outcome)
            return entry.word;
    }
    return {};
}

CleaningCounts countsOf(const CleaningReport &report)
{
    CleaningCounts counts;
    for (const CleaningFinding &finding : report.findings)
        ++counts[finding.outcome];
    return counts;
}

QMap<Verdict, CleaningCounts> countsByVerdict(const CleaningReport &report)
{
    QMap<Verdict, CleaningCounts> counts;
    for (const CleaningFinding &finding : report.findings)
        ++counts[finding.verdict][finding.outcome];
    return counts;
}

QString cleaningSumText(const CleaningReport &report)
{
    const CleaningCounts counts = countsOf(report);
    QStringList parts;
    for (const Words &entry : words) {
        if (const int count = counts.value(entry.outcome))
            parts += u"%1 %2"_s.arg(count).arg(entry.text);
    }
    const QString found = u"%1 found"_s.arg(report.findings.size());
    return parts.isEmpty() ? found : found + u": "_s + parts.join(u", "_s);
}

CleaningReport expectedCleaning(const Plan &plan)
{
    CleaningReport report;
    report.startedAt = plan.madeAt;
    report.finishedAt = plan.madeAt;
    for (const PlannedAction &action : plan.actions)
        report.findings.append({action.promptId, action.verdict,
            action.isTicked ? Outcome::Planned : Outcome::LeftAlone, textOf(action)});
    return report;
}

} // namespace emberwatch
