// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfysim/comfyserver.h"
#include "tests/support/comfysim/routes.h"

#include <algorithm>

namespace emberwatch::comfysim {

namespace {

/// Range: bytes=first-last, either may be missing. Ranges that cannot be satisfied are 416.
HttpResponse partOf(const HttpResponse &whole, const QByteArray &range)
{
    const QList<QByteArray> ends = range.mid(qstrlen("bytes=")).split('-');
    const qsizetype size = whole.body.size();
    if (!range.startsWith("bytes=") || ends.size() != 2)
        return whole;
    const bool isTail = ends.at(0).isEmpty();
    const qsizetype first
        = isTail ? std::max(qlonglong(0), size - ends.at(1).toLongLong()) : ends.at(0).toLongLong();
    const qsizetype last
        = isTail || ends.at(1).isEmpty() ? size - 1 : std::min(size - 1, qsizetype(ends.at(1).toLongLong()));
    if (first > last)
        return HttpResponse::ofText(416, "416: Range Not Satisfiable");
    HttpResponse part = whole;
    part.status = 206;
    part.body = whole.body.mid(first, last - first + 1);
    part.headers.append({"Content-Range",
        "bytes " + QByteArray::number(first) + '-' + QByteArray::number(last) + '/'
            + QByteArray::number(size)});
    return part;
}

HttpResponse view(ComfyServer &server, const HttpRequest &request)
{
    const QByteArray name = request.query.value("filename");
    const QByteArray type = request.query.value("type", "output");
    const QByteArray subfolder = request.query.value("subfolder");
    const bool isKnownType = type == "output" || type == "temp" || type == "input";
    if (name.startsWith('/') || name.contains("..") || !isKnownType)
        return HttpResponse::ofText(400, "");
    if (subfolder.startsWith('/') || subfolder.contains(".."))
        return HttpResponse::ofText(403, "");
    const std::optional<QByteArray> bytes = server.files().read(type, subfolder, name);
    if (name.isEmpty() || !bytes)
        return HttpResponse::ofText(404, "");
    HttpResponse whole = HttpResponse::ofText(200, *bytes);
    whole.contentType = "image/png";
    whole.headers.append({"Content-Disposition", "filename=\"" + name + '"'});
    const QByteArray range = request.header("range");
    return range.isEmpty() ? whole : partOf(whole, range);
}

} // namespace

void addFileRoutes(Router &router, ComfyServer &server)
{
    router.add("GET", "/view",
        [&server](const HttpRequest &request, const QByteArray &) { return view(server, request); });
    router.add(
        "GET", "/internal/files/output",
        [&server](
            const HttpRequest &, const QByteArray &) { return HttpResponse::ofJson(server.files().list()); },
        Router::Form::Plain);
}

} // namespace emberwatch::comfysim
