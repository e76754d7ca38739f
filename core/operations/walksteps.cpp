// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/walksteps.h"

#include "core/jobs/jobkey.h"
#include "core/operations/entryreason.h"
#include "core/operations/failpoint.h"
#include "core/operations/operationid.h"
#include "core/operations/recoverysteps.h"
#include "core/operations/servercancel.h"

#include <QCoroFuture>
#include <QLoggingCategory>

#include <vector>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(logSteps, "emberwatch.operations.walk", QtInfoMsg)

/// So long a stop may have to wait for a pause.
constexpr std::chrono::milliseconds longestPause{250};

/// What each action asks of the settler, with the operator's reason.
template <typename Wish>
QList<Wish> wishesFor(Carrying &carrying, const PlannedActions &actions,
    Wish (*make)(const PlannedAction &, const JudgedJob &, const Policy &))
{
    QList<Wish> wishes;
    for (const PlannedAction &action : actions) {
        Wish wish = make(action, carrying.proposal.judged[action.promptId], carrying.proposal.wish.policy);
        wish.reason.evidence = withReason(wish.reason.evidence, carrying.reason());
        wishes.append(wish);
    }
    return wishes;
}

void failAll(Carrying &carrying, const PlannedActions &actions, const Error &why)
{
    for (const PlannedAction &action : actions)
        carrying.end(failedJob(action, why.message));
}

/// @param outcomes  what became of each, in their order; an error: nothing was done to any of them
template <typename Outcome>
void endAll(
    Carrying &carrying, const PlannedActions &actions, const Result<QList<Outcome>> &outcomes, Timestamp now)
{
    if (!outcomes)
        return failAll(carrying, actions, outcomes.error());
    const Policy &policy = carrying.proposal.wish.policy;
    for (qsizetype i = 0; i < actions.size(); ++i)
        carrying.end(recoveredFrom(actions[i], outcomes->at(i), now, policy.of(actions[i].type).grace.value));
}

} // namespace

WalkSteps::WalkSteps(const RecoverySources &from, RecoveryOptions with)
    : sources(from)
    , jobs(from.observed.jobs)
    , options(withEnvironment(std::move(with)))
    , observer(sources.observed, options.observer)
    , m_settler(sources.observed.jobs, sources.observed.journal, sources.observed.records,
          {options.actor, options.environment, options.observer.schema, options.observer.clock})
{
}

JournalEntry WalkSteps::entryOf(const CarryingPtr &carrying, const PlannedAction &action) const
{
    JournalEntry entry;
    entry.key = keyOf(options.observer.schema.prefix, action.promptId);
    entry.action = QString::fromLatin1(wordOf(action.action));
    const QByteArray rule = wordOf(action.rule) + QByteArray("/") + entry.action.toUtf8();
    entry.op = operationIdOf({entry.key, action.startedAt, rule, action.judgedValue, 0});
    entry.batch = carrying->batch;
    entry.at = now();
    entry.actor = options.actor;
    entry.environment = options.environment;
    entry.promptId = action.promptId;
    entry.verdict = QString::fromLatin1(wordOf(action.verdict));
    entry.sentence = action.sentence;
    entry.evidence = withReason({}, carrying->reason());
    if (action.hasJudgedValue)
        entry.before.value = action.judgedValue;
    entry.before.expiresAt = action.judgedExpiry;
    entry.epoch = action.epoch;
    return entry;
}

QCoro::Task<Result<QList<EntryId>>> WalkSteps::intend(
    Shared self, CarryingPtr carrying, PlannedActions actions)
{
    QList<JournalEntry> entries;
    for (const PlannedAction &action : actions)
        entries.append(self->entryOf(carrying, action));
    const QFuture<Result<QList<EntryId>>> writing = self->sources.observed.journal->intend(entries);
    Result<QList<EntryId>> written = co_await writing;
    co_return written;
}

/// It happened all the same; without these the intents stand in the journal as unfinished.
QCoro::Task<void> WalkSteps::conclude(Shared self, QList<JournalOutcome> outcomes)
{
    const QFuture<Result<void>> concluding = self->sources.observed.journal->conclude(outcomes);
    const Result<void> concluded = co_await concluding;
    if (!concluded)
        qCWarning(logSteps) << "outcomes could not be journalled:" << concluded.error().message;
}

QCoro::Task<void> WalkSteps::resume(Shared self, CarryingPtr carrying, PlannedActions actions)
{
    Tracking *tracking = self->sources.tracking;
    if (tracking == nullptr) {
        for (const PlannedAction &action : actions)
            carrying->end(leftAlone(action, u"it lives, and nothing here tracks jobs."_s));
        co_return;
    }
    PlannedActions news;
    for (const PlannedAction &action : actions) {
        if (!self->m_resumed.contains(action.promptId))
            news.append(action);
    }
    const Result<QList<EntryId>> written = co_await intend(self, carrying, news);
    if (!written) {
        failAll(*carrying, actions, written.error());
        co_return;
    }
    std::vector<QCoro::Task<Result<TrackingTaken>>> takings;
    for (const PlannedAction &action : actions) {
        const JudgedJob &job = carrying->proposal.judged[action.promptId];
        const auto forgotten = carrying->proposal.forgotten.constFind(action.promptId);
        const bool isForgotten = forgotten != carrying->proposal.forgotten.constEnd();
        const TrackingRequest request
            = trackingOf(action, job, isForgotten ? std::optional(*forgotten) : std::nullopt);
        takings.push_back(tracking->take(request));
    }
    QList<JournalOutcome> outcomes;
    for (size_t i = 0; i < takings.size(); ++i) {
        const Result<TrackingTaken> taken = co_await takings[i];
        const PlannedAction &action = actions[static_cast<qsizetype>(i)];
        carrying->end(recoveredFrom(action, taken));
        // The news are in the order of the actions.
        const qsizetype next = outcomes.size();
        if (next < news.size() && news[next].promptId == action.promptId)
            outcomes.append({written->at(next), self->now(), taken ? u"done"_s : u"failed"_s,
                taken ? taken->text : taken.error().message});
        if (taken)
            self->m_resumed.insert(action.promptId);
    }
    co_await conclude(self, outcomes);
    failpoint("resumed");
}

