// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/triage/recoveryreportmarkdown.h"

#include "core/base/timetext.h"
#include "core/jobs/jobkey.h"
#include "core/triage/recoveryreporttext.h"

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

QString rowOf(const RecoveredJob &job)
{
    QString reason = markdownEscaped(job.reason);
    if (job.nextLook)
        reason += u" Looked at again at "_s + exactMomentText(*job.nextLook) + u'.';
    return u"| "_s + markdownEscaped(QString::fromUtf8(job.promptId.value())) + u" | "_s
        + QString::fromLatin1(wordOf(job.verdict)) + u" | "_s + titleOf(job.action) + u" | "_s
        + titleOf(job.outcome) + u" | "_s + reason + u" |\n"_s;
}

QString tableOf(const QList<RecoveredJob> &jobs)
{
    QString table
        = u"| promptId | verdict | action | outcome | reason |\n| --- | --- | --- | --- | --- |\n"_s;
    for (const RecoveredJob &job : jobs)
        table += rowOf(job);
    return table;
}

QString titleOf(PlanScope scope)
{
    switch (scope) {
    case PlanScope::Recover:
        return u"Recovery report"_s;
    case PlanScope::Clean:
        return u"Cleaning report"_s;
    case PlanScope::Reconcile:
        return u"Reconciliation report"_s;
    }
    return {};
}

} // namespace

QString markdownEscaped(const QString &text)
{
    static constexpr QStringView special = u"\\`*_{}[]()#+!|~$^=:@";
    QString escaped;
    const QString shown = displayText(text.toUtf8());
    escaped.reserve(shown.size());
    for (const QChar c : shown) {
        if (c == u'&')
            escaped += u"&amp;"_s;
        else if (c == u'<')
            escaped += u"&lt;"_s;
        else if (c == u'>')
            escaped += u"&gt;"_s;
        else if (special.contains(c))
            escaped += u'\\' + QString(c);
        else
            escaped += c;
    }
    return escaped;
}

QString recoveryReportMarkdown(const RecoveryReport &report)
{
    QString text = u"# "_s + titleOf(report.scope) + u"\n\nFrom "_s + exactMomentText(report.startedAt)
        + u" to "_s + exactMomentText(report.finishedAt) + u".\n\n"_s + recoverySumText(countsOf(report))
        + u"\n\n"_s;
    if (!report.reason.isEmpty())
        text += u"Reason: "_s + markdownEscaped(report.reason) + u"\n\n"_s;
    if (!report.jobs.isEmpty())
        text += tableOf(report.jobs);
    if (!report.beside.isEmpty())
        text += u"\n## Not counted: no open key\n\n"_s + tableOf(report.beside);
    return text;
}

} // namespace emberwatch
