// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/jobendings.h"

#include "core/jobs/jobdocument.h"

#include <QCoroFuture>
#include <QCoroTask>
#include <QPointer>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace emberwatch {

namespace {

using comfyui::Presence;

QCoro::Task<Result<QList<JobRecord>>> rowsOf(RecordStore *records, QList<PromptId> ids)
{
    const QFuture<Result<QList<JobRecord>>> future = records->rowsFor(std::move(ids));
    Result<QList<JobRecord>> rows = co_await future;
    co_return rows;
}

/// The end stands there, and no record is left to be written.
bool isSettledByOthers(const EndedJob &job, const Settlement &settlement)
{
    JobParser parser;
    return !job.wasTried && !settlement.record && !isOpen(parser.parse(job.standing).status);
}

JobStatus statusAfter(const EndedJob &job)
{
    return job.evidence.presence == Presence::DoneOk ? JobStatus::Completed : JobStatus::Failed;
}

} // namespace

JobEndings::JobEndings(
    JobSettler *settler, JobStore *jobs, RecordStore *records, EndingsOptions options, QObject *parent)
    : QObject(parent)
    , m_settler(settler)
    , m_jobs(jobs)
    , m_records(records)
    , m_options(std::move(options))
    , m_cleaning(std::make_unique<QObject>())
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &JobEndings::settleAll);
}

void JobEndings::add(const EndedJob &job)
{
    m_open.insert(job.promptId, job);
    tryNow();
}

void JobEndings::addAfterOthers(const EndedJob &job)
{
    m_open.insert(job.promptId, job);
    lookAgain(job);
}

void JobEndings::remove(const PromptId &id)
{
    m_open.remove(id);
}

void JobEndings::tryNow()
{
    if (!m_open.isEmpty())
        m_timer.start(m_options.gather);
}

void JobEndings::stop()
{
    m_timer.stop();
    m_open.clear();
    m_cleaning.reset();
}

void JobEndings::settleAll()
{
    if (m_isBusy || m_open.isEmpty()) {
        m_isWantedAgain = m_isBusy;
        return;
    }
    QList<EndedJob> jobs = m_open.values();
    const bool isOnHold = m_options.isOnHold && m_options.isOnHold();
    const auto first = std::partition(jobs.begin(), jobs.end(),
        [](const EndedJob &job) { return job.evidence.presence != Presence::Absent; });
    const QList<EndedJob> absent(first, jobs.end());
    jobs.erase(first, jobs.end());
    if (!m_records) {
        for (const EndedJob &job : absent) {
            m_open.remove(job.promptId);
            Q_EMIT left(job.promptId, u"its state is left: it is not known whether there is a record"_s);
        }
    } else if (isOnHold) {
        postponeAll(absent, u"nothing is settled by absence while a hold lasts"_s);
    } else {
        jobs += absent;
    }
    if (jobs.isEmpty())
        return;
    m_isBusy = true;
    if (!m_records)
        return settleWith(jobs, {});
    QList<PromptId> ids;
    for (const EndedJob &job : std::as_const(jobs))
        ids.append(job.promptId);
    QCoro::connect(rowsOf(m_records, ids), this,
        [this, jobs](const Result<QList<JobRecord>> &rows) { onRows(jobs, rows); });
}

void JobEndings::onRows(const QList<EndedJob> &jobs, const Result<QList<JobRecord>> &rows)
{
    if (!rows) {
        m_isBusy = false;
        return postponeAll(jobs, u"the records cannot be read: "_s + rows.error().message);
    }
    Rows byId;
    for (const JobRecord &row : *rows)
        byId.insert(row.promptId, row);
    settleWith(jobs, byId);
}

void JobEndings::settleWith(const QList<EndedJob> &jobs, const Rows &rows)
{
    QList<Settlement> settlements;
    QList<EndedJob> settling;
    for (const EndedJob &job : jobs) {
        const auto row = rows.constFind(job.promptId);
        const std::optional<Settlement> settlement = settlementOf(
            job, row == rows.constEnd() ? std::nullopt : std::optional(*row), m_options.epoch());
        if (!settlement) {
            m_open.remove(job.promptId);
            Q_EMIT left(job.promptId, u"what stands under its key is no job"_s);
            continue;
        }
        if (isSettledByOthers(job, *settlement)) {
            m_open.remove(job.promptId);
            Q_EMIT left(job.promptId, u"somebody else has settled it"_s);
            continue;
        }
        settlements.append(*settlement);
        settling.append(job);
        settling.last().wasTried = true;
    }
    if (settlements.isEmpty()) {
        m_isBusy = false;
        return;
    }
    QCoro::connect(m_settler->settle(randomBatchId(), settlements), this,
        [this, settling](const Result<QList<SettledJob>> &outcomes) { onSettled(settling, outcomes); });
}

void JobEndings::onSettled(const QList<EndedJob> &jobs, const Result<QList<SettledJob>> &outcomes)
{
    m_isBusy = false;
    if (!outcomes)
        return postponeAll(jobs, outcomes.error().message);
    for (qsizetype i = 0; i < jobs.size(); ++i) {
        if (m_open.contains(jobs[i].promptId))
            take(jobs[i], outcomes->at(i));
    }
    if (std::exchange(m_isWantedAgain, false))
        tryNow();
}