QCoro::Task<void> WalkSteps::settle(Shared self, CarryingPtr carrying, PlannedActions actions)
{
    const QList<Settlement> settlements = wishesFor(*carrying, actions, settlementOf);
    const BatchId batch = carrying->batch;
    const Result<QList<SettledJob>> settled = co_await self->m_settler.settle(batch, settlements);
    endAll(*carrying, actions, settled, self->now());
}

/// What became of each, in their order; an error: nothing was done to any of them.
QCoro::Task<Result<QList<CleanedKey>>> WalkSteps::deleteStates(
    Shared self, CarryingPtr carrying, PlannedActions actions)
{
    const QList<Cleaning> cleanings = wishesFor(*carrying, actions, cleaningOf);
    const BatchId batch = carrying->batch;
    Result<QList<CleanedKey>> cleaned = co_await self->m_settler.clean(batch, cleanings);
    carrying->deletedAt = self->now();
    for (qsizetype i = 0; cleaned && i < actions.size(); ++i) {
        if (cleaned->at(i).kind == CleanedKey::Kind::Done)
            carrying->deleted.append(actions[i].promptId);
    }
    for (const PlannedAction &action : actions)
        self->observer.noteDeleted(action.promptId);
    co_return cleaned;
}

QCoro::Task<void> WalkSteps::clean(Shared self, CarryingPtr carrying, PlannedActions actions)
{
    const Result<QList<CleanedKey>> cleaned = co_await deleteStates(self, carrying, actions);
    endAll(*carrying, actions, cleaned, self->now());
}

/// Their settlement has its end already: what came of the deletion is said beside it.
QCoro::Task<void> WalkSteps::cleanBehind(Shared self, CarryingPtr carrying, PlannedActions actions)
{
    const Result<QList<CleanedKey>> cleaned = co_await deleteStates(self, carrying, actions);
    for (qsizetype i = 0; i < actions.size(); ++i) {
        const bool isDone = cleaned && cleaned->at(i).kind == CleanedKey::Kind::Done;
        const QString why = !cleaned ? cleaned.error().message : cleaned->at(i).text;
        carrying->ends[actions[i].promptId].reason
            += isDone ? u" Its state is deleted."_s : u" Its state is left: "_s + why;
    }
}

QCoro::Task<void> WalkSteps::cancel(Shared self, CarryingPtr carrying, PlannedActions actions)
{
    const Result<QList<EntryId>> written = co_await intend(self, carrying, actions);
    if (!written) {
        failAll(*carrying, actions, written.error());
        co_return;
    }
    failpoint("cancel-intended");
    std::vector<QCoro::Task<Result<ServerCancel>>> cancels;
    for (const PlannedAction &action : actions)
        cancels.push_back(cancelOnServer(self->sources.observed.servers, action.serverUrl, action.promptId));
    QList<JournalOutcome> outcomes;
    for (size_t i = 0; i < cancels.size(); ++i) {
        const Result<ServerCancel> cancelled = co_await cancels[i];
        const qsizetype at = static_cast<qsizetype>(i);
        const RecoveredJob end = recoveredFrom(actions[at], cancelled);
        carrying->end(end);
        const bool isDone = cancelled && cancelled->isGone;
        outcomes.append({written->at(at), self->now(),
            isDone          ? u"done"_s
                : cancelled ? u"failed"_s
                            : u"unknown"_s,
            cancelled ? cancelled->text : cancelled.error().message});
    }
    co_await conclude(self, outcomes);
}

/// "After a cad the key is looked at again at once, after 5 s and in the next listing" (correctness.md 2).
QCoro::Task<void> WalkSteps::lookAgain(Shared self, CarryingPtr carrying)
{
    const Timestamp due = carrying->deletedAt + self->options.secondLookAfter;
    carrying->say(u"looking again at what was deleted"_s);
    int pauses = static_cast<int>(self->options.secondLookAfter / longestPause) + 1;
    while (pauses-- > 0 && self->now() < due && !carrying->stop->isRequested()) {
        const std::chrono::milliseconds piece = longestPause;
        co_await self->options.observer.pause(piece);
    }
    if (carrying->stop->isRequested() || !self->jobs)
        co_return;
    const QList<PromptId> ids = carrying->deleted;
    const Result<QList<JobReading>> readings = co_await self->jobs->getMany(ids);
    if (!readings) {
        qCWarning(logSteps) << "what was deleted could not be looked at again:" << readings.error().message;
        co_return;
    }
    for (const JobReading &reading : *readings) {
        if (!reading.exists)
            continue;
        RecoveredJob &end = carrying->ends[reading.promptId];
        end.outcome = RecoveryOutcome::LeftAlone;
        end.reason += u" It came back meanwhile: somebody writes it, and it has to be judged anew."_s;
    }
}

} // namespace emberwatch
