// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/jobsettler.h"
#include "core/operations/undo.h"
#include "tests/core/operations/actiondesk.h"

#include <optional>

namespace emberwatch::test {

/// Settles and cleans as a plan would, and takes it back.
class UndoDesk : public ActionDesk
{
public:
    explicit UndoDesk(const DeskSetup &setup = {});

    /// What a plan would have judged of it now.
    [[nodiscard]] Settlement judged(const QByteArray &id);
    /// All of them as failed, in one batch. @return what came of each, if that is the same
    std::optional<SettledJob::Kind> settle(const BatchId &batch, const QByteArrayList &ids);
    CleanedKey::Kind clean(const BatchId &batch, const QByteArray &id);

    [[nodiscard]] QList<UndoCandidate> propose(const UndoSelection &selection);
    QList<UndoneEntry> takeBack(const UndoSelection &selection);
    UndoOutcome takeBack(EntryId entry);

    [[nodiscard]] EntryId lastEntry(const QByteArray &id);
    /// Its whole row.
    [[nodiscard]] QString rowText(const QByteArray &id);

    JobSettler settler;
    Undo undo;

private:
    [[nodiscard]] ServerEpoch epoch() const;
};

/// Whether there is one, and all of them came to this.
[[nodiscard]] bool areAll(const QList<UndoneEntry> &undone, UndoOutcome::Kind kind);

} // namespace emberwatch::test
