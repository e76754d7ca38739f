// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/journalevidence.h"

#include <QCoroFuture>

#include <algorithm>

namespace emberwatch {

namespace {

/// The journal is asked about these one by one, and there are few: a crash leaves them.
constexpr int mostClaimsLookedUp = 1000;
constexpr std::chrono::hours deletionsCountFor{1}; // correctness.md 2
/// A key lives at most a day after its last extension; the rest is what clocks differ.
constexpr std::chrono::hours extensionsCountFor{25};
constexpr std::chrono::milliseconds expiryTolerance{5};

bool expiresWhenExtendedTo(const RedisEvidence &redis, const RecentActs &acts)
{
    return acts.extendedTo && redis.expiresAt && *redis.expiresAt > *acts.extendedTo - expiryTolerance
        && *redis.expiresAt < *acts.extendedTo + expiryTolerance;
}

} // namespace

QCoro::Task<Result<void>> askWhetherOurs(Journal *journal, std::shared_ptr<WatchedJobs> jobs)
{
    QList<PromptId> ids;
    for (const WatchedJob &job : *jobs)
        ids.append(job.promptId);
    const QFuture<Result<QSet<PromptId>>> asking = journal->known(ids);
    const Result<QSet<PromptId>> known = co_await asking;
    if (!known)
        co_return tl::make_unexpected(known.error());
    for (WatchedJob &job : *jobs)
        job.isKnownToJournal = known->contains(job.promptId);
    co_return Result<void>();
}

QCoro::Task<Result<void>> askForExtensions(Journal *journal, std::shared_ptr<WatchedJobs> jobs)
{
    Timestamp now;
    for (const WatchedJob &job : *jobs) {
        if (job.isKnownToJournal)
            now = std::max(now, job.first.redis.at);
    }
    if (now == Timestamp())
        co_return Result<void>(); // our journal knows none of them
    const QFuture<Result<QHash<PromptId, Timestamp>>> asking = journal->extensions(now - extensionsCountFor);
    const Result<QHash<PromptId, Timestamp>> extensions = co_await asking;
    if (!extensions)
        co_return tl::make_unexpected(extensions.error());
    for (WatchedJob &job : *jobs) {
        const auto extension = extensions->constFind(job.promptId);
        if (extension != extensions->constEnd())
            job.acts.extendedTo = *extension;
    }
    co_return Result<void>();
}

QCoro::Task<Result<void>> askForClaims(Journal *journal, std::shared_ptr<WatchedJobs> jobs)
{
    int lookedUp = 0;
    for (WatchedJob &job : *jobs) {
        const bool mayBeClaim = job.isKnownToJournal && isTerminal(job.first.redis.reading);
        if (!mayBeClaim || ++lookedUp > mostClaimsLookedUp)
            continue;
        JournalSelection selection;
        selection.promptId = job.promptId;
        const QFuture<Result<QList<JournalLine>>> reading = journal->lines(selection);
        const Result<QList<JournalLine>> lines = co_await reading;
        if (!lines)
            co_return tl::make_unexpected(lines.error());
        for (const JournalLine &line : *lines) {
            const bool isClaim
                = line.entry.action.startsWith(QLatin1String("settle-")) && line.entry.after.value;
            if (isClaim && *line.entry.after.value == job.first.redis.value)
                job.isClaimOfOurs = true;
        }
    }
    co_return Result<void>();
}

QCoro::Task<Result<void>> askForActs(
    Journal *journal, QString environment, Timestamp since, std::shared_ptr<WatchedJobs> jobs)
{
    const QFuture<Result<QHash<PromptId, RecentActs>>> asking = journal->recentActs(environment, since);
    const Result<QHash<PromptId, RecentActs>> acts = co_await asking;
    if (!acts)
        co_return tl::make_unexpected(acts.error());
    for (WatchedJob &job : *jobs)
        job.acts = acts->value(job.promptId);
    co_return Result<void>();
}

void takeActs(RedisEvidence &redis, const RecentActs &acts, Timestamp now)
{
    // An open state is no claim's: that one was taken back, or never made.
    if (acts.claimedAt && isTerminal(redis.reading))
        redis.sinceOurClaim = now - *acts.claimedAt;
    redis.isTakenBack = acts.isTakenBack;
    // Silence is unknown until its producer writes again (correctness.md 3).
    if (expiresWhenExtendedTo(redis, acts))
        redis.silence = std::nullopt;
    redis.deletedLately = static_cast<int>(std::count_if(acts.deletedAt.begin(), acts.deletedAt.end(),
        [now](Timestamp at) { return now - at < deletionsCountFor; }));
}

} // namespace emberwatch
