// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/incidentmaterial.h"

#include "core/operations/auditjournal.h"

#include <QCoroFuture>

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;
using Records = IncidentMaterial::Records;

namespace {

constexpr int pageSize = 500; // states of up to 1 MiB each are in memory meanwhile

struct Gathering
{
    Journal *journal = nullptr;
    RecordStore *records = nullptr;
    IncidentWish wish;
    IncidentMaterial material;
    QList<IncidentAction> laterUndos; ///< after the span
};
using GatheringPtr = std::shared_ptr<Gathering>;

/// The newest of them.
struct Actions
{
    QList<IncidentAction> actions;
    bool isCut = false; ///< there are more
};

/// The entries of a selection, without their states.
QCoro::Task<Result<Actions>> readAll(Journal *journal, JournalSelection selection, qsizetype most)
{
    Actions read;
    selection.limit = pageSize;
    for (;;) {
        const QFuture<Result<QList<JournalLine>>> reading = journal->lines(selection);
        const Result<QList<JournalLine>> lines = co_await reading;
        if (!lines)
            co_return tl::make_unexpected(lines.error());
        for (const JournalLine &line : *lines)
            read.actions.append(incidentActionOf(line));
        read.isCut = read.actions.size() > most;
        if (read.isCut || lines->size() < pageSize)
            break;
        selection.before = lines->last().entry.id;
    }
    read.actions = read.actions.first(std::min(read.actions.size(), most));
    co_return read;
}

QCoro::Task<Result<void>> readJournal(GatheringPtr gathering)
{
    const IncidentWish &wish = gathering->wish;
    JournalSelection selection;
    selection.since = wish.from;
    selection.until = wish.to;
    selection.environment = wish.environment;
    const Result<Actions> actions = co_await readAll(gathering->journal, selection, wish.mostActions);
    if (!actions)
        co_return tl::make_unexpected(actions.error());
    gathering->material.actions = actions->actions;
    gathering->material.isComplete = !actions->isCut;

    selection.since = wish.to;
    selection.until = std::nullopt;
    selection.action = u"undo"_s;
    const Result<Actions> undos = co_await readAll(gathering->journal, selection, wish.mostActions);
    if (!undos)
        co_return tl::make_unexpected(undos.error());
    gathering->laterUndos = undos->actions;
    co_return Result<void>();
}

QCoro::Task<Result<void>> readLooks(GatheringPtr gathering)
{
    const IncidentWish &wish = gathering->wish;
    const QFuture<Result<QList<JournalReport>>> reading
        = gathering->journal->reports(wish.environment, wish.from, wish.to);
    const Result<QList<JournalReport>> reports = co_await reading;
    if (!reports)
        co_return tl::make_unexpected(reports.error());
    for (const JournalReport &report : *reports)
        gathering->material.looks.append(incidentLookOf(report));
    co_return Result<void>();
}

void takeAudit(Gathering &gathering, const QList<AuditRow> &rows, bool isInSpan)
{
    for (const AuditRow &row : rows) {
        if (row.undoes)
            gathering.material.takenBackOps.insert(*row.undoes);
        if (isInSpan)
            gathering.material.actions.append(incidentActionOf(journalLineOf(row)));
    }
}

QCoro::Task<Result<void>> readAudit(GatheringPtr gathering)
{
    const IncidentWish &wish = gathering->wish;
    AuditSelection selection;
    selection.since = wish.from;
    selection.until = wish.to;
    selection.environment = wish.environment;
    selection.limit = wish.mostActions + 1;
    const QFuture<Result<QList<AuditRow>>> reading = gathering->records->audit(selection);
    const Result<QList<AuditRow>> rows = co_await reading;
    if (!rows)
        co_return tl::make_unexpected(rows.error());
    const bool isCut = rows->size() > wish.mostActions;
    takeAudit(*gathering, isCut ? rows->first(wish.mostActions) : *rows, true);
    gathering->material.isComplete = gathering->material.isComplete && !isCut;

    selection.since = wish.to;
    selection.until = std::nullopt;
    selection.action = u"undo"_s;
    const QFuture<Result<QList<AuditRow>>> readingUndos = gathering->records->audit(selection);
    const Result<QList<AuditRow>> undos = co_await readingUndos;
    if (!undos)
        co_return tl::make_unexpected(undos.error());
    takeAudit(*gathering, *undos, false);
    co_return Result<void>();
}

/// Of the jobs whose user no state of ours tells.
QCoro::Task<Result<void>> readUsers(GatheringPtr gathering)
{
    QSet<PromptId> unknown;
    for (const IncidentAction &action : std::as_const(gathering->material.actions)) {
        if (action.userId.isEmpty() && !action.promptId.value().isEmpty())
            unknown.insert(action.promptId);
    }
    for (const IncidentLook &look : std::as_const(gathering->material.looks)) {
        for (const LeftJob &job : look.left)
            unknown.insert(job.promptId);
    }
    if (unknown.isEmpty())
        co_return Result<void>();
    const QFuture<Result<QList<JobRecord>>> reading = gathering->records->rowsFor(unknown.values());
    const Result<QList<JobRecord>> rows = co_await reading;
    if (!rows)
        co_return tl::make_unexpected(rows.error());
    for (const JobRecord &row : *rows)
        gathering->material.users.insert(row.promptId, row.userId);
    co_return Result<void>();
}

QCoro::Task<void> readRecords(GatheringPtr gathering)
{
    if (gathering->records == nullptr)
        co_return;
    gathering->material.records = Records::Asked;
    Result<void> answered = co_await readAudit(gathering);
    if (answered)
        answered = co_await readUsers(gathering);
    if (!answered) {
        gathering->material.records = Records::NoAnswer;
        gathering->material.recordsTrouble = answered.error().message;
    }
}

} // namespace

QSet<EntryId> takenBackBy(const QList<IncidentAction> &undos, const QList<IncidentAction> &actions)
{
    QHash<OperationId, QList<qint64>> entries;
    for (const IncidentAction &action : actions) {
        if (!action.undoes && !action.isAudited())
            entries[action.op].append(action.entry.value());
    }
    QSet<EntryId> takenBack;
    for (const IncidentAction &undo : undos) {
        if (!undo.undoes || undo.outcome != "done"_L1)
            continue;
        qint64 newest = 0;
        const QList<qint64> ofOperation = entries.value(*undo.undoes);
        for (const qint64 entry : ofOperation) {
            if (entry < undo.entry.value())
                newest = std::max(newest, entry);
        }
        if (newest > 0)
            takenBack.insert(EntryId(newest));
    }
    return takenBack;
}

QCoro::Task<Result<IncidentMaterial>> gatherIncident(
    Journal *journal, RecordStore *records, IncidentWish wish)
{
    const auto gathering = std::make_shared<Gathering>();
    gathering->journal = journal;
    gathering->records = records;
    gathering->wish = wish;
    gathering->material.from = wish.from;
    gathering->material.to = wish.to;
    gathering->material.madeAt = wish.clock();
    const Result<void> journalled = co_await readJournal(gathering);
    if (!journalled)
        co_return tl::make_unexpected(journalled.error());
    const Result<void> looked = co_await readLooks(gathering);
    if (!looked)
        co_return tl::make_unexpected(looked.error());
    gathering->material.takenBack
        = takenBackBy(gathering->laterUndos + gathering->material.actions, gathering->material.actions);
    co_await readRecords(gathering);
    co_return gathering->material;
}

} // namespace emberwatch
