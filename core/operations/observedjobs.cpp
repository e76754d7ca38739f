// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/observedjobs.h"

#include "core/triage/recoveryplan.h"

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;
using Asking = WatchedJob::Asking;
using comfyui::ServerAllowList;
using comfyui::ServerQuestions;

namespace {

/// One spelling for one server; what is not on the list as it is written.
QString spelling(const QString &serverUrl, const ServerAllowList &allowed)
{
    const Result<comfyui::ServerAddress> address = allowed.select(serverUrl);
    return address ? address->text() : serverUrl;
}

QStringList spellings(const ServerAllowList &allowed)
{
    QStringList all;
    for (const comfyui::ServerAddress &server : allowed.servers())
        all.append(server.text());
    return all;
}

void takeItem(comfyui::JobEvidence &evidence, const comfyui::QueueItem &item)
{
    evidence.presence = item.isRunning ? comfyui::Presence::Running : comfyui::Presence::Pending;
    evidence.clientId = item.clientId;
    evidence.createdAt = item.createdAt;
}

/// What a pass says of one job: by its number in the questions of each server.
class AnswerBook
{
public:
    explicit AnswerBook(const QList<TwoPassAnswer> &answers)
        : m_answers(answers)
    {
        for (qsizetype i = 0; i < answers.size(); ++i)
            m_servers.insert(answers[i].first.serverUrl, i);
        m_first.resize(answers.size());
        m_second.resize(answers.size());
        for (qsizetype i = 0; i < answers.size(); ++i) {
            fill(m_first[i], answers[i].first);
            if (answers[i].second)
                fill(m_second[i], *answers[i].second);
        }
    }

    [[nodiscard]] std::optional<PassReading> first(const PromptId &id, const QString &server) const
    {
        const qsizetype at = m_servers.value(server, -1);
        return at < 0 ? std::nullopt : reading(m_first[at], m_answers[at].first, id, server);
    }

    [[nodiscard]] std::optional<PassReading> second(const PromptId &id, const QString &server) const
    {
        const qsizetype at = m_servers.value(server, -1);
        if (at < 0 || !m_answers[at].second)
            return std::nullopt;
        return reading(m_second[at], *m_answers[at].second, id, server);
    }

    /// Whether it is in a server's queue.
    [[nodiscard]] PassReading inQueue(const PromptId &id, const QString &server) const
    {
        comfyui::JobEvidence evidence;
        evidence.promptId = id;
        evidence.detail = u"not in its queue, and its history is not asked by a recovery"_s;
        const qsizetype at = m_servers.value(server, -1);
        if (at < 0)
            return passReadingOf(evidence, std::nullopt, server);
        const auto &queue = m_answers[at].first.queue;
        if (!queue) {
            evidence.detail = u"its queue could not be read"_s;
            return passReadingOf(evidence, queue, server);
        }
        evidence.at = queue->readAt;
        evidence.request = queue->request;
        if (const comfyui::QueueItem *item = queue->find(id))
            takeItem(evidence, *item);
        return passReadingOf(evidence, queue, server);
    }

private:
    using Places = QHash<PromptId, qsizetype>;

    static void fill(Places &places, const comfyui::ServerEvidence &evidence)
    {
        places.reserve(evidence.jobs.size());
        for (qsizetype i = 0; i < evidence.jobs.size(); ++i)
            places.insert(evidence.jobs[i].promptId, i);
    }

    static std::optional<PassReading> reading(const Places &places, const comfyui::ServerEvidence &evidence,
        const PromptId &id, const QString &server)
    {
        const qsizetype at = places.value(id, -1);
        if (at < 0)
            return std::nullopt;
        return passReadingOf(evidence.jobs[at], evidence.queue, server);
    }

