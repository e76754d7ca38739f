// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfysim/comfyserver.h"
#include "tests/support/comfysim/identifier.h"
#include "tests/support/comfysim/joblist.h"
#include "tests/support/comfysim/routes.h"

#include <algorithm>

namespace emberwatch::comfysim {

namespace {

HttpResponse errorAnswer(int status, const QByteArray &text)
{
    return HttpResponse::ofJson(json::object({{"error", json::quoted(text)}}), status);
}

HttpResponse showJob(ComfyServer &server, const QByteArray &id)
{
    const QByteArray text = JobList(server).detail(id);
    return text.isNull() ? errorAnswer(404, "Job not found") : HttpResponse::ofJson(text);
}

/// At once, as nothing can come between in this process: dequeued, else interrupted.
bool cancel(ComfyServer &server, const QByteArray &id)
{
    if (server.queue().removePending(id)) {
        server.announceStatus();
        return true;
    }
    const Execution *execution = server.workers().find(id);
    if (!execution || execution->hasEnded())
        return false;
    server.workers().interrupt(id);
    return true;
}

HttpResponse cancelAnswer(bool isCancelled)
{
    return HttpResponse::ofJson(json::object({{"cancelled", json::boolean(isCancelled)}}));
}

HttpResponse cancelMany(ComfyServer &server, const HttpRequest &request)
{
    const auto body = json::parse(request.body);
    const json::Value *ids = body ? json::member(&*body, "job_ids") : nullptr;
    const auto isGood = [](const json::Value &id) { return id.IsString() && isUuid(json::bytes(id)); };
    if (!ids || !ids->IsArray() || !std::all_of(ids->Begin(), ids->End(), isGood))
        return errorAnswer(400, "job_ids must be a list of UUIDs");
    bool isAnyCancelled = false;
    for (const json::Value &id : ids->GetArray())
        isAnyCancelled = cancel(server, json::bytes(id)) || isAnyCancelled;
    return cancelAnswer(isAnyCancelled);
}

} // namespace

void addJobRoutes(Router &router, ComfyServer &server)
{
    if (!server.behaviour().hasJobs())
        return;
    router.add(
        "GET", "/jobs/{}",
        [&server](const HttpRequest &, const QByteArray &id) { return showJob(server, id); },
        Router::Form::Api);
    router.add(
        "GET", "/jobs",
        [&server](const HttpRequest &request, const QByteArray &) { return JobList(server).list(request); },
        Router::Form::Api);
    if (!server.behaviour().hasJobCancel())
        return;
    router.add(
        "POST", "/jobs/cancel",
        [&server](const HttpRequest &request, const QByteArray &) { return cancelMany(server, request); },
        Router::Form::Api);
    router.add(
        "POST", "/jobs/{}/cancel",
        [&server](const HttpRequest &, const QByteArray &id) {
            return isUuid(id) ? cancelAnswer(cancel(server, id)) : errorAnswer(400, "Invalid job id");
        },
        Router::Form::Api);
}

} // namespace emberwatch::comfysim
