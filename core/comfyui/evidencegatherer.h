// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/comfyui/absence.h"
#include "core/comfyui/evidencepass.h"
#include "core/comfyui/jobevidence.h"
#include "core/comfyui/serverpool.h"

#include <QCoroTask>
#include <QList>
#include <QObject>

#include <optional>

namespace emberwatch::comfyui {

/// The jobs that name one server.
struct ServerQuestions
{
    QString serverUrl; ///< as the records have it
    QList<JobQuestion> jobs;
    std::optional<PromptId> canary; ///< a job that is known to have ended there
};

/// What one server said.
struct ServerEvidence
{
    QString serverUrl;
    QList<JobEvidence> jobs; ///< one for each question, in their order
    std::optional<QueueSnapshot> queue; ///< its open jobs, ours or not; nullopt: it did not answer
};

/// Asks many servers side by side, each by one pass: a dead one delays nobody else, and holds up the whole by
/// no more than its own time-outs. A server that is not on the list is not contacted: its jobs are unknown.
///
/// One pass proves no absence. The caller gathers again after the grace period and puts both together
/// (combinePasses).
class EvidenceGatherer : public QObject
{
    Q_OBJECT
public:
    /// @param pool  outlives it
    explicit EvidenceGatherer(ServerPool *pool, PassOptions options = {}, QObject *parent = nullptr);

    /// One answer for each server, in the order of the questions. Ends early, with what is not yet known as
    /// unknown, when the gatherer is destroyed.
    [[nodiscard]] QCoro::Task<QList<ServerEvidence>> gather(QList<ServerQuestions> questions);

Q_SIGNALS:
    /// As soon as each has answered.
    void serverAnswered(const emberwatch::comfyui::ServerEvidence &evidence);

private:
    class Gathering;

    ServerPool *m_pool;
    PassOptions m_options;
};

} // namespace emberwatch::comfyui
