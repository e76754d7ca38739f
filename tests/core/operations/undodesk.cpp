// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/operations/undodesk.h"

#include "core/operations/jobobserver.h"

namespace emberwatch::test {

using namespace Qt::StringLiterals;

UndoDesk::UndoDesk(const DeskSetup &setup)
    : ActionDesk(setup)
    , settler(&jobs, &journal, records.get(), options)
    , undo(&jobs, &journal, records.get(), options, guard.get())
{
}

ServerEpoch UndoDesk::epoch() const
{
    return epochOf(jobs);
}

Settlement UndoDesk::judged(const QByteArray &id)
{
    const JobReading reading = answerOf(jobs.get(PromptId(id))).value();
    Settlement settlement;
    settlement.promptId = PromptId(id);
    settlement.judged = {reading.value, reading.expiresAt(), 1'795'000'000'000, epoch()};
    settlement.reason = {"absent-both-open", u"settle-failed"_s, u"orphaned"_s,
        u"Nobody knows "_s + QString::fromUtf8(id) + u'.', R"({"lines":[]})"};
    const QList<JobRecord> rows = world.records.store()->rowsFor({settlement.promptId}).result().value();
    if (!rows.isEmpty()) {
        const JobRecord &row = rows.first();
        settlement.record = RecordEnd{{row.id.value(), row.statusWord, row.revision.value_or(QString())},
            RecordStatus::Failed, false, u"lost"_s};
    }
    return settlement;
}

std::optional<SettledJob::Kind> UndoDesk::settle(const BatchId &batch, const QByteArrayList &ids)
{
    QList<Settlement> wishes;
    for (const QByteArray &id : ids)
        wishes.append(judged(id));
    const QList<SettledJob> ends = answerOf(settler.settle(batch, wishes)).value();
    for (const SettledJob &end : ends) {
        if (end.kind != ends.first().kind)
            return std::nullopt;
    }
    return ends.first().kind;
}

CleanedKey::Kind UndoDesk::clean(const BatchId &batch, const QByteArray &id)
{
    const Settlement now = judged(id);
    const QList<Cleaning> keys{{now.promptId, now.judged, now.reason, {}}};
    return answerOf(settler.clean(batch, keys)).value().first().kind;
}

QList<UndoCandidate> UndoDesk::propose(const UndoSelection &selection)
{
    const Result<QList<UndoCandidate>> found = answerOf(undo.propose(selection));
    if (!found)
        qWarning() << found.error().message;
    return found ? *found : QList<UndoCandidate>();
}

QList<UndoneEntry> UndoDesk::takeBack(const UndoSelection &selection)
{
    const Result<QList<UndoneEntry>> undone = answerOf(undo.carryOut(propose(selection), stop));
    if (!undone)
        qWarning() << undone.error().message;
    return undone ? *undone : QList<UndoneEntry>();
}

UndoOutcome UndoDesk::takeBack(EntryId entry)
{
    return answerOf(undo.undo(entry)).value();
}

EntryId UndoDesk::lastEntry(const QByteArray &id)
{
    return lines(id).last().entry.id;
}

QString UndoDesk::rowText(const QByteArray &id)
{
    return world.records.rowText(world.records.value(
        u"SELECT id FROM generation_jobs WHERE external_job_id = '%1'"_s.arg(QString::fromUtf8(id))));
}

bool areAll(const QList<UndoneEntry> &undone, UndoOutcome::Kind kind)
{
    for (const UndoneEntry &entry : undone) {
        if (entry.outcome.kind != kind) {
            qWarning() << entry.promptId.value() << wordOf(entry.outcome.kind) << entry.outcome.text;
            return false;
        }
    }
    return !undone.isEmpty();
}

} // namespace emberwatch::test
