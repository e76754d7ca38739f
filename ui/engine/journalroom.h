// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/undo.h"
#include "ui/engine/recoverysetup.h"
#include "ui/journal/journalpageread.h"

#include <QObject>

#include <memory>

namespace emberwatch {

/// Reads the journal and takes back what its entries did, in the engine thread; files and databases have
/// threads of their own. Destroyed only while no undo is under way.
class JournalRoom : public QObject
{
    Q_OBJECT
public:
    /// @param jobs  outlives it
    JournalRoom(JobStore *jobs, const RecoverySetup &setup);
    ~JournalRoom() override;

    /// One answer: read(). Reading makes no journal where there is none.
    void ask(const JournalQuestion &question);
    /// One after the other, in this order.
    void undo(const QList<EntryId> &entries);
    /// No further entry is begun.
    void stop();

Q_SIGNALS:
    void read(const emberwatch::JournalPageRead &page);
    void undone(const emberwatch::UndoneEntry &undone);
    /// @param trouble  why it ended early; empty: it did not, or was stopped
    void undoEnded(const QString &trouble);

private:
    struct Reading;
    void readOn(const std::shared_ptr<Reading> &reading);
    void take(const std::shared_ptr<Reading> &reading, const Result<QList<JournalLine>> &lines);
    void undoNext();

    JobStore *m_jobs;
    Journal m_journal;
    std::unique_ptr<RecordStore> m_records;
    Undo m_undo;
    QList<EntryId> m_toUndo;
};

} // namespace emberwatch
