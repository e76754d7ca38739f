// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfysim/joblist.h"

#include <algorithm>

namespace emberwatch::comfysim {

namespace {

HttpResponse badItem(const QByteArray &text)
{
    return HttpResponse::ofJson(json::object({{"error", json::quoted(text)}}), 400);
}

QByteArray quotedOrNull(const QByteArray &text)
{
    return text.isNull() ? QByteArray() : json::quoted(text);
}

} // namespace

JobList::Line JobList::queuedLine(const JobRef &job, const QByteArray &status)
{
    Line line{status, job->workflowId, job->createTime};
    line.members = {{"id", json::quoted(job->id)}, {"status", json::quoted(status)},
        {"priority", job->numberText()}, {"create_time", json::number(job->createTime)},
        {"outputs_count", "0"}, {"workflow_id", quotedOrNull(job->workflowId)}};
    return line;
}

JobList::Line JobList::endedLine(const HistoryEntry &entry) const
{
    Line line = queuedLine(entry.job, statusOf(entry));
    line.duration = entry.endTime - entry.startTime;
    const QByteArray count = json::number(static_cast<qint64>(entry.outputsCount));
    line.members[4].text = count;
    line.members += QList<json::Member>{{"execution_start_time", json::number(entry.startTime)},
        {"execution_end_time", json::number(entry.endTime)}, {"preview_output", entry.previewOutput},
        {"execution_error", entry.hidesFailure ? QByteArray() : entry.executionError},
        {"previewable_outputs_count",
            m_server.behaviour().countsPreviewableOutputs() ? count : QByteArray()}};
    return line;
}

QByteArray JobList::statusOf(const HistoryEntry &entry) const
{
    if (entry.outcome == Outcome::Success || entry.hidesFailure)
        return "completed";
    const bool isCancelled = entry.outcome == Outcome::Interrupted && m_server.behaviour().hasCancelledJobs();
    return isCancelled ? "cancelled" : "failed";
}

QList<JobList::Line> JobList::lines() const
{
    QList<Line> all;
    for (const JobRef &job : m_server.queue().running())
        all << queuedLine(job, "in_progress");
    for (const JobRef &job : m_server.queue().pending())
        all << queuedLine(job, "pending");
    const QList<const HistoryEntry *> entries = m_server.history().entries();
    for (const HistoryEntry *entry : entries)
        all << endedLine(*entry);
    return all;
}

bool JobList::isBroken() const
{
    const auto breaks = [](const JobRef &job) { return job->breaksJobList; };
    const QList<const HistoryEntry *> entries = m_server.history().entries();
    return std::ranges::any_of(m_server.queue().running(), breaks)
        || std::ranges::any_of(m_server.queue().pending(), breaks)
        || std::ranges::any_of(entries, [](const HistoryEntry *entry) { return entry->job->breaksJobList; });
}

HttpResponse JobList::list(const HttpRequest &request) const
{
    static const QList<QByteArray> known{"pending", "in_progress", "completed", "failed", "cancelled"};
    if (isBroken())
        return HttpResponse::crash();
    const QByteArray wanted = request.query.value("status");
    const QList<QByteArray> statuses = wanted.isEmpty() ? known : wanted.split(',');
    for (const QByteArray &status : statuses) {
        if (!known.contains(status))
            return badItem("Invalid status value(s): " + status);
    }
    QList<Line> all = lines();
    const std::optional<QByteArray> workflow = request.item("workflow_id");
    all.removeIf([&](const Line &line) {
        return !statuses.contains(line.status) || (workflow && *workflow != line.workflowId);
    });
    const bool isByDuration = request.query.value("sort_by") == "execution_duration";
    const auto key
        = [isByDuration](const Line &line) { return isByDuration ? line.duration : line.createTime; };
    if (request.query.value("sort_order") == "asc")
        std::ranges::stable_sort(all, std::less(), key);
    else
        std::ranges::stable_sort(all, std::greater(), key);
    const qsizetype total = all.size();
    const qsizetype offset = std::max(qlonglong(0), request.query.value("offset").toLongLong());
    const std::optional<QByteArray> limitText = request.item("limit");
    const qsizetype limit = limitText ? std::max(qlonglong(0), limitText->toLongLong()) : total;
    QList<QByteArray> texts;
    for (qsizetype i = offset; i < total && i - offset < limit; ++i)
        texts << json::object(all.at(i).members);
    const QByteArray pagination = json::object({{"offset", json::number(static_cast<qint64>(offset))},
        {"limit", limitText ? json::number(static_cast<qint64>(limit)) : QByteArray("null")},
        {"total", json::number(static_cast<qint64>(total))},
        {"has_more", json::boolean(offset + texts.size() < total)}});
    return HttpResponse::ofJson(json::object({{"jobs", json::array(texts)}, {"pagination", pagination}}));
}

QByteArray JobList::detail(const QByteArray &id) const
{
    if (const JobRef job = m_server.queue().find(id)) {
        const bool isPending = !m_server.queue().running().contains(job);
        return json::object(queuedLine(job, isPending ? "pending" : "in_progress").members);
    }
    const HistoryEntry *entry = m_server.history().find(id);
    if (!entry)
        return {};
    QList<json::Member> members = endedLine(*entry).members;
    members += QList<json::Member>{{"outputs", entry->outputs}, {"execution_status", entry->status},
        {"workflow", json::object({{"prompt", entry->job->prompt}, {"extra_data", entry->job->extraData}})}};
    return json::object(members);
}

} // namespace emberwatch::comfysim
