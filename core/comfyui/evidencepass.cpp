// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comfyui/evidencepass.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace emberwatch::comfyui {

EvidencePass::EvidencePass(ComfyClient client, QList<JobQuestion> questions, std::optional<PromptId> canary,
    PassOptions options, QObject *parent)
    : QObject(parent)
    , m_client(std::move(client))
    , m_questions(std::move(questions))
    , m_canary(std::move(canary))
    , m_options(options)
{
}

void EvidencePass::start()
{
    m_evidence.reserve(m_questions.size());
    for (const JobQuestion &question : std::as_const(m_questions)) {
        JobEvidence evidence;
        evidence.promptId = question.promptId;
        m_evidence.append(evidence);
    }
    QCoro::connect(m_client.openJobs(), this, [this](const Result<QueueSnapshot> &queue) { onQueue(queue); });
}

void EvidencePass::onQueue(const Result<QueueSnapshot> &queue)
{
    if (!queue)
        return giveUp(queue.error());
    m_queue = *queue;
    readQueue();
    if (m_canary && !m_unasked.isEmpty()) {
        ++m_inFlight;
        m_client.readHistory(*m_canary, this, [this](const auto &entry) { onCanary(entry); });
    }
    askNext();
}

/// What the queue knows is answered; the rest goes to m_unasked.
void EvidencePass::readQueue()
{
    QHash<PromptId, const QueueItem *> open;
    QHash<PromptId, int> places;
    for (const QueueItem &item : std::as_const(m_queue->running))
        open.insert(item.promptId, &item);
    for (const QueueItem &item : std::as_const(m_queue->pending)) {
        places.insert(item.promptId, static_cast<int>(places.size()) + 1);
        if (!open.contains(item.promptId))
            open.insert(item.promptId, &item);
    }
    for (qsizetype i = m_evidence.size() - 1; i >= 0; --i) {
        JobEvidence &evidence = m_evidence[i];
        evidence.at = m_queue->readAt;
        evidence.request = m_queue->request;
        const QueueItem *item = open.value(evidence.promptId);
        if (item == nullptr) {
            m_unasked.append(i);
            continue;
        }
        evidence.presence = item->isRunning ? Presence::Running : Presence::Pending;
        evidence.number = item->number;
        evidence.clientId = item->clientId;
        evidence.createdAt = item->createdAt;
        if (!item->isRunning)
            evidence.placeInQueue = places.value(evidence.promptId);
    }
}

void EvidencePass::askNext()
{
    while (!m_unasked.isEmpty() && m_inFlight < m_options.mostInFlight)
        askHistory(m_unasked.takeLast());
    if (m_inFlight == 0 && !m_isOver)
        endHistories();
}

void EvidencePass::askHistory(qsizetype index)
{
    ++m_inFlight;
    JobEvidence &evidence = m_evidence[index];
    evidence.request += u", "_s + m_client.historyRequest(evidence.promptId);
    m_client.readHistory(
        evidence.promptId, this, [this, index](const auto &entry) { onHistory(index, entry); });
}

void EvidencePass::onHistory(qsizetype index, const Result<std::optional<HistoryEntry>> &entry)
{
    --m_inFlight;
    if (m_isOver)
        return;
    JobEvidence &evidence = m_evidence[index];
    evidence.at = m_client.options().clock();
    if (entry) {
        m_failuresInRow = 0;
        takeEntry(evidence, *entry);
        return askNext();
    }
    evidence.detail = entry.error().message;
    evidence.errorKind = entry.error().kind;
    if (++m_failuresInRow >= m_options.mostFailures)
        return giveUp(entry.error());
    askNext();
}

void EvidencePass::takeEntry(JobEvidence &evidence, const std::optional<HistoryEntry> &entry)
{
    if (!entry) {
        evidence.presence = Presence::Absent;
        return;
    }
    JobEvidence ended = evidenceOf(*entry);
    ended.at = evidence.at;
    ended.request = evidence.request;
    evidence = std::move(ended);
}

void EvidencePass::onCanary(const Result<std::optional<HistoryEntry>> &entry)
{
    --m_inFlight;
    if (m_isOver)
        return;
    if (entry)
        m_memory.hasCanary = entry->has_value();
    askNext();
}

/// Whatever has no reading yet is unknown for this reason.
void EvidencePass::giveUp(const Error &why)
{
    const Timestamp now = m_client.options().clock();
    for (JobEvidence &evidence : m_evidence) {
        if (evidence.presence != Presence::Unknown || !evidence.detail.isEmpty())
            continue;
        const QString request = evidence.request;
        evidence = unknownEvidence(evidence.promptId, why, now);
        evidence.request = request;
    }
    m_unasked.clear();
    endHistories();
}

void EvidencePass::endHistories()
{
    m_isOver = true;
    const bool hasAbsent = std::any_of(m_evidence.begin(), m_evidence.end(),
        [](const JobEvidence &evidence) { return evidence.presence == Presence::Absent; });
    if (!hasAbsent || !m_options.looksForExtension)
        return finish();
    QCoro::connect(m_client.hasQueueExtension(), this,
        [this](const Result<bool> &hasExtension) { onExtension(hasExtension); });
}

void EvidencePass::onExtension(const Result<bool> &hasExtension)
{
    if (!hasExtension)
        doubtAbsences(hasExtension.error().message, hasExtension.error().kind);
    else if (*hasExtension)
        doubtAbsences(u"a queue extension of the server may hold it outside of the native queue"_s, {});
    finish();
}

void EvidencePass::doubtAbsences(const QString &why, std::optional<Error::Kind> kind)
{
    for (JobEvidence &evidence : m_evidence) {
        if (evidence.presence != Presence::Absent)
            continue;
        evidence.presence = Presence::Unknown;
        evidence.detail = why;
        evidence.errorKind = kind;
    }
}

void EvidencePass::explainAbsences()
{
    if (m_queue)
        m_memory.queue = *m_queue;
    for (qsizetype i = 0; i < m_evidence.size(); ++i) {
        JobEvidence &evidence = m_evidence[i];
        if (evidence.presence != Presence::Absent)
            continue;
        evidence.absence = absenceReason(m_questions[i], m_memory);
        evidence.detail = sentenceOf(evidence.absence);
    }
}

void EvidencePass::finish()
{
    explainAbsences();
    Q_EMIT finished();
}

} // namespace emberwatch::comfyui
