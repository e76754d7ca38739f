// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/twopasses.h"

#include "core/base/answer.h"

#include <QScopedPointer>
#include <QTimer>

#include <algorithm>
#include <vector>

namespace emberwatch {

using namespace Qt::StringLiterals;
using comfyui::EvidenceGatherer;
using comfyui::JobEvidence;
using comfyui::Presence;
using comfyui::ServerEvidence;
using comfyui::ServerQuestions;

namespace {

/// So long a stop may have to wait for a pause.
constexpr std::chrono::milliseconds longestPause{250};

bool hasEnded(const JobEvidence &job)
{
    return job.presence == Presence::DoneOk || job.presence == Presence::DoneError
        || job.presence == Presence::Interrupted;
}

/// One server and how far it is.
struct OneServer
{
    ServerQuestions questions;
    /// Deleted later: it answers from inside the destructor of a part of its own.
    std::unique_ptr<EvidenceGatherer, QScopedPointerDeleteLater> gatherer;
    TwoPassAnswer answer;
    bool hasFirst = false;
    bool isOver = false;
};

/// One call of askTwice().
struct Rounds
{
    std::vector<OneServer> servers;
    PassTimes times;
    Pause pause;
    Clock clock;
    StopRequestPtr stop;
    size_t left = 0;
    bool isStraggleTimed = false;
    std::shared_ptr<Answer<bool>> done = std::make_shared<Answer<bool>>();
};
using Shared = std::shared_ptr<Rounds>;

/// Its gather() ends with what it knows.
void giveUp(OneServer &server)
{
    server.gatherer.reset();
}

/// The words of a gatherer that was ended are about us, not about the server.
void nameStraggler(ServerEvidence &evidence)
{
    for (JobEvidence &job : evidence.jobs) {
        if (job.errorKind == Error::Kind::Cancelled)
            job.detail = u"it had not answered when all others had"_s;
    }
}

bool needsSecondPass(const ServerEvidence &first, const PassTimes &times)
{
    return std::any_of(first.jobs.begin(), first.jobs.end(), [&times](const JobEvidence &job) {
        const bool isLive = job.presence == Presence::Pending || job.presence == Presence::Running;
        return job.presence == Presence::Absent || (isLive && times.areLiveAskedAgain);
    });
}

ServerQuestions askedAgain(const OneServer &server)
{
    ServerQuestions again{server.questions.serverUrl, {}, server.questions.canary};
    for (qsizetype i = 0; i < server.questions.jobs.size(); ++i) {
        if (!hasEnded(server.answer.first.jobs[i]))
            again.jobs.append(server.questions.jobs[i]);
    }
    return again;
}

void timeStragglers(const Shared &rounds)
{
    const bool areAllMute = std::all_of(rounds->servers.begin(), rounds->servers.end(),
        [](const OneServer &server) { return server.isOver || !server.hasFirst; });
    if (rounds->left == 0 || !areAllMute || std::exchange(rounds->isStraggleTimed, true))
        return;
    QTimer::singleShot(rounds->times.straggle, [rounds] {
        for (OneServer &server : rounds->servers) {
            if (!server.hasFirst) // it may have answered since
                giveUp(server);
        }
    });
}

void finish(const Shared &rounds, size_t index)
{
    rounds->servers[index].isOver = true;
    if (--rounds->left == 0)
        rounds->done->give(true);
    else
        timeStragglers(rounds);
}

/// In pieces, so that a stop ends it; until our clock says so, as timers may be early.
QCoro::Task<void> waitUntil(Shared rounds, Timestamp due)
{
    // A test's pause may pass no time at all.
    int pauses = static_cast<int>(rounds->times.grace / longestPause) + 2;
    while (pauses-- > 0 && !rounds->stop->isRequested()) {
        const std::chrono::milliseconds left = due - rounds->clock();
        if (left.count() <= 0)
            break;
        const std::chrono::milliseconds piece = std::min(left, longestPause);
        co_await rounds->pause(piece);
    }
}

QCoro::Task<ServerEvidence> askOnce(Shared rounds, size_t index, ServerQuestions questions)
{
    const QList<ServerQuestions> all{questions};
    const QList<ServerEvidence> answers = co_await rounds->servers[index].gatherer->gather(all);
    ServerEvidence evidence = answers.first();
    nameStraggler(evidence);
    co_return evidence;
}

QCoro::Task<void> askServer(Shared rounds, size_t index)
{
    const ServerQuestions questions = rounds->servers[index].questions;
    ServerEvidence first = co_await askOnce(rounds, index, questions);
    OneServer &server = rounds->servers[index];
    server.answer.first = first;
    server.hasFirst = true;
    const bool isAskedAgain = needsSecondPass(first, rounds->times) && server.gatherer != nullptr;
    if (isAskedAgain) {
        const Timestamp due = rounds->clock() + rounds->times.grace;
        co_await waitUntil(rounds, due);
    }
    if (isAskedAgain && !rounds->stop->isRequested() && server.gatherer) {
        const ServerQuestions again = askedAgain(server);
        ServerEvidence second = co_await askOnce(rounds, index, again);
        server.answer.second = second;
    }
    finish(rounds, index);
}

} // namespace

QCoro::Task<QList<TwoPassAnswer>> askTwice(comfyui::ServerPool *pool, QList<ServerQuestions> questions,
    PassTimes times, Pause pause, StopRequestPtr stop)
{
    const Shared rounds = std::make_shared<Rounds>();
    rounds->times = times;
    rounds->pause = std::move(pause);
    rounds->clock = pool->options().clock;
    rounds->stop = stop;
    for (const ServerQuestions &server : questions) {
        OneServer one;
        one.questions = server;
        one.gatherer.reset(new EvidenceGatherer(pool, times.pass));
        rounds->servers.push_back(std::move(one));
    }
    rounds->left = rounds->servers.size();
    if (rounds->left == 0)
        co_return QList<TwoPassAnswer>();
    // The rounds do not keep themselves alive by this connection.
    const QMetaObject::Connection stopping
        = QObject::connect(stop.get(), &StopRequest::requested, [weak = std::weak_ptr(rounds)] {
              if (const Shared ending = weak.lock())
                  std::for_each(ending->servers.begin(), ending->servers.end(), giveUp);
          });
    std::vector<QCoro::Task<void>> tasks;
    for (size_t i = 0; i < rounds->servers.size(); ++i)
        tasks.push_back(askServer(rounds, i));
    Answer<bool>::Awaiter awaiter(rounds->done);
    co_await awaiter;
    QObject::disconnect(stopping);
    QList<TwoPassAnswer> answers;
    for (OneServer &server : rounds->servers)
        answers.append(std::move(server.answer));
    co_return answers;
}

} // namespace emberwatch
