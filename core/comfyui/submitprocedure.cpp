// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comfyui/submitprocedure.h"

#include "core/base/pause.h"

using namespace Qt::StringLiterals;

namespace emberwatch::comfyui {

namespace {

constexpr int newestEntries = 200;

Submission foundAgain(const PromptId &id, double number)
{
    Submission submission;
    submission.outcome = Submission::Outcome::Accepted;
    submission.promptId = id;
    submission.number = number;
    submission.wasFoundAgain = true;
    return submission;
}

/// Whether a job is the one that was submitted.
template <typename Job> bool isSubmitted(const Job &job, const SubmitOptions &options)
{
    const bool hasMarker = !options.marker.isEmpty() && job.marker == options.marker;
    return hasMarker || (options.promptId && job.promptId == *options.promptId);
}

template <typename Job> std::optional<Submission> findIn(const QList<Job> &jobs, const SubmitOptions &options)
{
    for (const Job &job : jobs) {
        if (isSubmitted(job, options))
            return foundAgain(job.promptId, job.number);
    }
    return std::nullopt;
}

QCoro::Task<Result<std::optional<Submission>>> look(ComfyClient client, SubmitOptions options)
{
    if (options.marker.isEmpty() && !options.promptId)
        co_return failure(Error::Kind::Invalid, u"neither marker nor prompt id to look for"_s);
    const QSet<PromptId> noWorkflows;
    const Result<QueueSnapshot> queue = co_await client.queue(noWorkflows);
    if (!queue)
        co_return tl::make_unexpected(queue.error());
    const std::optional<Submission> running = findIn(queue->running, options);
    if (running)
        co_return running;
    const std::optional<Submission> pending = findIn(queue->pending, options);
    if (pending)
        co_return pending;
    const Result<QList<HistoryEntry>> history = co_await client.newestHistory(newestEntries);
    if (!history)
        co_return tl::make_unexpected(history.error());
    co_return findIn(*history, options);
}

/// The first look comes soon, for the caller waits; the second gives a POST that is still on its way time.
QCoro::Task<Submission> resolveDoubt(ComfyClient client, SubmitOptions options, Submission doubt)
{
    const std::chrono::milliseconds graces[] = {options.doubtGrace / 10, options.doubtGrace};
    for (const std::chrono::milliseconds grace : graces) {
        co_await pauseFor(grace);
        const Result<std::optional<Submission>> found = co_await look(client, options);
        if (!found)
            co_return doubt;
        if (*found)
            co_return **found;
    }
    doubt.outcome = Submission::Outcome::NotQueued;
    co_return doubt;
}

} // namespace

QCoro::Task<Result<Submission>> submitPrompt(ComfyClient client, QByteArray workflow, SubmitOptions options)
{
    const Result<QByteArray> body = submissionBody(workflow, options);
    if (!body)
        co_return tl::make_unexpected(body.error());
    QByteArray bytes = *body;
    const PromptAnswer answer = co_await client.postPrompt(bytes);
    if (answer.submission || !answer.mayBeQueued)
        co_return answer.submission;
    Submission doubt;
    doubt.message = answer.submission.error().message;
    Submission resolved = co_await resolveDoubt(client, options, doubt);
    co_return resolved;
}

} // namespace emberwatch::comfyui
