// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/journal/undoability.h"

#include "core/base/timetext.h"
#include "core/jobs/jobkey.h"
#include "core/operations/undorules.h"

#include <QCoreApplication>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Journal)
};

} // namespace

QString whyNotUndo(const JournalLine &line, const UndoContext &context)
{
    if (const std::optional<QString> nothing = whyNothing(line))
        return *nothing;
    const JournalEntry &entry = line.entry;
    if (context.undone.contains(entry.op))
        return Words::tr("It was taken back before.");
    if (reverseOf(entry) == Reverse::Record)
        return {}; // whatever Redis this is
    if (!context.address.isEmpty() && !entry.epoch.address.isEmpty()
        && entry.epoch.address != context.address)
        return Words::tr(
            "It was done on another Redis (%1): it is undone in a window that looks at that one.")
            .arg(displayText(entry.epoch.address.toUtf8()));
    const std::optional<Timestamp> limit = limitOf(entry);
    if (reverseOf(entry) == Reverse::Deletion && limit && *limit <= context.serverNow)
        return Words::tr("Expired meanwhile, at %1: it can be copied from here, not put back.")
            .arg(momentText(*limit, context.serverNow));
    return {};
}

} // namespace emberwatch
