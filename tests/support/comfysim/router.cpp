// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfysim/router.h"

namespace emberwatch::comfysim {

void Router::add(const QByteArray &method, const QByteArray &pattern, const Handler &handler, Form form)
{
    const qsizetype place = pattern.indexOf("{}");
    const bool hasParameter = place >= 0;
    m_routes.append({method, pattern.mid(0, place), hasParameter ? pattern.mid(place + 2) : QByteArray(),
        hasParameter, form, handler});
}

HttpResponse Router::answer(const HttpRequest &request, const QByteArray &path) const
{
    const bool isApi = path.startsWith("/api/");
    const QByteArray plain = isApi ? path.mid(4) : path;
    bool isKnownPath = false;
    for (const Route &route : m_routes) {
        if ((route.form == Form::Api && !isApi) || (route.form == Form::Plain && isApi))
            continue;
        const std::optional<QByteArray> parameter = match(route, plain);
        if (!parameter)
            continue;
        if (route.method == request.method)
            return route.handler(request, *parameter);
        isKnownPath = true;
    }
    return isKnownPath ? HttpResponse::ofText(405, "405: Method Not Allowed") : HttpResponse::notFound();
}

std::optional<QByteArray> Router::match(const Route &route, const QByteArray &path)
{
    if (!route.hasParameter)
        return path == route.head ? std::optional(QByteArray()) : std::nullopt;
    const qsizetype length = path.size() - route.head.size() - route.tail.size();
    if (length <= 0 || !path.startsWith(route.head) || !path.endsWith(route.tail))
        return std::nullopt;
    const QByteArray parameter = path.mid(route.head.size(), length);
    return parameter.contains('/') ? std::nullopt : std::optional(parameter);
}

} // namespace emberwatch::comfysim
