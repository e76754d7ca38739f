// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/triage/verdicttable.h"

#include <algorithm>
#include <array>

namespace emberwatch {

namespace {

/// A set of readings of one source, a bit each.
using Set = quint16;

template <typename... Readings> constexpr Set setOf(Readings... readings)
{
    return static_cast<Set>(((1U << static_cast<unsigned>(readings)) | ...));
}

template <typename Reading> constexpr bool contains(Set set, Reading reading)
{
    return (set & setOf(reading)) != 0;
}

constexpr Set any = 0xFFFF;

using R = RedisReading;
constexpr Set rOpen = setOf(R::Queued, R::Processing);
constexpr Set rEnded = setOf(R::Completed, R::Failed);

using D = RecordReading;
constexpr Set dOpen = setOf(D::Queued, D::Processing);
constexpr Set dEnded = setOf(D::Completed, D::Failed, D::Cancelled);
constexpr Set dAbsent = setOf(D::Absent);

using C = ComfyReading;
constexpr Set cLive = setOf(C::Pending, C::Running);
constexpr Set cBroken = setOf(C::DoneError, C::Interrupted);
constexpr Set cDone = setOf(C::DoneOk, C::DoneError, C::Interrupted);
constexpr Set cAbsent = setOf(C::Absent);
constexpr Set cUnknown = setOf(C::Unknown);
constexpr Set cNotLive = static_cast<Set>(cDone | cAbsent | cUnknown);

/// In the order of TableRow.
constexpr std::array<QByteArrayView, tableRowCount> words{
    "settling",
    "no-answer",
    "several-records",
    "corrupt-state",
    "open-unknown",
    "ended-but-live",
    "nobodys-but-live",
    "live-not-moving",
    "live-open",
    "result-while-open",
    "result-while-failed",
    "result-after-cancel",
    "error-while-completed",
    "error-while-open",
    "state-behind-record",
    "state-behind-server",
    "absent-both-open",
    "absent-untracked",
    "record-behind-state",
    "only-record-open",
    "failed-for-cancelled",
    "ends-differ",
    "ended-twice",
    "nothing-open",
};

/// What else has to hold for a row.
enum class If : quint8
{
    Always,
    KnownToJournal,
    Stalled
};

struct Row
{
    Set redis;
    Set record;
    Set comfy;
    If condition;
    TableRow row;
    Verdict verdict;
};

// A row of verdicts.md that is no product of three sets ("R or D open", "another terminal") takes two lines.
constexpr std::array rows{
    Row{setOf(R::Corrupt), any, any, If::Always, TableRow::CorruptState, Verdict::Corrupt},
    Row{rOpen, any, cUnknown, If::Always, TableRow::OpenUnknown, Verdict::Unverifiable},
    Row{any, dOpen, cUnknown, If::Always, TableRow::OpenUnknown, Verdict::Unverifiable},
    Row{any, dEnded, cLive, If::Always, TableRow::EndedButLive, Verdict::Zombie},
    Row{setOf(R::Absent), dAbsent, cLive, If::KnownToJournal, TableRow::NobodysButLive, Verdict::Zombie},
    Row{setOf(R::Absent), dAbsent, cLive, If::Always, TableRow::NobodysButLive, Verdict::Foreign},
    Row{any, dOpen | dAbsent, cLive, If::Stalled, TableRow::LiveNotMoving, Verdict::Stalled},
    Row{any, dOpen | dAbsent, cLive, If::Always, TableRow::LiveOpen, Verdict::Live},
    Row{any, dOpen, setOf(C::DoneOk), If::Always, TableRow::ResultWhileOpen, Verdict::UnclaimedResult},
    Row{any, setOf(D::Failed), setOf(C::DoneOk), If::Always, TableRow::ResultWhileFailed,
        Verdict::UnclaimedResult},
    Row{any, setOf(D::Cancelled), setOf(C::DoneOk), If::Always, TableRow::ResultAfterCancel,
        Verdict::LateResult},
    Row{any, setOf(D::Completed), cBroken, If::Always, TableRow::ErrorWhileCompleted, Verdict::Conflict},
    Row{any, dOpen, cBroken, If::Always, TableRow::ErrorWhileOpen, Verdict::Stale},
    Row{rOpen, dEnded, cDone | cAbsent, If::Always, TableRow::StateBehindRecord, Verdict::Stale},
    Row{rOpen, dAbsent, cDone, If::Always, TableRow::StateBehindServer, Verdict::Stale},
    Row{rOpen, dOpen, cAbsent, If::Always, TableRow::AbsentBothOpen, Verdict::Orphaned},
    Row{rOpen, dAbsent, cAbsent, If::Always, TableRow::AbsentUntracked, Verdict::Orphaned},
    Row{rEnded, dOpen, cAbsent, If::Always, TableRow::RecordBehindState, Verdict::Stale},
    Row{setOf(R::Absent), dOpen, cAbsent, If::Always, TableRow::OnlyRecordOpen, Verdict::Lost},
    Row{setOf(R::Failed), setOf(D::Cancelled), cNotLive, If::Always, TableRow::FailedForCancelled,
        Verdict::Residue},
    Row{setOf(R::Completed), setOf(D::Failed, D::Cancelled), cNotLive, If::Always, TableRow::EndsDiffer,
        Verdict::Conflict},
    Row{setOf(R::Failed), setOf(D::Completed), cNotLive, If::Always, TableRow::EndsDiffer, Verdict::Conflict},
    Row{rEnded, dEnded | dAbsent, cNotLive, If::Always, TableRow::EndedTwice, Verdict::Residue},
    Row{setOf(R::Absent), dEnded | dAbsent, cNotLive, If::Always, TableRow::NothingOpen, Verdict::Consistent},
};

bool holds(If condition, bool isStalled, bool isKnownToJournal)
{
    switch (condition) {
    case If::Always:
        return true;
    case If::KnownToJournal:
        return isKnownToJournal;
    case If::Stalled:
        return isStalled;
    }
    return false;
}

} // namespace

QByteArrayView wordOf(TableRow row)
{
    return words[static_cast<size_t>(row)];
}

std::optional<TableRow> tableRowFromWord(QByteArrayView word)
{
    const auto found = std::find(words.begin(), words.end(), word);
    if (found == words.end())
        return std::nullopt;
    return static_cast<TableRow>(found - words.begin());
}

TableEntry lookUp(
    RedisReading redis, RecordReading record, ComfyReading comfy, bool isStalled, bool isKnownToJournal)
{
    for (const Row &row : rows) {
        if (contains(row.redis, redis) && contains(row.record, record) && contains(row.comfy, comfy)
            && holds(row.condition, isStalled, isKnownToJournal))
            return {row.row, row.verdict};
    }
    Q_ASSERT_X(false, "lookUp", "the table is total for known readings");
    return {TableRow::NoAnswer, Verdict::Unverifiable};
}

} // namespace emberwatch
