// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/strongid.h"
#include "core/base/timestamp.h"
#include "core/comfyui/historyentry.h"
#include "core/comfyui/jobslist.h"
#include "core/comfyui/outputfile.h"
#include "core/comfyui/queuesnapshot.h"
#include "core/comfyui/serveraddress.h"
#include "core/comfyui/serverfacts.h"
#include "core/comfyui/submission.h"
#include "core/http/client.h"

#include <QCoroTask>
#include <QIODevice>
#include <QSet>

#include <chrono>
#include <memory>
#include <optional>

namespace emberwatch::comfyui {

struct ComfyOptions
{
    http::ClientOptions http;
    QString caFile; ///< PEM with the authorities to trust; empty: the system's
    std::chrono::milliseconds timeout{30'000}; ///< of one answer
    qint64 bodyLimit = 32LL << 20;
    qint64 queueLimit = 1LL << 30; ///< the queue carries every waiting workflow
    Clock clock = systemNow;
};

/// A workflow as a server keeps it.
struct StoredWorkflow
{
    QByteArray text; ///< the original bytes
    QByteArrayList outputsToExecute;
};

/// What came of POST /prompt.
struct PromptAnswer
{
    Result<Submission> submission = failure(Error::Kind::Network, {});
    /// There is no submission, and yet the server may have queued it: it must be looked for.
    bool mayBeQueued = false;
};

/// HTTP to one ComfyUI server: one method a route. Every error means *unknown* and names the exact request
/// (comfyreply.h); absence is a value.
///
/// A handle: copies share the connections and what was learnt about the server. Requests under way keep them
/// alive; close() ends these with Cancelled. One thread.
class ComfyClient
{
public:
    ComfyClient() = default;
    /// @param check  of the allow-list; `server` is an entry of it
    ComfyClient(ServerAddress server, http::AddressCheck check, ComfyOptions options = {});

    [[nodiscard]] const ServerAddress &server() const;
    [[nodiscard]] const ComfyOptions &options() const;
    void close();

    [[nodiscard]] QCoro::Task<Result<ServerFacts>> systemStats() const;
    /// systemStats(), asked once.
    [[nodiscard]] QCoro::Task<Result<ServerFacts>> facts() const;
    /// GET /features as JSON text; NotFound before 0.3.45.
    [[nodiscard]] QCoro::Task<Result<QByteArray>> features() const;

    /// The whole queue, read as it streams.
    [[nodiscard]] QCoro::Task<Result<QueueSnapshot>> queue(QSet<PromptId> withWorkflow = {}) const;
    /// How many prompts the server says it has to do, GET /prompt: the running one counts.
    [[nodiscard]] QCoro::Task<Result<int>> queueRemaining() const;
    /// The same jobs, without details, from the jobs list where the server has one that works: far lighter.
    [[nodiscard]] QCoro::Task<Result<QueueSnapshot>> openJobs() const;
    /// nullopt: not in the history, which alone says nothing about a job.
    [[nodiscard]] QCoro::Task<Result<std::optional<HistoryEntry>>> history(PromptId id) const;
    /// The newest entries, oldest of them first.
    [[nodiscard]] QCoro::Task<Result<QList<HistoryEntry>>> newestHistory(int most) const;
    /// GET /api/jobs/{id}; nullopt only where ComfyUI itself says "Job not found". NotFound: no such route
    /// (before 0.6.0).
    [[nodiscard]] QCoro::Task<Result<std::optional<JobSummary>>> job(PromptId id) const;
    /// The workflow of a job in queue or history; nullopt where it is in neither.
    [[nodiscard]] QCoro::Task<Result<std::optional<StoredWorkflow>>> workflow(PromptId id) const;
    /// An extension keeps prompts outside of the native queue: what looks absent may still run.
    [[nodiscard]] QCoro::Task<Result<bool>> hasQueueExtension() const;

    // The bare acts. Whoever wants a job submitted or cancelled calls submitPrompt() (submitprocedure.h) or
    // cancelPrompt() (cancelprocedure.h).
    /// @param body  of POST /prompt (submission.h)
    [[nodiscard]] QCoro::Task<PromptAnswer> postPrompt(QByteArray body) const;
    [[nodiscard]] QCoro::Task<Result<void>> deletePending(PromptId id) const;
    /// @param id  nullopt: whatever runs. Servers before 0.3.57 take every id for that.
    [[nodiscard]] QCoro::Task<Result<void>> interrupt(std::optional<PromptId> id) const;
    /// POST /api/jobs/{id}/cancel (0.26.0): whether there was anything to cancel.
    [[nodiscard]] QCoro::Task<Result<bool>> cancelByJobsApi(PromptId id) const;

    /// The file's bytes into `to` as they come; how many. On an error `to` holds a part of it.
    [[nodiscard]] QCoro::Task<Result<qint64>> download(
        OutputFile file, std::shared_ptr<QIODevice> to, qint64 limit = 32LL << 20) const;

    /// Without a coroutine, for thousands of them: history(id) to a handler, called once; not at all once
    /// `context` is gone.
    using HistoryHandler = std::function<void(Result<std::optional<HistoryEntry>>)>;
    void readHistory(const PromptId &id, QObject *context, HistoryHandler handler) const;

    /// What is asked for the evidence: "GET http://gpu-2:8188/history/48b4".
    [[nodiscard]] QString historyRequest(const PromptId &id) const;
    [[nodiscard]] qint64 requestsSent() const;

private:
    class State;
    std::shared_ptr<State> m_state;

    static QCoro::Task<http::Outcome> send(std::shared_ptr<State> state, http::Request request);
    static QCoro::Task<Result<QByteArray>> getJson(std::shared_ptr<State> state, QByteArray path);
    static QCoro::Task<Result<QByteArray>> post(
        std::shared_ptr<State> state, QByteArray path, QByteArray body);
};

} // namespace emberwatch::comfyui
