// SPDX-License-Identifier: GPL-3.0-or-later
#include "incidentplan.h"

namespace emberwatch::demo {
namespace {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using R = RedisReading;
using D = RecordReading;
using C = ComfyReading;
using Row = TableRow;
using V = Verdict;

QList<StagedJob> corruptOnes()
{
    QList<StagedJob> jobs;
    const std::pair<const char *, CorruptReason> reasons[]
        = {{"corrupt-cut-off", CorruptReason::NotReadable}, {"corrupt-another-id", CorruptReason::IdDiffers},
            {"corrupt-no-ttl", CorruptReason::NoTtl}, {"corrupt-tomorrow", CorruptReason::StartedInFuture},
            {"corrupt-seconds", CorruptReason::StartedAtUnusable}};
    for (const auto &[id, reason] : reasons) {
        StagedJob job{id, R::Corrupt, D::Processing, C::Absent, Row::CorruptState, V::Corrupt};
        job.corrupt = reason;
        jobs.append(job);
    }
    jobs.append({"corrupt-several-records", R::Processing, D::SeveralRows, C::DoneOk, Row::SeveralRecords,
        V::Corrupt});
    return jobs;
}

QList<StagedJob> liveOnes()
{
    QList<StagedJob> jobs{
        {"live", R::Processing, D::Processing, C::Running, Row::LiveOpen, V::Live},
        {"live-waiting", R::Queued, D::Queued, C::Pending, Row::LiveOpen, V::Live},
        {"live-quiet", R::Processing, D::Processing, C::Running, Row::LiveOpen, V::Live},
        {"live-untracked", R::Processing, D::Absent, C::Running, Row::LiveOpen, V::Live},
        {"live-forgotten-by-redis", R::Absent, D::Processing, C::Running, Row::LiveOpen, V::Live},
        {"stalled", R::Queued, D::Queued, C::Pending, Row::LiveNotMoving, V::Stalled},
        {"zombie-cancelled", R::Absent, D::Cancelled, C::Running, Row::EndedButLive, V::Zombie},
        {"zombie-failed", R::Failed, D::Failed, C::Pending, Row::EndedButLive, V::Zombie},
        {"zombie-of-the-journal", R::Absent, D::Absent, C::Running, Row::NobodysButLive, V::Zombie},
        {"foreign", R::Absent, D::Absent, C::Pending, Row::NobodysButLive, V::Foreign},
    };
    for (StagedJob &job : jobs) {
        job.isKept = job.verdict == V::Live;
        job.isKnownToJournal = job.id == "zombie-of-the-journal";
        if (job.isKept)
            job.silence = job.id == "live-quiet" ? 5min : 0min;
    }
    return jobs;
}

QList<StagedJob> endedOnes()
{
    QList<StagedJob> jobs{
        {"result-unclaimed", R::Processing, D::Processing, C::DoneOk, Row::ResultWhileOpen,
            V::UnclaimedResult},
        {"result-without-key", R::Absent, D::Processing, C::DoneOk, Row::ResultWhileOpen, V::UnclaimedResult},
        {"result-told-failed", R::Failed, D::Failed, C::DoneOk, Row::ResultWhileFailed, V::UnclaimedResult},
        {"result-failed-by-us", R::Failed, D::Failed, C::DoneOk, Row::ResultWhileFailed, V::UnclaimedResult},
        {"result-after-cancel", R::Processing, D::Cancelled, C::DoneOk, Row::ResultAfterCancel,
            V::LateResult},
        {"conflict-error", R::Completed, D::Completed, C::DoneError, Row::ErrorWhileCompleted, V::Conflict},
        {"stale-error", R::Processing, D::Processing, C::DoneError, Row::ErrorWhileOpen, V::Stale},
        {"stale-interrupted", R::Processing, D::Processing, C::Interrupted, Row::ErrorWhileOpen, V::Stale},
        {"stale-key-completed", R::Processing, D::Completed, C::DoneOk, Row::StateBehindRecord, V::Stale},
        {"stale-key-failed", R::Queued, D::Failed, C::Absent, Row::StateBehindRecord, V::Stale},
        {"stale-untracked", R::Processing, D::Absent, C::DoneError, Row::StateBehindServer, V::Stale},
        {"stale-record-completed", R::Completed, D::Processing, C::Absent, Row::RecordBehindState, V::Stale},
        {"stale-record-failed", R::Failed, D::Queued, C::Absent, Row::RecordBehindState, V::Stale},
    };
    for (StagedJob &job : jobs)
        job.isFailedByUs = job.id == "result-failed-by-us";
    return jobs;
}

QList<StagedJob> absentOnes()
{
    return {
        {"unverifiable", R::Processing, D::Processing, C::Unknown, Row::OpenUnknown, V::Unverifiable},
        {"orphaned", R::Processing, D::Processing, C::Absent, Row::AbsentBothOpen, V::Orphaned},
        {"orphaned-waiting", R::Queued, D::Queued, C::Absent, Row::AbsentBothOpen, V::Orphaned},
        {"orphaned-untracked", R::Processing, D::Absent, C::Absent, Row::AbsentUntracked, V::Orphaned},
        {"lost", R::Absent, D::Processing, C::Absent, Row::OnlyRecordOpen, V::Lost},
        {"residue-cancelled", R::Failed, D::Cancelled, C::Interrupted, Row::FailedForCancelled, V::Residue},
        {"conflict-completed-failed", R::Completed, D::Failed, C::Absent, Row::EndsDiffer, V::Conflict},
        {"conflict-failed-completed", R::Failed, D::Completed, C::Absent, Row::EndsDiffer, V::Conflict},
        {"residue", R::Completed, D::Completed, C::DoneOk, Row::EndedTwice, V::Residue},
        {"residue-untracked", R::Failed, D::Absent, C::Absent, Row::EndedTwice, V::Residue},
        // Nobody asks for it, so nobody is told.
        {"over", R::Absent, D::Completed, C::DoneOk, Row::NothingOpen, V::Consistent},
    };
}

} // namespace

QStringList incidentUsers()
{
    return {u"5b0cf6a2-8d1e-4c57-9f3a-1e20a94d7c11"_s, u"a1e7d93f-27b4-4f0e-b6d8-93c5520e8f42"_s,
        u"c94b1d08-6f35-49ab-8e71-0d7ac63b5e93"_s, u"e20f8a57-b3c9-41d6-a5f2-7c819b4d0aa4"_s};
}

QList<StagedJob> incidentPlan()
{
    StagedJob young{"settling", R::Queued, D::Queued, C::Pending, Row::Settling, V::Settling};
    young.isKept = true;
    young.silence = 0ms;
    QList<StagedJob> jobs = corruptOnes() + liveOnes() + endedOnes() + absentOnes() + QList<StagedJob>{young};
    constexpr int idle = incidentServers - 1;
    const QStringList users = incidentUsers();
    int next = 0;
    qsizetype count = 0;
    for (StagedJob &job : jobs) {
        // Only what waits where nothing runs is known not to move.
        job.server = job.verdict == V::Stalled ? idle : next;
        next = (next + 1) % idle;
        job.user = users[count++ % users.size()];
    }
    return jobs;
}

} // namespace emberwatch::demo
