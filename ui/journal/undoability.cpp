// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/journal/undoability.h"

#include "core/base/timetext.h"
#include "core/jobs/jobkey.h"

#include <QCoreApplication>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Journal)
};

bool isClaim(const QString &action)
{
    return action.startsWith("settle-"_L1) || action == "take-redis-end"_L1;
}

/// By its outcome, nothing happened. Without one, or where the connection was lost, something may have.
bool cameToNothing(const JournalLine &line)
{
    return line.outcome && line.outcome->word != "done"_L1 && line.outcome->word != "unknown"_L1
        && line.outcome->word != "failed"_L1;
}

} // namespace

QString whyNotUndo(const JournalLine &line, const UndoContext &context)
{
    const JournalEntry &entry = line.entry;
    if (entry.undoes)
        return Words::tr("An undo is taken back by doing the action again.");
    const bool isDeletion = entry.action == "delete"_L1 && entry.before.value;
    const bool isExtension = entry.action == "extend"_L1;
    if (!isDeletion && !isExtension && !isClaim(entry.action))
        return Words::tr("There is nothing to take back: it changed no state and no record.");
    if (cameToNothing(line))
        return Words::tr("Nothing came of it, so there is nothing to take back.");
    if (context.undone.contains(entry.op))
        return Words::tr("It was taken back before.");
    if (!context.address.isEmpty() && !entry.epoch.address.isEmpty()
        && entry.epoch.address != context.address)
        return Words::tr(
            "It was done on another Redis (%1): it is undone in a window that looks at that one.")
            .arg(displayText(entry.epoch.address.toUtf8()));
    if (isDeletion && entry.before.expiresAt && *entry.before.expiresAt <= context.serverNow)
        return Words::tr("Expired meanwhile, at %1: it can be copied from here, not put back.")
            .arg(momentText(*entry.before.expiresAt, context.serverNow));
    return {};
}

} // namespace emberwatch
