// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfysim/comfyserver.h"
#include "tests/support/comfysim/routes.h"

namespace emberwatch::comfysim {

namespace {

/// A number in the query; nullopt: not a number, which a handler does not survive.
std::optional<qsizetype> numberItem(const HttpRequest &request, const QByteArray &name, qsizetype otherwise)
{
    const std::optional<QByteArray> text = request.item(name);
    if (!text)
        return otherwise;
    bool isNumber = false;
    const qsizetype number = text->toLongLong(&isNumber);
    return isNumber ? std::optional(number) : std::nullopt;
}

HttpResponse showHistory(ComfyServer &server, const HttpRequest &request)
{
    const qsizetype all = server.history().size();
    const std::optional<qsizetype> count = numberItem(request, "max_items", all);
    const bool hasOffset = server.behaviour().hasHistoryOffset() && request.item("offset");
    const std::optional<qsizetype> offset
        = hasOffset ? numberItem(request, "offset", 0) : all - count.value_or(0);
    if (!count || !offset)
        return HttpResponse::crash();
    return HttpResponse::ofJson(server.history().textOf(*offset, *count));
}

HttpResponse editHistory(ComfyServer &server, const HttpRequest &request)
{
    const auto body = json::parse(request.body);
    if (!body || !body->IsObject())
        return HttpResponse::crash();
    if (json::isTruthy(json::member(&*body, "clear")))
        server.history().clear();
    const json::Value *doomed = json::member(&*body, "delete");
    if (doomed && !doomed->IsArray())
        return HttpResponse::crash();
    if (doomed) {
        for (const json::Value &id : doomed->GetArray())
            server.history().remove(id.IsString() ? json::bytes(id) : QByteArray());
    }
    return HttpResponse::empty();
}

} // namespace

void addHistoryRoutes(Router &router, ComfyServer &server)
{
    router.add("GET", "/history/{}", [&server](const HttpRequest &, const QByteArray &id) {
        return HttpResponse::ofJson(server.history().textOf(id));
    });
    router.add("GET", "/history",
        [&server](const HttpRequest &request, const QByteArray &) { return showHistory(server, request); });
    router.add("POST", "/history",
        [&server](const HttpRequest &request, const QByteArray &) { return editHistory(server, request); });
}

} // namespace emberwatch::comfysim
