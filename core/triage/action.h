// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QList>
#include <QString>

#include <optional>

namespace emberwatch {

/// What may be done about a job.
enum class Action : quint8
{
    None, ///< nothing is to be done
    Wait, ///< nothing yet; it is looked at again
    Watch, ///< a person may interrupt it
    ByHand, ///< a person decides
    SkipTooOld,
    Resume, ///< take its tracking up again
    RecreateState, ///< put back the state that Redis forgot, then resume
    SettleCompleted,
    SettleFailed,
    SettleCancelled,
    TakeRedisEnd, ///< the record takes the end that Redis names
    Clean, ///< delete the state
    CancelOnServer, ///< that one id, by the safe procedure of its server
};

/// "none", "wait", "watch", "by-hand", "skip-too-old", "resume", "recreate-state", "settle-completed", ...:
/// stable, used in JSON and in the journal.
[[nodiscard]] QByteArrayView wordOf(Action action);
[[nodiscard]] std::optional<Action> actionFromWord(QByteArrayView word);
/// For people: "settle as failed".
[[nodiscard]] QString titleOf(Action action);
/// Carrying it out writes somewhere.
[[nodiscard]] bool isChange(Action action);

/// The parts of an action, in the order in which they are carried out (correctness.md 4).
enum class Step : quint8
{
    SaveOutputs, ///< ComfyUI's list of outputs goes into the journal
    ClaimState, ///< Redis: open -> the terminal status, by compare-and-set
    WriteRecord, ///< guarded UPDATE with its audit row
    CreateState, ///< SET NX under the job's lease
    TakeTracking,
    CancelOnServer,
    VerifyCancelled,
    CleanState, ///< compare-and-delete, no earlier than the retention after the last write
};
/// "save-outputs", "claim-state", "write-record", ...: stable, used in JSON.
[[nodiscard]] QByteArrayView wordOf(Step step);
[[nodiscard]] std::optional<Step> stepFromWord(QByteArrayView word);
/// For people: "claim the state in Redis".
[[nodiscard]] QString titleOf(Step step);

} // namespace emberwatch
