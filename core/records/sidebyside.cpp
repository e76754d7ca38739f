// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/records/sidebyside.h"

#include "core/records/recordwriter.h"

#include <QSet>

namespace emberwatch {

namespace {

using Outcomes = Result<QList<RecordOutcome>>;

/// A second change of the same row is judged by what the first made of it, and comes behind it.
bool areAllDifferent(const QList<RecordUpdate> &updates)
{
    QSet<RecordId> rows;
    QSet<OperationId> ops;
    rows.reserve(updates.size());
    ops.reserve(updates.size());
    for (const RecordUpdate &update : updates) {
        rows.insert(update.judged.id);
        ops.insert(update.op);
    }
    return rows.size() == updates.size() && ops.size() == updates.size();
}

bool isWorthTwo(const RecordLink &link, const QList<RecordUpdate> &updates)
{
    return link.address().kind == RecordsAddress::Kind::Postgres && updates.size() > 2 * link.options().chunk
        && areAllDifferent(updates);
}

/// @param count  of the updates
QList<RecordOutcome> allOf(const Outcomes &outcomes, qsizetype count)
{
    if (outcomes)
        return *outcomes;
    return QList<RecordOutcome>(
        count, RecordOutcome{RecordOutcome::Kind::Failed, std::nullopt, outcomes.error()});
}

} // namespace

Outcomes updateSideBySide(
    RecordLink &link, const RecordBatch &batch, const QList<RecordUpdate> &updates, const OtherWriter &other)
{
    if (!isWorthTwo(link, updates))
        return RecordWriter(link, batch).update(updates);
    const QList<RecordUpdate> first = updates.first(updates.size() / 2);
    const QList<RecordUpdate> second = updates.sliced(first.size());
    const QFuture<Outcomes> others = other(second);
    const Outcomes ofFirst = RecordWriter(link, batch).update(first);
    Outcomes ofSecond = others.result();
    if (!ofSecond) // nothing of it was tried
        ofSecond = RecordWriter(link, batch).update(second);
    if (!ofFirst && !ofSecond)
        return ofFirst;
    return allOf(ofFirst, first.size()) + allOf(ofSecond, second.size());
}

} // namespace emberwatch
