// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfysim/simulator.h"

namespace emberwatch::comfysim {

namespace {

/// Faults and counters know a path by its short form.
QByteArray withoutApi(const QByteArray &path)
{
    return path.startsWith("/api/") ? path.mid(4) : path;
}

QByteArray endpointOf(const QByteArray &path)
{
    QList<QByteArray> parts = path.split('/');
    const bool hasId = parts.size() > 2 && parts.at(1) != "internal" && parts.at(2) != "cancel";
    if (hasId)
        parts[2] = "{}";
    return parts.join('/');
}

HttpResponse cutting(HttpResponse response, HttpResponse::Cut cut)
{
    response.cut = cut;
    return response;
}

} // namespace

Simulator::Simulator(const Behaviour &behaviour, const Settings &settings, const QByteArray &prefix)
    : m_behaviour(behaviour)
    , m_settings(settings)
    , m_prefix(prefix)
    , m_http(handler())
{
    m_downtime.setSingleShot(true);
    connect(&m_downtime, &QTimer::timeout, this, [this] { setReachable(true); });
    startServer();
}

Simulator::~Simulator()
{
    m_http.close(true);
}

QByteArray Simulator::url() const
{
    return "http://127.0.0.1:" + QByteArray::number(port()) + m_prefix;
}

void Simulator::startServer()
{
    m_server = std::make_unique<ComfyServer>(m_behaviour, m_settings, m_files);
    // Queued: the server that died is still at work when it says so.
    connect(
        m_server.get(), &ComfyServer::processDied, this, [this] { restart({}); }, Qt::QueuedConnection);
}

void Simulator::restart(std::chrono::milliseconds downtime)
{
    if (downtime.count() > 0)
        setReachable(false);
    m_http.cutAll();
    m_files.removeTemporary();
    startServer();
    if (downtime.count() > 0)
        m_downtime.start(downtime);
}

void Simulator::setReachable(bool isReachable)
{
    m_downtime.stop();
    if (isReachable) {
        if (!m_http.listen(m_http.port()))
            qCritical("port %d cannot be had again", m_http.port());
        return;
    }
    m_http.close(true);
    m_server->clients().cut(std::nullopt);
}

std::optional<QByteArray> Simulator::pathOf(const HttpRequest &request) const
{
    if (!request.path.startsWith(m_prefix))
        return std::nullopt;
    return request.path.mid(m_prefix.size());
}

HttpHandler Simulator::handler()
{
    return {[this](const HttpRequest &request) {
                return m_faults.delay(request, withoutApi(pathOf(request).value_or(request.path)));
            },
        [this](const HttpRequest &request) { return answer(request); },
        [this](const HttpRequest &request) { return refuseUpgrade(request); },
        [this](QTcpSocket *socket) { m_server->upgrade(socket); }, [this] { return m_settings.bodyLimit; }};
}

HttpResponse Simulator::answer(const HttpRequest &request)
{
    const std::optional<QByteArray> path = pathOf(request);
    if (!path)
        return HttpFaults::proxyPage(404);
    const QByteArray plain = withoutApi(*path);
    count(request, plain);
    if (m_faults.isRefused(request))
        return HttpFaults::proxyPage(401);
    const std::optional<HttpFault> fault = m_faults.take(request, plain);
    if (!fault)
        return m_server->answer(request, *path);
    switch (fault->kind) {
    case HttpFault::Kind::Answer:
        return fault->response;
    case HttpFault::Kind::CutBefore:
        return cutting({}, HttpResponse::Cut::NoAnswer);
    case HttpFault::Kind::Hang:
        return cutting({}, HttpResponse::Cut::Never);
    case HttpFault::Kind::CutAfter:
        return cutting(m_server->answer(request, *path), HttpResponse::Cut::NoAnswer);
    case HttpFault::Kind::CutInBody:
        return cutting(m_server->answer(request, *path), HttpResponse::Cut::InBody);
    case HttpFault::Kind::Slow:
    case HttpFault::Kind::Late:
        break;
    }
    HttpResponse response = m_server->answer(request, *path);
    response.delay = fault->delay;
    return response;
}

std::optional<HttpResponse> Simulator::refuseUpgrade(const HttpRequest &request)
{
    const std::optional<QByteArray> path = pathOf(request);
    if (!path)
        return HttpFaults::proxyPage(404);
    count(request, withoutApi(*path));
    if (m_faults.isRefused(request))
        return HttpFaults::proxyPage(401);
    const std::optional<HttpFault> fault = m_faults.take(request, withoutApi(*path));
    if (fault && fault->kind == HttpFault::Kind::Answer)
        return fault->response;
    if (fault && fault->kind == HttpFault::Kind::CutBefore)
        return cutting({}, HttpResponse::Cut::NoAnswer);
    if (fault && fault->kind == HttpFault::Kind::Hang)
        return cutting({}, HttpResponse::Cut::Never);
    return m_server->refuseUpgrade(request, *path);
}

void Simulator::count(const HttpRequest &request, const QByteArray &plainPath)
{
    ++m_requests[request.method + ' ' + endpointOf(plainPath)];
}

} // namespace emberwatch::comfysim
