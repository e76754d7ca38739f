// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recovery/reportwords.h"

#include "core/base/timetext.h"
#include "ui/recovery/scopewords.h"
#include "ui/shell/trackingwords.h"
#include "ui/words/breakabletext.h"
#include "ui/words/numbertext.h"
#include "ui/words/showntext.h"

#include <QCoreApplication>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostReasonLetters = 80; ///< the report itself has all of it

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Report)
};

} // namespace

QString reportTitle(const RecoveryReport &report, int wanted)
{
    const QString name = wordsOf(report.scope).name;
    const RecoveryCounts counts = countsOf(report);
    const int done = counts.resumed + counts.settledCompleted + counts.settledFailed;
    if (report.scope != PlanScope::Recover)
        return Words::tr("%1: %2 of %3 done", "Reconcile, ...")
            .arg(name, numberText(done + counts.cleaned + counts.cancelled), numberText(wanted));
    return Words::tr("%1: %2 of %3 jobs brought to an end or resumed", "Recover, ...")
        .arg(name, numberText(done), numberText(counts.found));
}

QString reportLine(const RecoveryReport &report, const TrackingSummary &tracking)
{
    QStringList parts{Words::tr("%1 to %2")
                          .arg(momentText(report.startedAt, report.finishedAt),
                              momentText(report.finishedAt, report.finishedAt))};
    if (!report.reason.isEmpty())
        parts.append(breakableText(shownText(report.reason), mostReasonLetters));
    if (tracking.isAny())
        //: %1: Tracking 12 resumed jobs
        parts.append(Words::tr("%1, at most until the console is closed.").arg(trackingText(tracking)));
    return parts.join(u"  ·  "_s);
}

} // namespace emberwatch
