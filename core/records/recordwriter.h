// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/records/recordchange.h"
#include "core/records/recordlink.h"

#include <QList>
#include <QSet>

namespace emberwatch {

/// Guarded changes in batches, each with its audit row, over an open link.
///
/// Items go in chunks; a chunk is one transaction. One that fails because of what is in it is halved until
/// the item is found; one that fails for a reason that holds for all ends the batch. A connection lost on the
/// way is made anew once and the chunk repeated: the guard and the audit key see to it that nothing happens
/// twice.
class RecordWriter
{
public:
    RecordWriter(RecordLink &link, RecordBatch batch)
        : m_link(link)
        , m_batch(std::move(batch))
    {
    }

    /// Outcomes in the order of the updates. Errors: the database cannot be written at all, nothing was
    /// tried.
    [[nodiscard]] Result<QList<RecordOutcome>> update(const QList<RecordUpdate> &updates);
    [[nodiscard]] Result<QList<RecordOutcome>> undo(const QList<RecordUndo> &undos);
    [[nodiscard]] Result<RecordOutcome> insert(const NewRecord &record);

private:
    /// A change as the statements take it.
    struct Item
    {
        qsizetype index = 0; ///< of its outcome
        QString op;
        QString row; ///< what must not come twice in one chunk
        std::optional<QString> promptId; ///< for the look; nullopt: not compared
        const RecordUpdate *update = nullptr; ///< one of the two
        const RecordUndo *undo = nullptr;
    };
    using Items = QList<Item>;
    enum class Change
    {
        Update,
        Undo
    };

    [[nodiscard]] Result<void> writable(RecordsFinding::Stops what);
    [[nodiscard]] Result<QList<RecordUpdate>> counted(QList<RecordUpdate> updates);
    [[nodiscard]] std::optional<RecordOutcome> refusal(const RecordUpdate &update) const;
    [[nodiscard]] static Item itemOf(const RecordUpdate &update, qsizetype index);
    [[nodiscard]] static Item itemOf(const RecordUndo &undo, qsizetype index);

    void addTo(sql::TextRows &rows, const Item &item) const;
    void setUpdate(sql::TextRows &rows, const Item &item, const RecordUpdate &update) const;
    void carryOut(Change change, const Items &items);
    void carryOutChunk(Change change, const Items &chunk);
    void halve(Change change, const Items &chunk);
    void fail(const Items &chunk, const sql::Fault &fault);
    void setAll(const Items &chunk, const RecordOutcome &outcome);
    [[nodiscard]] sql::SqlResult<void> tryChunk(
        Change change, const Items &chunk, QList<RecordOutcome> &outcomes);
    [[nodiscard]] sql::SqlResult<QSet<QString>> changeRows(Change change, const Items &chunk);
    [[nodiscard]] sql::SqlResult<void> lookAtRest(
        Change change, const Items &rest, QList<RecordOutcome> &outcomes);
    [[nodiscard]] RecordOutcome outcomeOf(sql::Rows &look, const Item &item) const;
    [[nodiscard]] sql::SqlResult<QSet<QString>> opsOf(const QString &statement, const QVariantList &values);
    [[nodiscard]] sql::SqlResult<bool> tryInsert(const sql::TextRows &row);
    [[nodiscard]] QVariantList auditValues() const;
    [[nodiscard]] bool hasEnded() const { return m_end.has_value(); }

    RecordLink &m_link;
    RecordBatch m_batch;
    QList<RecordOutcome> m_outcomes;
    std::optional<Error> m_end; ///< why nothing more is tried
    int m_refusedItems = 0;
};

} // namespace emberwatch