    const QList<TwoPassAnswer> &m_answers;
    QHash<QString, qsizetype> m_servers;
    QList<Places> m_first;
    QList<Places> m_second;
};

/// The job on every server; the second pass counts only where there was one everywhere it was needed.
void takeFromAll(WatchedJob &job, const QStringList &servers, const AnswerBook &book)
{
    QList<PassReading> first;
    QList<PassReading> second;
    bool hasSecond = false;
    for (const QString &server : servers) {
        const auto one = book.first(job.promptId, server);
        const auto two = book.second(job.promptId, server);
        if (one)
            first.append(*one);
        if (one)
            second.append(two ? *two : *one);
        hasSecond = hasSecond || two;
    }
    job.firstPass = mergedReading(first);
    if (hasSecond)
        job.secondPass = mergedReading(second);
}

void takeFromQueues(WatchedJob &job, const QStringList &servers, const AnswerBook &book)
{
    QList<PassReading> readings;
    for (const QString &server : servers)
        readings.append(book.inQueue(job.promptId, server));
    job.firstPass = mergedReading(readings);
}

/// In both passes: nobody works it off, so that it has stood still since its last sign of life. A running job
/// may go on without telling Redis.
bool isWaitingOnIdleServer(const ComfyEvidence &comfy)
{
    const auto isWaiting = [](const std::optional<ComfyPass> &pass) {
        return pass && pass->reading == ComfyReading::Pending && pass->isServerIdle;
    };
    return isWaiting(comfy.first) && isWaiting(comfy.second);
}

bool isSameReading(RedisReading a, RedisReading b)
{
    return a == b || (isOpen(a) && isOpen(b));
}

bool isSameReading(RecordReading a, RecordReading b)
{
    return a == b || (isOpen(a) && isOpen(b));
}

} // namespace

bool isNobodys(const WatchedJob &job, const ObserverWish &wish, const RecordFindings &records)
{
    const RedisEvidence &redis = job.first.redis;
    const QString &type = job.first.type;
    if (wish.scope == PlanScope::Recover)
        return job.isFound && tooOldReason(redis, type, wish.policy);
    if (wish.scope == PlanScope::Reconcile)
        return false;
    const bool isReadable = isOpen(redis.reading) || isTerminal(redis.reading);
    if (!wish.isLeftToRecovery)
        return !isReadable;
    return !isReadable || isLeftToRecovery(redis, records.of(job.promptId).reading, type, wish.policy);
}

QList<ServerQuestions> questionsFor(const WatchedJobs &jobs, const ServerAllowList &allowed)
{
    QHash<QString, ServerQuestions> byServer;
    QHash<QString, QString> known; // a thousand jobs name the same few servers
    const QStringList all = spellings(allowed);
    for (const WatchedJob &job : jobs) {
        comfyui::JobQuestion question;
        question.promptId = job.promptId;
        if (job.asking == Asking::ItsServer) {
            const QString &url = job.first.serverUrl;
            if (!known.contains(url))
                known.insert(url, spelling(url, allowed));
            byServer[known.value(url)].jobs.append(question);
        } else if (job.asking == Asking::AllServers) {
            for (const QString &server : all)
                byServer[server].jobs.append(question);
        } else if (job.asking == Asking::QueuesAlone) {
            for (const QString &server : all)
                byServer.insert(server, byServer.value(server));
        }
    }
    QList<ServerQuestions> questions;
    for (auto server = byServer.begin(); server != byServer.end(); ++server) {
        server->serverUrl = server.key();
        questions.append(*server);
    }
    return questions;
}

void askEveryQueue(QList<ServerQuestions> &questions, const ServerAllowList &allowed)
{
    for (const QString &server : spellings(allowed)) {
        const bool isAsked = std::any_of(questions.begin(), questions.end(),
            [&server](const ServerQuestions &one) { return one.serverUrl == server; });
        if (!isAsked)
            questions.append({server, {}, {}});
    }
}

WatchedJobs strangersIn(const QList<TwoPassAnswer> &answers, const WatchedJobs &jobs)
{
    QSet<PromptId> known;
    for (const WatchedJob &job : jobs)
        known.insert(job.promptId);
    WatchedJobs strangers;
    for (const TwoPassAnswer &answer : answers) {
        const auto &queue = answer.second && answer.second->queue ? answer.second->queue : answer.first.queue;
        if (!queue)
            continue;
        for (const comfyui::QueueItem &item : queue->running + queue->pending) {
            if (known.contains(item.promptId))
                continue;
            known.insert(item.promptId);
            WatchedJob job;
            job.promptId = item.promptId;
            job.asking = Asking::ItsServer;
            comfyui::JobEvidence evidence;
            evidence.promptId = item.promptId;
            evidence.at = queue->readAt;
            evidence.request = queue->request;
            takeItem(evidence, item);
            job.firstPass = passReadingOf(evidence, queue, answer.first.serverUrl);
            strangers.push_back(std::move(job));
        }
    }
    return strangers;
}

