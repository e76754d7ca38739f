// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/triage/evidencetext.h"

#include "core/base/timetext.h"
#include "core/jobs/jobkey.h"
#include "core/triage/durationwords.h"
#include "core/triage/evidencelines.h"
#include "ui/triage/triagekind.h"
#include "ui/words/sentencecase.h"
#include "ui/words/showntext.h"

#include <QCoreApplication>
#include <QStringList>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Triage)
};

QString lineOf(const EvidenceLine &line)
{
    QStringList parts{QString::fromLatin1(wordOf(line.source)) + u": "_s + shownText(line.value)};
    if (line.at > Timestamp())
        parts.append(exactMomentText(line.at));
    for (const QString &text : {line.request, line.detail}) {
        if (!text.isEmpty())
            parts.append(shownText(text));
    }
    return parts.join(u"  "_s);
}

QString limitText(const AppliedLimit &limit)
{
    const QString measured = limit.measured ? durationInWords(*limit.measured)
                                            : Words::tr("cannot be judged", "a length of time");
    return Words::tr("%1 %2, limit %3 (%4)", "a limit, what was measured, its value, where it was set")
        .arg(sentenceCase(limit.name), measured, durationInWords(limit.limit.value),
            shownText(originText(limit.limit)));
}

} // namespace

QString limitsText(const JudgedJob &job, const Policy &policy)
{
    QStringList texts;
    for (const AppliedLimit &limit : limitsOf(job.evidence, job.judgement, policy))
        texts.append(limitText(limit));
    return texts.join(u"  ·  "_s);
}

QString proposedText(const PlannedAction &action)
{
    QString text = action.canBeTicked() ? sentenceCase(titleOf(action.action)) + u". "_s + action.reason
                                        : action.reason;
    if (text.isEmpty())
        text = sentenceCase(titleOf(action.action)) + u'.';
    if (action.nextLook)
        text += u' ' + Words::tr("Looked at again at %1.").arg(momentText(*action.nextLook, action.judgedAt));
    return shownText(text);
}

QString evidenceText(const PlannedAction &action, const JudgedJob &job, const Policy &policy)
{
    QStringList lines{displayText(action.promptId.value()),
        lookOf(kindOf(action)).word + u": "_s + action.sentence,
        Words::tr("Judged %1").arg(exactMomentText(action.judgedAt)), QString()};
    for (const EvidenceLine &line : evidenceLinesOf(job.evidence))
        lines.append(lineOf(line));
    if (const QString limits = limitsText(job, policy); !limits.isEmpty())
        lines.append(limits);
    lines.append(QString());
    lines.append(Words::tr("Proposed: %1").arg(proposedText(action)));
    return lines.join(u'\n') + u'\n';
}

} // namespace emberwatch
