// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfysim/control.h"

namespace emberwatch::comfysim {

namespace {

HttpHandler handlerOf(std::function<HttpResponse(const HttpRequest &)> answer)
{
    constexpr qsizetype bodyLimit = 1024 * 1024 * 1024;
    return {[](const HttpRequest &) { return std::chrono::milliseconds(0); }, std::move(answer),
        [](const HttpRequest &) { return std::optional(HttpResponse::notFound()); }, [](QTcpSocket *) {},
        [] { return bodyLimit; }};
}

/// ?id=abc&count=3 as {"id": "abc", "count": 3}
json::Document argumentsOf(const QHash<QByteArray, QByteArray> &query)
{
    QList<json::Member> members;
    for (const auto &[name, value] : query.asKeyValueRange()) {
        const bool isJson = json::parse(value).has_value();
        members.append({name, isJson ? value : json::quoted(value)});
    }
    return std::move(*json::parse(json::object(members)));
}

} // namespace

Control::Control(Simulator &simulator)
    : m_http(handlerOf([this](const HttpRequest &request) { return answer(request); }))
{
    addServerActions(*this, simulator);
    addJobActions(*this, simulator);
    addFaultActions(*this, simulator);
    addSocketActions(*this, simulator);
}

HttpResponse Control::run(const QByteArray &name, const json::Value &arguments)
{
    const auto action = m_actions.constFind(name);
    if (action != m_actions.cend())
        return (*action)(arguments);
    return HttpResponse::ofJson(json::object({{"error", json::quoted("no such action: " + name)},
                                    {"actions", json::strings(m_actions.keys())}}),
        404);
}

HttpResponse Control::done(const QList<json::Member> &members)
{
    return HttpResponse::ofJson(json::object(QList<json::Member>{{"ok", "true"}} + members));
}

HttpResponse Control::refused(const QByteArray &text)
{
    return HttpResponse::ofJson(json::object({{"error", json::quoted(text)}}), 400);
}

HttpResponse Control::answer(const HttpRequest &request)
{
    static const QByteArray head = "/_sim/";
    const QByteArray name = request.path.startsWith(head) ? request.path.mid(head.size()) : QByteArray();
    if (request.method != "POST" && name != "state" && name != "requests")
        return refused("POST /_sim/{action}, or GET /_sim/state");
    if (request.body.isEmpty())
        return run(name, argumentsOf(request.query));
    const auto arguments = json::parse(request.body);
    if (!arguments || !arguments->IsObject())
        return refused("the body is no JSON object");
    return run(name, *arguments);
}

} // namespace emberwatch::comfysim