void takeAnswers(WatchedJobs &jobs, const ServerAllowList &allowed, const QList<TwoPassAnswer> &answers)
{
    const AnswerBook book(answers);
    const QStringList all = spellings(allowed);
    QHash<QString, QString> known;
    for (WatchedJob &job : jobs) {
        switch (job.asking) {
        case Asking::ItsServer: {
            const QString &url = job.first.serverUrl;
            if (!known.contains(url))
                known.insert(url, spelling(url, allowed));
            job.firstPass = book.first(job.promptId, known.value(url));
            job.secondPass = book.second(job.promptId, known.value(url));
            break;
        }
        case Asking::AllServers:
            takeFromAll(job, all, book);
            break;
        case Asking::QueuesAlone:
            takeFromQueues(job, all, book);
            break;
        case Asking::Nobody:
            break;
        }
    }
}

bool mayAnyBeStalled(const WatchedJobs &jobs, const Policy &policy)
{
    return std::any_of(jobs.begin(), jobs.end(), [&policy](const WatchedJob &job) {
        const RedisEvidence &redis = job.first.redis;
        return !redis.silence || *redis.silence >= policy.of(job.first.type).stallLimit.value;
    });
}

std::chrono::milliseconds graceOf(const WatchedJobs &jobs, const Policy &policy)
{
    std::chrono::milliseconds longest{0};
    for (const WatchedJob &job : jobs) {
        if (job.asking != Asking::Nobody)
            longest = std::max(longest, policy.of(job.first.type).grace.value);
    }
    return longest;
}

Evidence evidenceFrom(const WatchedJob &job, const RecordFindings &first, const RecordFindings &latest)
{
    Evidence evidence;
    evidence.promptId = job.promptId;
    evidence.redis = job.latest.redis;
    evidence.redis.ageAtFirstSight = job.first.redis.ageAtFirstSight;
    evidence.redis.isClaimOfOurs = job.isClaimOfOurs;
    evidence.redis.hasChanged = !isSameReading(job.first.redis.reading, job.latest.redis.reading);
    evidence.record = latest.of(job.promptId);
    const RecordReading before = first.of(job.promptId).reading;
    evidence.record.hasChanged = before != RecordReading::Unknown
        && evidence.record.reading != RecordReading::Unknown
        && !isSameReading(before, evidence.record.reading);
    // What the key said stays worth knowing when the key has gone.
    const StateReading &said = job.latest.redis.status ? job.latest : job.first;
    evidence.type = said.type;
    evidence.userId = said.userId;
    evidence.clientId = said.clientId;
    if (const JobRecord *record = latest.recordOf(job.promptId)) {
        if (evidence.type.isEmpty())
            evidence.type = record->type;
        if (evidence.userId.isEmpty())
            evidence.userId = record->userId;
    }
    if (job.firstPass)
        evidence.comfy = comfyEvidenceOf(*job.firstPass, job.secondPass);
    if (isWaitingOnIdleServer(evidence.comfy))
        evidence.comfy.stillFor = evidence.redis.silence;
    if (evidence.comfy.serverUrl.isEmpty())
        evidence.comfy.serverUrl = said.serverUrl;
    evidence.isKnownToJournal = job.isKnownToJournal;
    return evidence;
}

JobState forgottenState(const WatchedJob &job, const JobRecord &record)
{
    JobState state;
    state.promptId = job.promptId;
    state.type = record.type;
    state.userId = record.userId;
    state.characterId = record.characterId;
    const bool isRunning = job.firstPass && job.firstPass->pass.reading == ComfyReading::Running;
    state.status = isRunning ? JobStatus::Processing : JobStatus::Queued;
    if (const auto begun = record.startedAt ? record.startedAt : record.createdAt)
        state.startedAt = *begun;
    if (job.firstPass) {
        state.serverUrl = job.firstPass->serverUrl;
        const QString &clientId = job.firstPass->evidence.clientId;
        if (!clientId.isEmpty())
            state.clientId = clientId;
    }
    return state;
}

} // namespace emberwatch
