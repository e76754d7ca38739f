// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/trackingwords.h"

#include "core/jobs/jobkey.h"

#include <QCoreApplication>
#include <QStringList>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(TrackingWords)
};

QString troubleText(const TrackingSummary &tracking)
{
    return displayText(tracking.trouble.toUtf8());
}

} // namespace

QString trackingText(const TrackingSummary &tracking)
{
    QString text;
    if (tracking.jobs > 0)
        text = Words::tr("Tracking %n resumed job(s)", nullptr, tracking.jobs);
    if (tracking.waiting > 0 && tracking.jobs > 0)
        //: of the resumed jobs, beside those that are tracked
        text += u", "_s + Words::tr("%n waiting", nullptr, tracking.waiting);
    else if (tracking.waiting > 0)
        text = Words::tr("%n resumed job(s) waiting", nullptr, tracking.waiting);
    if (!text.isEmpty() && !tracking.trouble.isEmpty())
        text += u" · "_s + Words::tr("states not written");
    return text;
}

QString trackingExplanation(const TrackingSummary &tracking)
{
    if (!tracking.isAny())
        return {};
    QStringList lines;
    if (!tracking.trouble.isEmpty())
        lines.append(troubleText(tracking));
    lines.append(
        Words::tr("Their progress and their end are written to Redis, until each has ended or the console is "
                  "closed."));
    if (tracking.waiting > 0)
        lines.append(
            Words::tr("%n job(s) still under the lease of another: tracked here once that has run out.",
                nullptr, tracking.waiting));
    for (const QString &note : tracking.notes)
        lines.append(displayText(note.toUtf8()));
    return lines.join(u'\n');
}

QString closingConsequence(const TrackingSummary &tracking)
{
    QString text = Words::tr(
        "Closing the console ends that. The jobs themselves go on, and their leases are released at once, "
        "but nobody writes their progress and their end to Redis until an agent or another recovery takes "
        "them up.");
    if (!tracking.trouble.isEmpty())
        text += u"\n\n"_s + Words::tr("At the moment: %1.").arg(troubleText(tracking));
    return text;
}

} // namespace emberwatch
