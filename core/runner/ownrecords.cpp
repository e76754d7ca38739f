// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/ownrecords.h"

#include <QCoroFuture>
#include <QCoroTask>
#include <QLoggingCategory>
#include <QPointer>
#include <QUuid>

#include <utility>

using namespace Qt::StringLiterals;

namespace emberwatch {

namespace {

Q_LOGGING_CATEGORY(logRecords, "emberwatch.runner", QtInfoMsg)

using Kind = RecordOutcome::Kind;

NewRecord newRecord(const JobState &job, const QByteArray &input)
{
    NewRecord record;
    record.op = record.base = randomOperationId();
    record.id = RecordId(QUuid::createUuid().toString(QUuid::WithoutBraces));
    record.promptId = job.promptId;
    record.userId = job.userId;
    record.characterId = job.characterId;
    record.type = job.type;
    record.input = input;
    record.reason = {u"insert"_s, u"live"_s, u"Submitted by ourselves."_s, {}};
    return record;
}

QCoro::Task<Result<RecordOutcome>> insertRow(RecordStore *records, RecordBatch batch, NewRecord record)
{
    const QFuture<Result<RecordOutcome>> future = records->insertOwn(std::move(batch), std::move(record));
    Result<RecordOutcome> outcome = co_await future;
    co_return outcome;
}

/// @param asker  whoever asks; the records last as long as it does, and the answer may come later
QCoro::Task<Result<QList<RecordOutcome>>> startRow(
    QPointer<OwnRecords> asker, RecordStore *records, RecordBatch batch, PromptId id, Timestamp at)
{
    const QList<PromptId> ids{id};
    const QFuture<Result<QList<JobRecord>>> reading = records->rowsFor(ids);
    const Result<QList<JobRecord>> rows = co_await reading;
    if (!asker)
        co_return failure(Error::Kind::Cancelled, u"ended by us"_s);
    if (!rows)
        co_return tl::make_unexpected(rows.error());
    if (rows->size() != 1 || rows->first().status != RecordStatus::Queued)
        co_return QList<RecordOutcome>();
    RecordUpdate update;
    update.op = update.base = randomOperationId();
    update.judged = rows->first();
    update.status = RecordStatus::Processing;
    update.startedAt = at;
    update.reason = {u"start"_s, u"live"_s, u"Its server has begun it."_s, {}};
    const QList<RecordUpdate> updates{update};
    const QFuture<Result<QList<RecordOutcome>>> future = records->update(std::move(batch), updates);
    Result<QList<RecordOutcome>> outcomes = co_await future;
    co_return outcomes;
}

} // namespace

OwnRecords::OwnRecords(RecordStore *records, Actor actor, QString environment, QObject *parent)
    : QObject(parent)
    , m_records(records)
    , m_actor(std::move(actor))
    , m_environment(std::move(environment))
{
}

void OwnRecords::insert(const JobState &job, const QByteArray &input)
{
    if (m_records == nullptr || m_records->address().kind == RecordsAddress::Kind::None)
        return;
    const PromptId id = job.promptId;
    m_own.insert(id, {});
    const RecordBatch batch{randomBatchId(), m_actor, m_environment};
    QCoro::connect(insertRow(m_records, batch, newRecord(job, input)), this,
        [this, id](const Result<RecordOutcome> &outcome) { onInserted(id, outcome); });
}

void OwnRecords::onInserted(const PromptId &id, const Result<RecordOutcome> &outcome)
{
    const auto own = m_own.find(id);
    const bool isDone = outcome && (outcome->kind == Kind::Done || outcome->kind == Kind::AlreadyDone);
    if (isDone) {
        if (own == m_own.end())
            return;
        own->isInserted = true;
        if (own->startedAt)
            writeStart(id, *std::exchange(own->startedAt, std::nullopt));
        return;
    }
    m_own.remove(id);
    if (outcome && outcome->kind == Kind::Withheld)
        return; // the environment's rows are the application's
    const QString why = !outcome ? outcome.error().message
        : outcome->error         ? outcome->error->message
                                 : u"its outcome is not known"_s;
    qCWarning(logRecords).noquote() << QString::fromUtf8(id.value()) << "has no record:" << why;
    Q_EMIT failed(id, u"it has no record: "_s + why);
}

void OwnRecords::start(const PromptId &id, Timestamp at)
{
    const auto own = m_own.find(id);
    if (own == m_own.end())
        return;
    if (own->isInserted)
        writeStart(id, at);
    else
        own->startedAt = at;
}

/// Not decisive: a row that still says queued is settled as well.
void OwnRecords::writeStart(const PromptId &id, Timestamp at)
{
    const RecordBatch batch{randomBatchId(), m_actor, m_environment};
    QCoro::connect(
        startRow(this, m_records, batch, id, at), this, [id](const Result<QList<RecordOutcome>> &outcomes) {
            if (!outcomes)
                qCWarning(logRecords).noquote() << QString::fromUtf8(id.value())
                                                << "is not marked as started:" << outcomes.error().message;
        });
}

} // namespace emberwatch
