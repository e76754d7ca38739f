// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comfyui/jobslist.h"

#include "core/comfyui/jsonread.h"

#include <QHash>

using namespace Qt::StringLiterals;

namespace emberwatch::comfyui {

namespace {

using Status = JobSummary::Status;

Status statusFromWord(const QByteArray &word)
{
    if (word == "pending")
        return Status::Pending;
    if (word == "in_progress")
        return Status::InProgress;
    if (word == "completed")
        return Status::Completed;
    if (word == "failed")
        return Status::Failed;
    return word == "cancelled" ? Status::Cancelled : Status::Unknown;
}

bool isOpen(Status status)
{
    return status == Status::Pending || status == Status::InProgress;
}

bool hasMore(JsonValue root)
{
    const std::optional<JsonValue> pagination = member(root, "pagination");
    const std::optional<JsonValue> more = pagination ? member(*pagination, "has_more") : std::nullopt;
    bool isMore = false;
    return more && !more->get(isMore) && isMore;
}

QueueItem itemOf(const JobSummary &job)
{
    QueueItem item;
    item.promptId = job.promptId;
    item.isRunning = job.status == Status::InProgress;
    item.number = job.number;
    item.createdAt = job.createdAt;
    return item;
}

} // namespace

Result<JobSummary> jobSummaryOf(JsonValue job)
{
    const std::optional<QByteArray> id = bytes(member(job, "id"));
    if (!id)
        return failure(Error::Kind::Protocol, u"not a job: it has no id"_s);
    JobSummary summary;
    summary.promptId = PromptId(*id);
    summary.status = statusFromWord(bytes(member(job, "status")).value_or(QByteArray()));
    summary.number = number(member(job, "priority")).value_or(0);
    summary.createdAt = moment(member(job, "create_time"));
    return summary;
}

Result<QueueSnapshot> queueFromJobsList(JsonValue root)
{
    const std::optional<JsonValue> jobs = member(root, "jobs");
    simdjson::dom::array list;
    if (!jobs || jobs->get(list))
        return failure(Error::Kind::Protocol, u"not a list of jobs"_s);
    if (hasMore(root))
        return failure(Error::Kind::Protocol, u"the list of jobs is incomplete"_s);
    QHash<PromptId, JobSummary> byId;
    for (const JsonValue job : list) {
        const Result<JobSummary> summary = jobSummaryOf(job);
        if (!summary)
            return tl::make_unexpected(summary.error());
        const auto known = byId.find(summary->promptId);
        if (known == byId.end() || isOpen(known->status))
            byId.insert(summary->promptId, *summary);
    }
    QueueSnapshot snapshot;
    snapshot.hasDetails = false;
    for (const JobSummary &job : std::as_const(byId)) {
        if (isOpen(job.status))
            (job.status == Status::InProgress ? snapshot.running : snapshot.pending).append(itemOf(job));
    }
    sortByRunOrder(snapshot.pending);
    return snapshot;
}

bool isJobNotFound(JsonValue root)
{
    return bytes(member(root, "error")) == QByteArray("Job not found");
}

} // namespace emberwatch::comfyui
