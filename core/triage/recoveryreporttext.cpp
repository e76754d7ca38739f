// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/triage/recoveryreporttext.h"

#include "core/base/timetext.h"
#include "core/jobs/jobkey.h"

#include <QStringList>

#include <array>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array outcomes{RecoveryOutcome::Failed, RecoveryOutcome::Resumed,
    RecoveryOutcome::SettledCompleted, RecoveryOutcome::SettledFailed, RecoveryOutcome::Cleaned,
    RecoveryOutcome::Cancelled, RecoveryOutcome::LeftAlone, RecoveryOutcome::Unverifiable,
    RecoveryOutcome::Skipped, RecoveryOutcome::Nothing};

QString lineOf(const RecoveredJob &job, Timestamp now)
{
    QString line = u"  "_s + displayText(job.promptId.value()) + u"  "_s
        + QString::fromLatin1(wordOf(job.verdict)) + u"\n      "_s + displayText(job.reason.toUtf8());
    if (job.nextLook)
        line += u" Looked at again at "_s + momentText(*job.nextLook, now) + u'.';
    return line + u'\n';
}

QString sectionOf(const QString &title, const QList<RecoveredJob> &jobs, Timestamp now)
{
    QString text = u'\n' + title + u" ("_s + QString::number(jobs.size()) + u")\n"_s;
    for (const RecoveredJob &job : jobs)
        text += lineOf(job, now);
    return text;
}

} // namespace

QString titleOf(RecoveryOutcome outcome)
{
    switch (outcome) {
    case RecoveryOutcome::Resumed:
        return u"resumed"_s;
    case RecoveryOutcome::SettledCompleted:
        return u"settled as completed"_s;
    case RecoveryOutcome::SettledFailed:
        return u"settled as failed"_s;
    case RecoveryOutcome::LeftAlone:
        return u"left alone"_s;
    case RecoveryOutcome::Skipped:
        return u"skipped"_s;
    case RecoveryOutcome::Unverifiable:
        return u"unverifiable"_s;
    case RecoveryOutcome::Failed:
        return u"failed"_s;
    case RecoveryOutcome::Cleaned:
        return u"deleted"_s;
    case RecoveryOutcome::Cancelled:
        return u"cancelled on their servers"_s;
    case RecoveryOutcome::Nothing:
        return u"nothing to do"_s;
    }
    return {};
}

QString recoverySumText(const RecoveryCounts &counts)
{
    QStringList parts;
    for (const RecoveryOutcome outcome : outcomes) {
        if (counts.of(outcome) > 0)
            parts += QString::number(counts.of(outcome)) + u' ' + titleOf(outcome);
    }
    const QString found = QString::number(counts.found) + u" found"_s;
    return parts.isEmpty() ? found : found + u" = "_s + parts.join(u" + "_s);
}

QString recoveryReportText(const RecoveryReport &report)
{
    QString text = recoverySumText(countsOf(report)) + u'\n';
    if (!report.reason.isEmpty())
        text += u"Reason: "_s + displayText(report.reason.toUtf8()) + u'\n';
    for (const RecoveryOutcome outcome : outcomes) {
        QList<RecoveredJob> jobs;
        for (const RecoveredJob &job : report.jobs) {
            if (job.outcome == outcome)
                jobs.append(job);
        }
        if (!jobs.isEmpty())
            text += sectionOf(titleOf(outcome), jobs, report.finishedAt);
    }
    if (!report.beside.isEmpty())
        text += sectionOf(u"not counted: no open key"_s, report.beside, report.finishedAt);
    return text;
}

} // namespace emberwatch
