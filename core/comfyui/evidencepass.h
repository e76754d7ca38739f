// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/comfyui/absence.h"
#include "core/comfyui/comfyclient.h"
#include "core/comfyui/jobevidence.h"

#include <QHash>
#include <QList>
#include <QObject>

#include <optional>

namespace emberwatch::comfyui {

struct PassOptions
{
    int mostInFlight = 16; ///< history requests
    /// That many failures in a row, and the rest is not asked: the server is not there.
    int mostFailures = 3;
    /// A queue extension is looked for where jobs came out absent.
    bool looksForExtension = true;
};

/// Asks one server about all its jobs, once: the open ones by one request, then, after that answer, the
/// history of each of the others. The order matters: a job moves from queue to history, so the other order
/// misses it. Serves once; destroy it to stop.
class EvidencePass : public QObject
{
    Q_OBJECT
public:
    /// @param canary  a job that is known to have ended on this server: whether it is still remembered tells
    /// a restart
    EvidencePass(ComfyClient client, QList<JobQuestion> questions, std::optional<PromptId> canary,
        PassOptions options = {}, QObject *parent = nullptr);

    void start();
    /// One for each question, in their order. After finished().
    [[nodiscard]] const QList<JobEvidence> &evidence() const { return m_evidence; }
    /// The open jobs of the server, ours or not; nullopt where it did not answer. After finished().
    [[nodiscard]] const std::optional<QueueSnapshot> &queue() const { return m_queue; }

Q_SIGNALS:
    void finished();

private:
    void onQueue(const Result<QueueSnapshot> &queue);
    void readQueue();
    void askNext();
    void askHistory(qsizetype index);
    void onHistory(qsizetype index, const Result<std::optional<HistoryEntry>> &entry);
    void onCanary(const Result<std::optional<HistoryEntry>> &entry);
    void takeEntry(JobEvidence &evidence, const std::optional<HistoryEntry> &entry);
    void giveUp(const Error &why);
    void endHistories();
    void onExtension(const Result<bool> &hasExtension);
    void explainAbsences();
    void doubtAbsences(const QString &why, std::optional<Error::Kind> kind);
    void finish();

    ComfyClient m_client;
    QList<JobQuestion> m_questions;
    std::optional<PromptId> m_canary;
    PassOptions m_options;
    QList<JobEvidence> m_evidence;
    std::optional<QueueSnapshot> m_queue;
    QList<qsizetype> m_unasked; ///< indexes of questions, the next one last
    ServerMemory m_memory;
    int m_inFlight = 0;
    int m_failuresInRow = 0;
    bool m_isOver = false;
};

} // namespace emberwatch::comfyui
