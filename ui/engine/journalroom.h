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
    /// What taking it back would come to. One answer: undoProposed() or undoFailed().
    void proposeUndo(const UndoSelection &selection);
    /// One after the other, in this order. One answer: undoCarriedOut() or undoFailed().
    void carryOutUndo(const QList<UndoCandidate> &entries, const Agreement &agreement);
    /// No further entry is begun.
    void stop();

Q_SIGNALS:
    void read(const emberwatch::JournalPageRead &page);
    void undoProposed(const QList<emberwatch::UndoCandidate> &candidates);
    void undone(const emberwatch::UndoneEntry &undone);
    void undoCarriedOut(const QList<emberwatch::UndoneEntry> &undone);
    void undoFailed(const emberwatch::Error &error);
    /// One of the three is told next.
    void undoEnded();

private:
    void end();
    struct Reading;
    void readOn(const std::shared_ptr<Reading> &reading);
    void take(const std::shared_ptr<Reading> &reading, const Result<QList<JournalLine>> &lines);

    JobStore *m_jobs;
    Journal m_journal;
    std::unique_ptr<RecordStore> m_records;
    GuardRails m_guard;
    Undo m_undo;
    StopRequestPtr m_stop; ///< of the undo under way; nullptr: none is
};

} // namespace emberwatch
