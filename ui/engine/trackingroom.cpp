// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/engine/trackingroom.h"

#include "core/base/answer.h"
#include "core/jobs/jobkey.h"

#include <QLoggingCategory>

#include <utility>

namespace emberwatch {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Q_LOGGING_CATEGORY(logTracking, "emberwatch.tracking", QtInfoMsg)

constexpr auto connectPatience = 2s; ///< then a job is refused with the reason
constexpr qsizetype mostNotes = 3;
constexpr auto tellEvery = 250ms; ///< hundreds of jobs change all the time, and a few looks tell as much

} // namespace

TrackingRoom::TrackingRoom(const RunnerParts &parts, RunnerOptions options)
    : m_runner(parts, std::move(options))
{
    m_patience.setSingleShot(true);
    m_telling.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, &TrackingRoom::goOn);
    connect(&m_telling, &QTimer::timeout, this, &TrackingRoom::tell);
    connect(&m_runner, &JobRunner::jobChanged, this, &TrackingRoom::tellSoon);
    connect(&m_runner, &JobRunner::jobEnded, this, &TrackingRoom::noteEnd);
    connect(&m_runner, &JobRunner::troubleChanged, this, &TrackingRoom::noteConnection);
    connect(&m_runner, &JobRunner::troubleChanged, &m_teller, &TroubleTeller::take);
    connect(&m_runner, &JobRunner::stopped, this, &TrackingRoom::stopped);
    connect(&m_teller, &TroubleTeller::told, this, &TrackingRoom::noteTrouble);
}

TrackingRoom::~TrackingRoom() = default;

QCoro::Task<Result<TrackingTaken>> TrackingRoom::take(TrackingRequest request)
{
    start();
    return takeOnceConnected(this, std::move(request));
}

/// What an earlier console left in its spool is taken up then, too.
void TrackingRoom::start()
{
    if (m_isStopping || std::exchange(m_isStarted, true))
        return;
    m_patience.start(connectPatience);
    m_runner.start();
}

QCoro::Task<Result<TrackingTaken>> TrackingRoom::takeOnceConnected(
    QPointer<TrackingRoom> self, TrackingRequest request)
{
    QCoro::Task<void> connecting = connection(self);
    co_await connecting;
    if (!self)
        co_return failure(Error::Kind::Cancelled, QStringLiteral("the console is being closed"));
    Result<TrackingTaken> taken = co_await self->m_runner.take(request);
    if (self)
        self->tellSoon();
    co_return taken;
}

QCoro::Task<Result<SubmittedJob>> TrackingRoom::submit(JobRequest request)
{
    start();
    return submitOnceConnected(this, std::move(request));
}

QCoro::Task<Result<SubmittedJob>> TrackingRoom::submitOnceConnected(
    QPointer<TrackingRoom> self, JobRequest request)
{
    QCoro::Task<void> connecting = connection(self);
    co_await connecting;
    if (!self)
        co_return failure(Error::Kind::Cancelled, QStringLiteral("the console is being closed"));
    Result<SubmittedJob> submitted = co_await self->m_runner.submit(request);
    if (self)
        self->tellSoon();
    co_return submitted;
}

/// Waits for the first one, as long as patience lasts.
QCoro::Task<void> TrackingRoom::connection(QPointer<TrackingRoom> self)
{
    if (!self->m_patience.isActive())
        co_return;
    const auto connected = std::make_shared<Answer<bool>>();
    self->m_waiting.append(connected);
    Answer<bool>::Awaiter awaiter(connected);
    co_await awaiter;
}

void TrackingRoom::noteConnection(const RunnerTrouble &trouble)
{
    if (!trouble.isRedisAway)
        goOn();
}

/// The runner says itself where it is not connected.
void TrackingRoom::goOn()
{
    m_patience.stop();
    for (const std::shared_ptr<Answer<bool>> &connected : std::exchange(m_waiting, {}))
        connected->give(true);
}

void TrackingRoom::setAllowed(const comfyui::ServerAllowList &allowed)
{
    m_runner.setAllowed(allowed);
}

void TrackingRoom::stop()
{
    if (std::exchange(m_isStopping, true))
        return;
    m_runner.stop();
    goOn();
}

void TrackingRoom::noteEnd(const JobEnd &end)
{
    tellSoon();
    if (m_isStopping)
        return; // let go of
    qCInfo(logTracking, "%s: %s%s%s", qPrintable(displayText(end.promptId.value())),
        wordOf(end.outcome).data(), end.text.isEmpty() ? "" : ": ", qPrintable(end.text));
}

void TrackingRoom::noteTrouble(const QString &text)
{
    m_trouble = text;
    if (text.isEmpty())
        qCInfo(logTracking, "states are written to Redis again");
    else
        qCWarning(logTracking, "%s", qPrintable(text));
    tellSoon();
}

void TrackingRoom::tellSoon()
{
    if (!m_telling.isActive())
        m_telling.start(tellEvery);
}

void TrackingRoom::tell()
{
    TrackingSummary summary;
    const QList<RunnerJob> jobs = m_runner.jobs();
    for (const RunnerJob &job : jobs) {
        ++(job.isOurs ? summary.jobs : summary.waiting);
        if (!job.text.isEmpty())
            summary.notes.append(displayText(job.promptId.value()) + ": "_L1 + job.text);
    }
    // Always the same ones: the jobs have no order.
    summary.notes.sort();
    summary.notes = summary.notes.mid(0, mostNotes);
    summary.trouble = m_trouble;
    if (summary == std::exchange(m_told, summary))
        return;
    Q_EMIT changed(m_told);
}

} // namespace emberwatch
