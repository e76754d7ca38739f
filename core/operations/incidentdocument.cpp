// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/incidentdocument.h"

#include "core/base/timetext.h"
#include "core/triage/recoveryreporttext.h"

namespace emberwatch {

using namespace Qt::StringLiterals;
using Records = IncidentMaterial::Records;
using Tone = ReportCell::Tone;

namespace {

/// Whole seconds are enough where an entry of the journal has the rest.
QString secondText(Timestamp moment)
{
    return exactMomentText(moment).first(19);
}

QString idText(const PromptId &id)
{
    return id.value().isEmpty() ? u"-"_s : QString::fromUtf8(id.value());
}

QString orDash(const QString &text)
{
    return text.isEmpty() ? u"-"_s : text;
}

ReportCell number(int value)
{
    return {QString::number(value), value == 0 ? Tone::Faint : Tone::Plain};
}

QString whoText(const Actor &actor)
{
    return actor.host.isEmpty() ? actor.operatorName : actor.operatorName + u'@' + actor.host;
}

QString countsText(const QMap<QString, int> &counts)
{
    QStringList parts;
    for (auto count = counts.begin(); count != counts.end(); ++count)
        parts.append(QString::number(count.value()) + u' ' + count.key());
    return parts.join(u", "_s);
}

/// The report's word for people: "settled as completed".
QString outcomeTitle(const QString &word)
{
    const std::optional<RecoveryOutcome> outcome = recoveryOutcomeFromWord(word.toLatin1());
    return outcome ? titleOf(*outcome) : word;
}

QMap<QString, int> titled(const QMap<QString, int> &counts)
{
    QMap<QString, int> titles;
    for (auto count = counts.begin(); count != counts.end(); ++count)
        titles.insert(outcomeTitle(count.key()), count.value());
    return titles;
}

ReportSection foundSection(const IncidentReport &report)
{
    ReportSection section{u"What was found"_s, {},
        {{u"Time (UTC)"_s}, {u"Look"_s}, {u"Environment"_s}, {u"Jobs"_s, true}, {u"What became of them"_s},
            {u"Verdicts"_s}, {u"Reason given"_s}},
        {}};
    for (const IncidentLook &look : report.looks) {
        const QString outcomes = look.isReadable ? orDash(countsText(titled(look.outcomes)))
                                                 : u"a newer version wrote this report"_s;
        section.rows.append({{secondText(look.at)}, {look.kind}, {look.environment}, number(look.found),
            {outcomes}, {orDash(countsText(look.verdicts))}, {orDash(look.reason)}});
    }
    if (section.rows.isEmpty())
        section.intro = u"No recovery, cleaning or reconciliation has left a report in this span."_s;
    return section;
}

ReportSection doneSection(const IncidentReport &report)
{
    ReportSection section{u"What was done"_s, {},
        {{u"Action"_s}, {u"Done"_s, true}, {u"Taken back"_s, true}, {u"Nothing changed"_s, true},
            {u"Not known"_s, true}, {u"Failed"_s, true}, {u"Unfinished"_s, true}},
        {}};
    for (const ActionCount &count : report.counts)
        section.rows.append({{count.action}, number(count.done), number(count.takenBack), number(count.left),
            number(count.unknown), number(count.failed), number(count.unfinished)});
    if (section.rows.isEmpty())
        section.intro = u"Nothing was done in this span."_s;
    return section;
}

ReportSection leftSection(const IncidentReport &report)
{
    ReportSection section{u"What was left, and why"_s, {},
        {{u"promptId"_s, false, true}, {u"User"_s}, {u"Verdict"_s}, {u"Left as"_s}, {u"Why"_s},
            {u"Last look (UTC)"_s}},
        {}};
    for (const LeftJob &job : report.left)
        section.rows.append({{idText(job.promptId)}, {orDash(job.userId)}, {job.verdict},
            {outcomeTitle(job.outcome), job.outcome == "failed"_L1 ? Tone::Bad : Tone::Doubtful},
            {job.reason}, {secondText(job.at)}});
    section.intro = section.rows.isEmpty()
        ? u"No look of this span has left a job that nothing was done to afterwards."_s
        : u"By the last look at each; nothing was done to them since, as far as the journal knows."_s;
    return section;
}

ReportSection operatorSection(const IncidentReport &report)
{
    ReportSection section{u"By whom"_s, {},
        {{u"Operator"_s}, {u"Host"_s}, {u"Program"_s}, {u"Entries"_s, true}, {u"Done"_s, true}}, {}};
    for (const OperatorCount &count : report.operators)
        section.rows.append({{count.actor.operatorName}, {count.actor.host}, {count.actor.program},
            number(count.entries), number(count.done)});
    return section;
}

ReportSection userSection(const IncidentReport &report)
{
    ReportSection section{u"Affected users"_s, {}, {{u"User"_s}, {u"Jobs"_s, true}}, {}};
    for (const AffectedUser &user : report.users)
        section.rows.append({{user.userId}, number(user.jobs)});
    if (report.jobsWithoutUser > 0)
        section.intro = u"Of %1 of %2 jobs no user is known."_s.arg(
            QString::number(report.jobsWithoutUser), QString::number(report.jobs));
    else if (section.rows.isEmpty())
        section.intro = u"Nobody."_s;
    return section;
}

ReportCell outcomeCell(const IncidentAction &action)
{
    if (action.isTakenBack)
        return {u"taken back"_s, Tone::Doubtful};
    if (action.outcome.isEmpty())
        return {u"unfinished"_s, Tone::Doubtful};
    const bool isFine = action.outcome == "done"_L1 || action.outcome == "already-done"_L1;
    return {action.outcome, isFine ? Tone::Good : action.outcome == "failed"_L1 ? Tone::Bad : Tone::Doubtful};
}

QString whyText(const IncidentAction &action)
{
    QString text = action.sentence;
    if (!action.outcomeText.isEmpty())
        text += u' ' + action.outcomeText;
    return action.reason.isEmpty() ? text : text + u" Reason given: "_s + action.reason;
}

ReportSection timelineSection(const IncidentReport &report)
{
    ReportSection section{u"Everything in its order"_s, {},
        {{u"Time (UTC)"_s}, {u"Entry"_s, true}, {u"Action"_s}, {u"Outcome"_s}, {u"promptId"_s, false, true},
            {u"User"_s}, {u"By"_s}, {u"Why, and what came of it"_s}},
        {}};
    for (const IncidentAction &action : report.actions)
        section.rows.append({{secondText(action.at)},
            {action.isAudited() ? u"audit"_s : QString::number(action.entry.value()), Tone::Faint},
            {action.action}, outcomeCell(action), {idText(action.promptId)}, {orDash(action.userId)},
            {whoText(action.actor)}, {whyText(action)}});
    if (!report.isComplete)
        section.intro
            = u"There is more in this span than a report takes: the oldest is missing here and in all counts."_s;
    return section;
}

QString sourcesText(const IncidentReport &report)
{
    switch (report.records) {
    case Records::Asked:
        return u"From the journal of this account, and the audit table of the records."_s;
    case Records::NoAnswer:
        return u"From the journal of this account; the records gave no answer: %1"_s.arg(
            report.recordsTrouble);
    case Records::NotAsked:
        break;
    }
    return u"From the journal of this account; the records were not asked for what other consoles did."_s;
}

QStringList factsOf(const IncidentReport &report)
{
    QStringList facts{u"From %1 to %2."_s.arg(exactMomentText(report.from), exactMomentText(report.to))};
    if (!report.environments.isEmpty())
        facts.append(u"Environment: %1."_s.arg(report.environments.join(u", "_s)));
    facts.append(sourcesText(report));
    facts.append(u"Made at %1."_s.arg(exactMomentText(report.madeAt)));
    return facts;
}

QList<ReportFigure> figuresOf(const IncidentReport &report)
{
    ActionCount sum;
    for (const ActionCount &count : report.counts) {
        sum.done += count.done;
        sum.takenBack += count.takenBack;
        sum.unknown += count.unknown + count.unfinished;
        sum.failed += count.failed;
    }
    const auto toned = [](int value, Tone tone) { return value > 0 ? tone : Tone::Faint; };
    return {{report.jobs, u"jobs"_s}, {static_cast<int>(report.users.size()), u"users"_s},
        {sum.done, u"done"_s, toned(sum.done, Tone::Good)},
        {sum.takenBack, u"taken back"_s, toned(sum.takenBack, Tone::Doubtful)},
        {static_cast<int>(report.left.size()), u"left"_s,
            toned(static_cast<int>(report.left.size()), Tone::Doubtful)},
        {sum.unknown, u"not known or unfinished"_s, toned(sum.unknown, Tone::Doubtful)},
        {sum.failed, u"failed"_s, toned(sum.failed, Tone::Bad)}};
}

} // namespace

ReportDocument incidentDocument(const IncidentReport &report)
{
    return {u"Incident report"_s, factsOf(report), figuresOf(report),
        {foundSection(report), doneSection(report), leftSection(report), operatorSection(report),
            userSection(report), timelineSection(report)}};
}

} // namespace emberwatch
