// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/jobactions/jobextend.h"

#include "core/base/timetext.h"
#include "core/jobs/jobkey.h"
#include "core/operations/failpoint.h"
#include "core/operations/jobobserver.h"

#include <QCoroFuture>
#include <QLoggingCategory>

namespace emberwatch {

using namespace Qt::StringLiterals;
using End = ExtendedJob::End;

namespace {

Q_LOGGING_CATEGORY(logExtend, "emberwatch.operations.extend", QtInfoMsg)

/// Redis rounds to milliseconds.
constexpr std::chrono::milliseconds expiryTolerance{5};

/// Why it cannot be given longer to live; nullopt: it can.
std::optional<ExtendedJob> refusalOf(const JobReading &reading, Timestamp wanted)
{
    const std::optional<Timestamp> expiry = reading.expiresAt();
    if (!reading.exists)
        return ExtendedJob{End::Gone, {}, {}, u"There is no such key in Redis."_s};
    if (!reading.hasValue)
        return ExtendedJob{
            End::NotReadable, expiry, expiry, u"Its value cannot be read whole, so it is left."_s};
    if (!expiry)
        return ExtendedJob{End::NotLater, {}, {}, u"It never expires."_s};
    if (*expiry >= wanted)
        return ExtendedJob{
            End::NotLater, expiry, expiry, u"It lives until %1 already."_s.arg(exactMomentText(*expiry))};
    return std::nullopt;
}

JournalEntry intentOf(
    const JobReading &reading, Timestamp wanted, const ServerEpoch &epoch, const ActionOptions &options)
{
    JournalEntry entry;
    entry.op = randomOperationId();
    entry.batch = randomBatchId();
    entry.at = options.clock();
    entry.actor = options.actor;
    entry.environment = options.environment;
    entry.action = u"extend"_s;
    entry.promptId = reading.promptId;
    entry.key = keyOf(options.schema.prefix, reading.promptId);
    entry.sentence = u"Its key is to live until %1 instead of %2."_s.arg(
        exactMomentText(wanted), exactMomentText(*reading.expiresAt()));
    entry.before = {reading.value, reading.expiresAt(), std::nullopt};
    entry.after = {reading.value, wanted, std::nullopt};
    entry.epoch = epoch;
    return entry;
}

ExtendedJob endFrom(const WriteOutcome &outcome, const JobReading &reading, Timestamp wanted)
{
    const std::optional<Timestamp> before = reading.expiresAt();
    switch (outcome.kind) {
    case WriteOutcome::Kind::Done:
        return {End::Done, before, wanted,
            u"It lives until %1, unless its producer writes before."_s.arg(exactMomentText(wanted))};
    case WriteOutcome::Kind::Gone:
        return {End::Gone, before, {}, u"Its key has gone meanwhile."_s};
    case WriteOutcome::Kind::Refused:
        return {End::NotLater, before, before, u"Redis has not taken this expiry: it is not later."_s};
    default:
        return {End::Changed, before, {}, u"Somebody has written it meanwhile: it is left as it is."_s};
    }
}

QString journalWord(End end)
{
    switch (end) {
    case End::Done:
        return u"done"_s;
    case End::Gone:
        return u"gone"_s;
    case End::Changed:
    case End::NotLater:
        return u"changed"_s;
    case End::Unknown:
        return u"unknown"_s;
    default:
        return u"failed"_s;
    }
}

/// Nothing that writes is ever sent again by itself: what became of it is read.
QCoro::Task<ExtendedJob> findOut(JobStore *jobs, JobReading judged, Timestamp wanted, Error why)
{
    const PromptId id = judged.promptId;
    const Result<JobReading> now = co_await jobs->get(id);
    const std::optional<Timestamp> expiry = now ? now->expiresAt() : std::nullopt;
    const bool stands = now && now->hasValue && now->value == judged.value && expiry
        && *expiry > wanted - expiryTolerance && *expiry < wanted + expiryTolerance;
    if (stands)
        co_return endFrom({WriteOutcome::Kind::Done, {}, {}}, judged, wanted);
    co_return ExtendedJob{
        End::Unknown, judged.expiresAt(), {}, u"Whether it lives longer is not known: "_s + why.message};
}

QCoro::Task<ExtendedJob> extend(JobStore *jobs, JobReading judged, Timestamp wanted)
{
    const Result<WriteOutcome> outcome = co_await jobs->extend(judged, wanted);
    if (outcome)
        co_return endFrom(*outcome, judged, wanted);
    if (!isOutcomeOpen(outcome.error()))
        co_return ExtendedJob{End::Failed, judged.expiresAt(), judged.expiresAt(),
            u"Redis refused it: "_s + outcome.error().message};
    const Error &why = outcome.error();
    ExtendedJob end = co_await findOut(jobs, judged, wanted, why);
    co_return end;
}

} // namespace

QByteArrayView wordOf(End end)
{
    switch (end) {
    case End::Done:
        return "done";
    case End::Gone:
        return "gone";
    case End::Changed:
        return "changed";
    case End::NotLater:
        return "not-later";
    case End::NotReadable:
        return "not-readable";
    case End::Unknown:
        return "unknown";
    case End::Failed:
        break;
    }
    return "failed";
}

QCoro::Task<Result<ExtendedJob>> extendJob(ActionSources sources, ActionOptions options, PromptId id,
    std::chrono::milliseconds time, Agreement agreement)
{
    if (time <= std::chrono::milliseconds(0) || time > longestExtension)
        co_return failure(Error::Kind::Invalid, u"a key may be given at most a day, from now"_s);
    const Result<JobReading> reading = co_await sources.jobs->get(id);
    if (!reading)
        co_return tl::make_unexpected(reading.error());
    const Timestamp wanted = reading->serverTime + time;
    const std::optional<ExtendedJob> refusal = refusalOf(*reading, wanted);
    if (refusal)
        co_return *refusal;
    if (!reading->isActionable)
        co_return failure(Error::Kind::Permission, u"this user may not run the scripts that this needs"_s);
    const Result<void> permitted = co_await permitBy(sources.guard, 1, agreement);
    if (!permitted)
        co_return tl::make_unexpected(permitted.error());
    const QList<JournalEntry> intents{intentOf(*reading, wanted, epochOf(*sources.jobs), options)};
    const QFuture<Result<QList<EntryId>>> intending = sources.journal->intend(intents);
    const Result<QList<EntryId>> intended = co_await intending;
    if (!intended)
        co_return tl::make_unexpected(intended.error());
    failpoint("extend-intended");
    ExtendedJob end = co_await extend(sources.jobs, *reading, wanted);
    failpoint("extended");
    const QList<JournalOutcome> outcomes{
        {intended->first(), options.clock(), journalWord(end.end), end.text}};
    const QFuture<Result<void>> concluding = sources.journal->conclude(outcomes);
    const Result<void> concluded = co_await concluding;
    if (!concluded)
        qCWarning(logExtend) << "an outcome could not be journalled:" << concluded.error().message;
    co_return end;
}

} // namespace emberwatch
