// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfysim/comfyserver.h"
#include "tests/support/comfysim/routes.h"

namespace emberwatch::comfysim {

namespace {

template <typename Jobs> QByteArray tuples(const Jobs &jobs)
{
    QList<QByteArray> texts;
    texts.reserve(std::ssize(jobs));
    for (const JobRef &job : jobs)
        texts << job->tuple();
    return json::array(texts);
}

HttpResponse showQueue(ComfyServer &server)
{
    return HttpResponse::ofJson("{\"queue_running\": " + tuples(server.queue().running())
        + ", \"queue_pending\": " + tuples(server.queue().pending()) + '}');
}

HttpResponse editQueue(ComfyServer &server, const HttpRequest &request)
{
    const auto body = json::parse(request.body);
    if (!body || !body->IsObject())
        return HttpResponse::crash();
    if (json::isTruthy(json::member(&*body, "clear"))) {
        server.queue().clearPending();
        server.announceStatus();
    }
    const json::Value *doomed = json::member(&*body, "delete");
    if (!doomed)
        return HttpResponse::empty();
    if (!doomed->IsArray())
        return HttpResponse::crash();
    for (const json::Value &id : doomed->GetArray()) {
        if (id.IsString() && server.queue().removePending(json::bytes(id)))
            server.announceStatus();
    }
    return HttpResponse::empty();
}

HttpResponse interrupt(ComfyServer &server, const HttpRequest &request)
{
    if (!server.behaviour().interruptsById()) {
        server.workers().interrupt(std::nullopt);
        return HttpResponse::empty();
    }
    const auto body = json::parse(request.body);
    if (body && !body->IsObject())
        return HttpResponse::crash();
    const QByteArray id = body ? json::stringAt(&*body, "prompt_id") : QByteArray();
    server.workers().interrupt(id.isEmpty() ? std::nullopt : std::optional(id));
    return HttpResponse::empty();
}

} // namespace

void addQueueRoutes(Router &router, ComfyServer &server)
{
    router.add(
        "GET", "/queue", [&server](const HttpRequest &, const QByteArray &) { return showQueue(server); });
    router.add("POST", "/queue",
        [&server](const HttpRequest &request, const QByteArray &) { return editQueue(server, request); });
    router.add("POST", "/interrupt",
        [&server](const HttpRequest &request, const QByteArray &) { return interrupt(server, request); });
}

} // namespace emberwatch::comfysim
