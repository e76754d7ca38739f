// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/jobactions/jobplace.h"

#include "core/operations/readings.h"

#include <QScopedPointer>

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;
using comfyui::EvidenceGatherer;
using comfyui::JobEvidence;
using comfyui::Presence;
using comfyui::ServerEvidence;
using comfyui::ServerQuestions;

namespace {

/// The servers to ask, in the spelling of the list; one that is not on it as the job names it.
QStringList serversFor(const KnownJob &job, const comfyui::ServerAllowList &allowed)
{
    const QString named = job.serverUrl();
    if (!named.isEmpty()) {
        const Result<comfyui::ServerAddress> server = allowed.select(named);
        return {server ? server->text() : named};
    }
    QStringList all;
    for (const comfyui::ServerAddress &server : allowed.servers())
        all.append(server.text());
    return all;
}

QList<ServerQuestions> questionsFor(const QList<KnownJob> &jobs, const comfyui::ServerAllowList &allowed)
{
    QList<ServerQuestions> questions;
    QHash<QString, qsizetype> places;
    for (const KnownJob &job : jobs) {
        comfyui::JobQuestion question;
        question.promptId = job.promptId;
        const QStringList servers = serversFor(job, allowed);
        for (const QString &server : servers) {
            if (!places.contains(server)) {
                places.insert(server, questions.size());
                questions.append({server, {}, {}});
            }
            questions[places.value(server)].jobs.append(question);
        }
    }
    return questions;
}

bool isLive(const JobEvidence &evidence)
{
    return evidence.presence == Presence::Pending || evidence.presence == Presence::Running;
}

/// What the servers say of one job, put together.
JobPlace placeFrom(const PromptId &id, const QList<ServerEvidence> &answers)
{
    QList<PassReading> readings;
    JobPlace place;
    for (const ServerEvidence &server : answers) {
        for (const JobEvidence &evidence : server.jobs) {
            if (evidence.promptId != id)
                continue;
            readings.append(passReadingOf(evidence, server.queue, server.serverUrl));
            if (isLive(evidence))
                place.liveOn.append(server.serverUrl);
        }
    }
    place.reading = mergedReading(readings);
    // With one server it is clear which of them says so.
    if (readings.size() == 1)
        place.reading.serverUrl = readings.first().serverUrl;
    return place;
}

/// The later word of each server.
QList<ServerEvidence> latestOf(const QList<TwoPassAnswer> &answers)
{
    QList<ServerEvidence> latest;
    for (const TwoPassAnswer &answer : answers)
        latest.append(answer.second ? *answer.second : answer.first);
    return latest;
}

/// Whoever did not know the one job was asked again.
bool wereAskedTwice(const QList<TwoPassAnswer> &answers)
{
    return !answers.isEmpty() && std::all_of(answers.begin(), answers.end(), [](const TwoPassAnswer &answer) {
        return answer.second || answer.first.jobs.first().presence != Presence::Absent;
    });
}

} // namespace

QCoro::Task<QList<JobPlace>> placesOf(comfyui::ServerPool *servers, QList<KnownJob> jobs)
{
    const QList<ServerQuestions> questions = questionsFor(jobs, servers->allowed());
    // Deleted later: it answers from inside the destructor of a part of its own.
    const std::unique_ptr<EvidenceGatherer, QScopedPointerDeleteLater> gatherer(
        new EvidenceGatherer(servers));
    const QList<ServerEvidence> answers = co_await gatherer->gather(questions);
    QList<JobPlace> places;
    for (const KnownJob &job : jobs)
        places.append(placeFrom(job.promptId, answers));
    co_return places;
}

QCoro::Task<JobPlace> provenPlaceOf(
    comfyui::ServerPool *servers, KnownJob job, PassTimes times, Pause pause, StopRequestPtr stop)
{
    const QList<KnownJob> jobs{job};
    const QList<ServerQuestions> questions = questionsFor(jobs, servers->allowed());
    const QList<TwoPassAnswer> answers = co_await askTwice(servers, questions, times, pause, stop);
    JobPlace place = placeFrom(job.promptId, latestOf(answers));
    place.wasAskedTwice = wereAskedTwice(answers);
    co_return place;
}

QString placeSentence(const JobPlace &place)
{
    QString text = placeText(place) + u'.';
    text[0] = text[0].toUpper();
    return text;
}

QString placeText(const JobPlace &place)
{
    const PassReading &reading = place.reading;
    if (place.liveOn.size() > 1)
        return u"several servers have it: "_s + place.liveOn.join(u", "_s);
    const QString server = reading.serverUrl.isEmpty() ? u"no allowed server"_s : reading.serverUrl;
    switch (reading.evidence.presence) {
    case Presence::Pending:
        return reading.evidence.placeInQueue
            ? u"%1 has it waiting, place %2"_s.arg(server, QString::number(*reading.evidence.placeInQueue))
            : server + u" has it waiting"_s;
    case Presence::Running:
        return server + u" has it running"_s;
    case Presence::DoneOk:
        return server + u" has completed it"_s;
    case Presence::DoneError:
        return server + u" has it as failed: "_s + reading.evidence.errorText;
    case Presence::Interrupted:
        return server + u" has it as interrupted"_s;
    case Presence::Absent:
        return reading.serverUrl.isEmpty() ? u"no allowed server knows it"_s
                                           : server + u" does not know it"_s;
    case Presence::Unknown:
        break;
    }
    const QString why = reading.pass.trouble;
    return reading.serverUrl.isEmpty() ? u"it is not known where it is: "_s + why
                                       : u"%1 gives no answer: %2"_s.arg(server, why);
}

} // namespace emberwatch