void JobEndings::take(const EndedJob &job, const SettledJob &outcome)
{
    using Kind = SettledJob::Kind;
    switch (outcome.kind) {
    case Kind::Done:
    case Kind::AlreadyDone:
    case Kind::RecordDecided:
        return finish(job, outcome.value, outcome.text);
    case Kind::Changed:
    case Kind::Touched:
    case Kind::Gone:
    case Kind::Unknown:
        return lookAgain(job);
    case Kind::Failed:
        break;
    }
    EndedJob again = job;
    if (outcome.isClaimed && !outcome.value.isEmpty())
        again.standing = outcome.value; // the claim stands, only the record is missing
    m_open.insert(job.promptId, again);
    postponeAll({again}, outcome.text);
}

/// It is not as it was judged. What it is now is read, and it is settled on that.
void JobEndings::lookAgain(const EndedJob &job)
{
    QCoro::connect(m_jobs->get(job.promptId), this,
        [this, job](const Result<JobReading> &reading) { onLooked(job, reading); });
}

void JobEndings::onLooked(EndedJob job, const Result<JobReading> &reading)
{
    if (!m_open.contains(job.promptId))
        return;
    if (!reading)
        return postponeAll({job}, reading.error().message);
    if (!reading->exists)
        return recreate(job, *reading);
    job.standing = reading->value;
    onNewState(job, *reading);
}

void JobEndings::onNewState(const EndedJob &job, const JobReading &reading)
{
    JobParser parser;
    const JobFields &fields = parser.parse(reading.value);
    const bool isOurEnd
        = fields.unreadable == Unreadable::No && (isOpen(fields.status) || fields.status == statusAfter(job));
    if (isOurEnd)
        return add(job);
    m_open.remove(job.promptId);
    Q_EMIT left(job.promptId,
        fields.unreadable == Unreadable::No
            ? u"somebody else has settled it as "_s + QString::fromLatin1(wordOf(fields.status))
            : u"what stands under its key is no job"_s);
}

/// Redis forgot it (restarted empty) before its end was written: the claim needs something to stand on.
void JobEndings::recreate(const EndedJob &job, JobReading reading)
{
    reading.value = job.standing;
    reading.ttl = m_options.fullTtl;
    QCoro::connect(m_jobs->restore(reading), this, [this, job](const Result<WriteOutcome> &outcome) {
        if (!m_open.contains(job.promptId))
            return;
        if (outcome)
            add(job);
        else
            postponeAll({job}, outcome.error().message);
    });
}

void JobEndings::postponeAll(const QList<EndedJob> &jobs, const QString &why)
{
    if (jobs.isEmpty())
        return;
    m_timer.start(m_options.retry);
    for (const EndedJob &job : jobs)
        Q_EMIT postponed(job.promptId, why);
}

void JobEndings::finish(const EndedJob &job, const QByteArray &value, const QString &text)
{
    m_open.remove(job.promptId);
    cleanLater(job.promptId, value);
    Q_EMIT settled(job.promptId, text);
}

void JobEndings::cleanLater(const PromptId &id, const QByteArray &value)
{
    if (value.isEmpty() || !m_cleaning)
        return;
    QTimer::singleShot(m_options.retention, m_cleaning.get(), [this, id, value] { clean(id, value); });
}

void JobEndings::clean(const PromptId &id, const QByteArray &value)
{
    if (m_options.isOnHold && m_options.isOnHold())
        return cleanLater(id, value);
    ++m_cleaningNow;
    QCoro::connect(cleanKey(m_settler, m_jobs, id, value, m_options.epoch()), this,
        [this](const Result<QList<CleanedKey>> &) { --m_cleaningNow; });
}

/// Where it is not as we left it, or cannot be read, it stays: it expires by itself.
QCoro::Task<Result<QList<CleanedKey>>> JobEndings::cleanKey(
    JobSettler *settler, JobStore *jobs, PromptId id, QByteArray value, ServerEpoch epoch)
{
    const QPointer<JobStore> guard(jobs);
    const Result<JobReading> reading = co_await jobs->get(id);
    if (!guard)
        co_return failure(Error::Kind::Cancelled, u"the store is gone"_s);
    if (!reading)
        co_return tl::make_unexpected(reading.error());
    if (!reading->hasValue || reading->value != value)
        co_return QList<CleanedKey>();
    JobParser parser;
    const JobFields &fields = parser.parse(value);
    Cleaning cleaning;
    cleaning.promptId = id;
    cleaning.judged = {value, reading->expiresAt(), fields.startedAt, std::move(epoch)};
    cleaning.reason.rule = "ended-twice";
    cleaning.reason.action = u"clean"_s;
    cleaning.reason.verdict = u"residue"_s;
    cleaning.reason.sentence = u"Settled, and kept for its retention."_s;
    const QList<Cleaning> keys{cleaning};
    Result<QList<CleanedKey>> cleaned = co_await settler->clean(randomBatchId(), keys);
    co_return cleaned;
}

} // namespace emberwatch
