// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/statewriter.h"

#include <QCoroTask>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace emberwatch {

namespace {

using Kind = WriteOutcome::Kind;

std::chrono::steady_clock::time_point steadyNow()
{
    return std::chrono::steady_clock::now();
}

/// What is wanted, over what others wrote: a job that runs was not put back into the queue, and progress does
/// not fall.
JobEdit mergedEdit(JobEdit edit, const JobFields &current)
{
    if (edit.status == JobStatus::Queued && current.status == JobStatus::Processing)
        edit.status = JobStatus::Processing;
    if (edit.progress)
        edit.progress = std::max(*edit.progress, current.progress);
    return edit;
}

} // namespace

StateWriter::StateWriter(
    JobStore *store, JobSchema schema, MayWrite mayWrite, WriterOptions options, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_schema(std::move(schema))
    , m_mayWrite(std::move(mayWrite))
    , m_options(options)
    , m_backoff(options.firstRetry, options.lastRetry)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &StateWriter::flush);
    connect(&m_heartbeat, &QTimer::timeout, this, &StateWriter::beat);
    m_heartbeat.start(m_options.heartbeat / 10);
}

void StateWriter::add(const PromptId &id, const QByteArray &standing)
{
    Entry entry;
    entry.standing = standing;
    entry.writtenAt = steadyNow();
    m_entries.insert(id, entry);
}

void StateWriter::remove(const PromptId &id)
{
    m_entries.remove(id);
    // With nothing to write, no answer will ever come.
    if (m_entries.isEmpty())
        onAnswered();
}

void StateWriter::want(const PromptId &id, const JobEdit &edit)
{
    const auto entry = m_entries.find(id);
    if (entry == m_entries.end() || entry->edit == edit)
        return;
    const bool isNewStatus = entry->edit.status != edit.status;
    entry->edit = edit;
    entry->isDirty = true;
    entry->isUrgent = entry->isUrgent || isNewStatus;
    schedule();
}

void StateWriter::setHeartbeat(const PromptId &id, bool isOn)
{
    const auto entry = m_entries.find(id);
    if (entry != m_entries.end())
        entry->hasHeartbeat = isOn;
}

void StateWriter::writeNow(const PromptId &id)
{
    const auto entry = m_entries.find(id);
    if (entry == m_entries.end())
        return;
    entry->isDirty = entry->isUrgent = true;
    schedule();
}

QByteArray StateWriter::standing(const PromptId &id) const
{
    return m_entries.value(id).standing;
}

QByteArray StateWriter::wanted(const PromptId &id) const
{
    const Entry entry = m_entries.value(id);
    return editDocument(entry.standing, entry.edit).value_or(entry.standing);
}

bool StateWriter::isWritten(const PromptId &id) const
{
    const auto entry = m_entries.constFind(id);
    return entry != m_entries.constEnd() && !entry->isDirty;
}

std::chrono::steady_clock::time_point StateWriter::writtenAt(const PromptId &id) const
{
    return m_entries.value(id).writtenAt;
}

void StateWriter::schedule()
{
    if (!m_isBusy && !m_timer.isActive())
        m_timer.start(m_options.gather);
}

/// An unchanged state of ours is dirty again once it is old. What had to wait for its lease is looked at,
/// too.
void StateWriter::beat()
{
    const auto old = steadyNow() - m_options.heartbeat;
    bool hasAny = false;
    for (Entry &entry : m_entries) {
        entry.isDirty = entry.isDirty || (entry.hasHeartbeat && entry.writtenAt <= old);
        hasAny = hasAny || entry.isDirty;
    }
    if (hasAny)
        schedule();
}

/// Takes what is due. What is not due yet keeps the timer going; what is not ours to write waits until it is.
StateWriter::Batch StateWriter::takeDue()
{
    Batch batch;
    const auto now = steadyNow();
    std::optional<std::chrono::steady_clock::time_point> next;
    for (auto entry = m_entries.begin(); entry != m_entries.end(); ++entry) {
        if (!entry->isDirty || entry->isAlone || !m_mayWrite(entry.key()))
            continue;
        const auto due = entry->isUrgent ? now : entry->writtenAt + m_options.between;
        if (due > now) {
            next = std::min(next.value_or(due), due);
            continue;
        }
        JobReading judged;
        judged.promptId = entry.key();
        judged.value = entry->standing;
        const QByteArray wanted = editDocument(entry->standing, entry->edit).value_or(entry->standing);
        batch.writes.append({judged, wanted, TtlPolicy::Renew});
        batch.edits.append(entry->edit);
        entry->isDirty = entry->isUrgent = false;
        entry->writtenAt = now;
    }
    if (batch.writes.isEmpty() && next)
        m_timer.start(std::chrono::ceil<std::chrono::milliseconds>(*next - now));
    return batch;
}

void StateWriter::flush()
{
    if (m_isBusy)
        return;
    const Batch batch = takeDue();
    if (batch.writes.isEmpty())
        return;
    m_isBusy = true;
    QCoro::connect(m_store->compareAndSetMany(batch.writes), this,
        [this, batch](const QList<Result<WriteOutcome>> &outcomes) { onBatch(batch, outcomes); });
}

