// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfysim/comfyserver.h"

#include "tests/support/comfysim/messages.h"
#include "tests/support/comfysim/routes.h"

#include <QUrl>
#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace emberwatch::comfysim {

ComfyServer::ComfyServer(const Behaviour &behaviour, const Settings &settings, OutputFiles &files)
    : m_behaviour(behaviour)
    , m_settings(settings)
    , m_files(files)
    , m_history(settings.historyLimit)
    , m_publisher(m_clients)
    , m_log(settings, behaviour.versionText())
    , m_workers(
          Workplace{m_behaviour, m_settings, m_publisher, m_clients, m_files}, m_queue, m_history, m_log)
    , m_handshakes(u"ComfyUI"_s, QWebSocketServer::NonSecureMode)
{
    m_handshakes.setMaxPendingConnections(1024);
    connect(&m_handshakes, &QWebSocketServer::newConnection, this, &ComfyServer::addSocket);
    connect(&m_clients, &ClientRegistry::joined, this, &ComfyServer::greet);
    connect(&m_clients, &ClientRegistry::featureFlagsOffered, this, [this](const QByteArray &clientId) {
        if (m_behaviour.hasFeatureFlags())
            m_publisher.sendAtOnce(clientId, {messages::message("feature_flags", messages::featureFlags())});
    });
    connect(&m_workers, &Workers::queueChanged, this, &ComfyServer::announceStatus);
    connect(&m_workers, &Workers::processDied, this, &ComfyServer::processDied);
    addHistoryRoutes(m_router, *this);
    addQueueRoutes(m_router, *this);
    addPromptRoutes(m_router, *this);
    addJobRoutes(m_router, *this);
    addServerRoutes(m_router, *this);
    addFileRoutes(m_router, *this);
}

ComfyServer::~ComfyServer()
{
    m_workers.disconnect(this);
    m_clients.disconnect(this);
}

HttpResponse ComfyServer::answer(const HttpRequest &request, const QByteArray &path)
{
    if (isForeign(request))
        return HttpResponse::ofText(403, "403: Forbidden");
    if (path == "/ws" || path == "/api/ws")
        return HttpResponse::ofText(
            400, "No WebSocket UPGRADE hdr: None\n Can \"Upgrade\" only to \"WebSocket\".");
    return m_router.answer(request, path);
}

std::optional<HttpResponse> ComfyServer::refuseUpgrade(
    const HttpRequest &request, const QByteArray &path) const
{
    if (isForeign(request))
        return HttpResponse::ofText(403, "403: Forbidden");
    if (path != "/ws" && path != "/api/ws")
        return HttpResponse::notFound();
    return std::nullopt;
}

void ComfyServer::announceStatus()
{
    m_publisher.send(std::nullopt, {messages::message("status", messages::status(m_queue.remaining()))});
}

void ComfyServer::addSocket()
{
    while (QWebSocket *socket = m_handshakes.nextPendingConnection()) {
        const QString clientId
            = QUrlQuery(socket->requestUrl()).queryItemValue(u"clientId"_s, QUrl::FullyDecoded);
        m_clients.add(socket, clientId.toUtf8());
    }
}

void ComfyServer::greet(const QByteArray &clientId)
{
    m_publisher.sendAtOnce(
        clientId, {messages::message("status", messages::status(m_queue.remaining(), clientId))});
    const QByteArray node = m_workers.displayNodeOf(clientId);
    if (!node.isNull())
        m_publisher.sendAtOnce(
            clientId, {messages::message("executing", json::object({{"node", json::quoted(node)}}))});
}

/// A page of another site in a browser on this machine.
bool ComfyServer::isForeign(const HttpRequest &request) const
{
    if (m_behaviour.checksFetchSite() && request.header("sec-fetch-site") == "cross-site")
        return true;
    const QByteArray host = request.header("host");
    const QByteArray origin = request.header("origin");
    const bool isLoopback
        = host.startsWith("127.") || host.startsWith("localhost") || host.startsWith("[::1]");
    return isLoopback && !origin.isEmpty() && QUrl(QString::fromUtf8(origin)).authority().toUtf8() != host;
}

} // namespace emberwatch::comfysim
