// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/triage/triagekind.h"

#include "ui/recovery/verdictlook.h"

#include <QCoreApplication>

namespace emberwatch {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Triage)
};

Verdict verdictOf(TriageKind kind)
{
    switch (kind) {
    case TriageKind::Conflict:
        return Verdict::Conflict;
    case TriageKind::Corrupt:
        return Verdict::Corrupt;
    case TriageKind::Zombie:
        return Verdict::Zombie;
    case TriageKind::UnclaimedResult:
        return Verdict::UnclaimedResult;
    case TriageKind::LateResult:
        return Verdict::LateResult;
    case TriageKind::Stale:
        return Verdict::Stale;
    case TriageKind::Orphaned:
        return Verdict::Orphaned;
    case TriageKind::Lost:
        return Verdict::Lost;
    case TriageKind::LiveToResume:
    case TriageKind::LiveAndQuiet:
        return Verdict::Live;
    case TriageKind::Stalled:
        return Verdict::Stalled;
    case TriageKind::Unverifiable:
        return Verdict::Unverifiable;
    case TriageKind::Settling:
        return Verdict::Settling;
    case TriageKind::Residue:
        return Verdict::Residue;
    case TriageKind::Foreign:
        return Verdict::Foreign;
    case TriageKind::Consistent:
        break;
    }
    return Verdict::Consistent;
}

QColor Colors::*tintFor(QColor Colors::*color)
{
    return color == &Colors::failed  ? &Colors::failedTint
        : color == &Colors::warning  ? &Colors::warningTint
        : color == &Colors::conflict ? &Colors::conflictTint
                                     : &Colors::raised;
}

} // namespace

TriageKind kindOf(const PlannedAction &action)
{
    if (action.verdict == Verdict::Live)
        return action.canBeTicked() ? TriageKind::LiveToResume : TriageKind::LiveAndQuiet;
    for (int kind = 0; kind < triageKindCount; ++kind) {
        if (verdictOf(static_cast<TriageKind>(kind)) == action.verdict)
            return static_cast<TriageKind>(kind);
    }
    return TriageKind::Consistent;
}

TriageGroup groupOf(TriageKind kind)
{
    if (kind <= TriageKind::Zombie)
        return TriageGroup::NeedsPerson;
    if (kind <= TriageKind::LiveToResume)
        return TriageGroup::CanBePutRight;
    return kind <= TriageKind::Settling ? TriageGroup::Wait : TriageGroup::NothingToDo;
}

QString titleOf(TriageGroup group)
{
    switch (group) {
    case TriageGroup::NeedsPerson:
        return Words::tr("Needs a person");
    case TriageGroup::CanBePutRight:
        return Words::tr("Can be put right");
    case TriageGroup::Wait:
        return Words::tr("Wait");
    case TriageGroup::NothingToDo:
        break;
    }
    return Words::tr("Nothing to do");
}

TriageLook lookOf(TriageKind kind)
{
    const VerdictLook verdict = lookOf(verdictOf(kind));
    TriageLook look{verdict.word, verdict.icon, verdict.color, tintFor(verdict.color)};
    if (kind == TriageKind::LiveToResume) {
        //: jobs that a server works on, and whose tracking is to be taken up again
        look.word = Words::tr("live, to resume");
        look.color = &Colors::processing;
    } else if (kind == TriageKind::LiveAndQuiet) {
        //: jobs that a server works on, and about which nothing is to be done
        look.word = Words::tr("live and quiet");
    }
    return look;
}

QString meaningOf(TriageKind kind)
{
    switch (kind) {
    case TriageKind::Conflict:
        return Words::tr("Two sources name different ends. Both are shown, and a person decides.");
    case TriageKind::Corrupt:
        return Words::tr(
            "The value or the record cannot be trusted. It is shown as it is, and never touched by "
            "itself.");
    case TriageKind::Zombie:
        return Words::tr("A server still works on it although our books are closed: nobody will collect it.");
    case TriageKind::UnclaimedResult:
        return Words::tr("The result exists, but Redis or the database still says open, or told the user "
                         "“failed”: the users do not have their results.");
    case TriageKind::LateResult:
        return Words::tr("The result came after a cancel: it exists, and nobody waits for it.");
    case TriageKind::Stale:
        return Words::tr("The job has ended, and Redis or the database has not heard of it.");
    case TriageKind::Orphaned:
        return Words::tr("Open in Redis, and known to no server: nobody will ever finish it.");
    case TriageKind::Lost:
        return Words::tr("Only the database still believes in it: there is no key, and no server knows it.");
    case TriageKind::LiveToResume:
        return Words::tr("A server works on it, and its tracking can be taken up again.");
    case TriageKind::Stalled:
        return Words::tr(
            "A server has it, and nothing has moved for longer than its type may take. Watch it.");
    case TriageKind::Unverifiable:
        return Words::tr("A source that is needed gave no answer. No answer is no absence: nothing is done.");
    case TriageKind::Settling:
        return Words::tr(
            "Too young to judge, or its readings changed between two looks. Judge again in a while.");
    case TriageKind::LiveAndQuiet:
        return Words::tr("A server has it, waiting or running. Nothing about it may be cleaned.");
    case TriageKind::Residue:
        return Words::tr("Ended wherever it is known. Harmless, and it expires by itself.");
    case TriageKind::Foreign:
        return Words::tr("On a server, and not ours: no key, no record and no journal has ever known it.");
    case TriageKind::Consistent:
        break;
    }
    return Words::tr("All sources agree.");
}

} // namespace emberwatch
