// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/triage/evidence.h"
#include "core/triage/hold.h"
#include "core/triage/judgement.h"
#include "core/triage/policy.h"

#include <QList>
#include <QString>

#include <optional>

namespace emberwatch {

/// What has to hold before a key may be deleted: the seven conditions of verdicts.md 5, then those of
/// correctness.md 3.
enum class CleaningCondition : quint8
{
    ServerEnded, ///< 1: ComfyUI says absent or ended, its readings attached
    RecordEnded, ///< 2: the record is terminal, untracked, or made so by an earlier step
    OutputsSaved, ///< 3: the list of outputs is there to be saved
    SnapshotKept, ///< 4: exact bytes and expiry are known and can go into the journal
    DeleteIsConditional, ///< 5: the deletion compares the bytes
    EffectIsChecked, ///< 6: the reply counts and the key is read back
    UndoKeepsExpiry, ///< 7: it can be put back with its original expiry
    SilentLongEnough, ///< absent on its server: the last write is old enough
    RetentionOver, ///< its producer has had its time to delete it, since its last write and since our claim
    StaysDeleted, ///< it has not come back too often: somebody writes it
    NotTakenBack, ///< nobody has undone what was done to it
    NoHold,
};

/// A condition that does not hold, and why.
struct UnmetCondition
{
    CleaningCondition condition = CleaningCondition::ServerEnded;
    QString reason; ///< "ComfyUI gave no answer"
    bool operator==(const UnmetCondition &) const = default;
};

/// What whoever carries the plan out is able to do. Nothing is taken for granted.
struct CleaningMeans
{
    bool canJournal = false; ///< the journal is open, on disk, and has room
    bool canCompareAndDelete = false; ///< the user may run our scripts
    bool canReadBack = false;
    bool canRestoreExpiry = false; ///< SET ... PXAT: Redis 6.2
    bool canWriteRecords = false;
    bool operator==(const CleaningMeans &) const = default;
};

/// The conditions that do not hold for this key; none: it may be deleted.
/// @param now  our clock, for the hold
[[nodiscard]] QList<UnmetCondition> unmetConditions(const Evidence &evidence, const Judgement &judgement,
    const Policy &policy, const CleaningMeans &means, const std::optional<Hold> &hold, Timestamp now);

} // namespace emberwatch