void StateWriter::onBatch(const Batch &batch, const QList<Result<WriteOutcome>> &outcomes)
{
    m_isBusy = false;
    std::optional<Error> trouble;
    for (qsizetype i = 0; i < batch.writes.size(); ++i) {
        if (outcomes[i]) {
            onOutcome(batch.writes[i], batch.edits[i], *outcomes[i]);
            continue;
        }
        onUnanswered(batch.writes[i].judged.promptId);
        trouble = outcomes[i].error();
    }
    if (trouble)
        return onError(*trouble);
    onAnswered();
    schedule();
}

/// Whether it was written is not known: it is written again, and found to stand or merged into.
void StateWriter::onUnanswered(const PromptId &id)
{
    const auto entry = m_entries.find(id);
    if (entry != m_entries.end())
        entry->isDirty = entry->isUrgent = true;
}

void StateWriter::onOutcome(const ConditionalWrite &write, const JobEdit &edit, const WriteOutcome &outcome)
{
    const PromptId id = write.judged.promptId;
    const auto entry = m_entries.find(id);
    if (entry == m_entries.end())
        return;
    switch (outcome.kind) {
    case Kind::Done:
    case Kind::AlreadyDone:
        return stand(id, *entry, write.newValue, edit);
    case Kind::Changed:
        return mergeInto(id, outcome.current);
    case Kind::Gone:
        return recreate(id);
    default:
        return giveUp(id, u"what stands under its key is no job"_s);
    }
}

void StateWriter::stand(const PromptId &id, Entry &entry, const QByteArray &bytes, const JobEdit &edit)
{
    entry.standing = bytes;
    entry.isDirty = entry.isDirty || entry.edit != edit;
    ++m_writes;
    Q_EMIT written(id);
}

void StateWriter::mergeInto(const PromptId &id, const QByteArray &current)
{
    JobParser parser;
    const JobFields &fields = parser.parse(current);
    if (fields.unreadable != Unreadable::No)
        return giveUp(
            id, u"somebody wrote what is no job: "_s + reasonText(fields.unreadable, fields.detail));
    if (!isOpen(fields.status)) {
        const QString word = QString::fromLatin1(wordOf(fields.status));
        return giveUp(id, u"somebody else has settled it as "_s + word);
    }
    Entry &entry = m_entries[id];
    entry.standing = current;
    entry.edit = mergedEdit(entry.edit, fields);
    entry.isDirty = entry.isUrgent = true;
    ++m_merges;
    Q_EMIT overtaken(id);
}

void StateWriter::giveUp(const PromptId &id, const QString &why)
{
    m_entries.remove(id);
    Q_EMIT takenOver(id, why);
}

/// Redis was restarted empty, or somebody deleted the key of a job that lives.
void StateWriter::recreate(const PromptId &id)
{
    Entry &entry = m_entries[id];
    entry.isAlone = true;
    const QByteArray bytes = wanted(id);
    QCoro::connect(writeAnew(m_store, id, bytes, m_schema.fullTtl), this,
        [this, id, bytes](const Result<WriteOutcome> &outcome) { onRecreated(id, bytes, outcome); });
}

QCoro::Task<Result<WriteOutcome>> StateWriter::writeAnew(
    JobStore *store, PromptId id, QByteArray bytes, std::chrono::milliseconds fullTtl)
{
    const QPointer<JobStore> guard(store);
    Result<JobReading> there = co_await store->get(id);
    if (!there)
        co_return tl::make_unexpected(there.error());
    if (there->exists)
        co_return WriteOutcome{there->hasValue ? Kind::Changed : Kind::WrongType, there->value, there->ttl};
    if (!guard)
        co_return failure(Error::Kind::Cancelled, u"the store is gone"_s);
    there->value = bytes;
    there->ttl = fullTtl;
    Result<WriteOutcome> outcome = co_await store->restore(*there);
    co_return outcome;
}

void StateWriter::onRecreated(
    const PromptId &id, const QByteArray &bytes, const Result<WriteOutcome> &outcome)
{
    const auto entry = m_entries.find(id);
    if (entry == m_entries.end())
        return;
    entry->isAlone = false;
    entry->isDirty = entry->isUrgent = true;
    if (!outcome)
        return onError(outcome.error());
    if (outcome->kind == Kind::Done) {
        entry->standing = bytes;
        Q_EMIT recreated(id);
        return schedule();
    }
    if (outcome->kind == Kind::Changed)
        mergeInto(id, outcome->current);
    else if (outcome->kind == Kind::WrongType)
        return giveUp(id, u"what stands under its key is no job"_s);
    schedule();
}

void StateWriter::onError(const Error &why)
{
    m_timer.start(std::max(m_backoff.next(), m_options.firstRetry));
    if (!std::exchange(m_isAway, true))
        Q_EMIT awayChanged(true, why.message);
}

void StateWriter::onAnswered()
{
    m_backoff.reset();
    if (std::exchange(m_isAway, false))
        Q_EMIT awayChanged(false, {});
}

} // namespace emberwatch
