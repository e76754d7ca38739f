// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfysim/clientregistry.h"

#include "tests/support/comfysim/pythonjson.h"

#include <QUuid>

namespace emberwatch::comfysim {

ClientRegistry::~ClientRegistry()
{
    disconnect();
    // A destroyed QWebSocket would say goodbye with a close frame; a ComfyUI that stops does not.
    cut(std::nullopt);
}

void ClientRegistry::add(QWebSocket *socket, const QByteArray &clientId)
{
    const QByteArray id = clientId.isEmpty() ? QUuid::createUuid().toByteArray(QUuid::Id128) : clientId;
    socket->setParent(this);
    // ComfyUI sends one frame a message.
    socket->setOutgoingFrameSize(QWebSocket::maxOutgoingFrameSize());
    m_clients.insert(socket, Client{id});
    m_registered.insert(id, socket);
    m_previewMetadata.insert(id, false);
    connect(socket, &QWebSocket::textMessageReceived, this,
        [this, socket](const QString &message) { read(socket, message); });
    connect(socket, &QWebSocket::disconnected, this, [this, socket] { forget(socket); });
    Q_EMIT joined(id);
}

bool ClientRegistry::wantsPreviewMetadata(const std::optional<QByteArray> &clientId) const
{
    return clientId && m_previewMetadata.value(*clientId, false);
}

void ClientRegistry::deafen(const std::optional<QByteArray> &clientId)
{
    if (clientId) {
        m_registered.remove(*clientId);
        m_previewMetadata.remove(*clientId);
        return;
    }
    m_registered.clear();
    m_previewMetadata.clear();
}

qsizetype ClientRegistry::cut(const std::optional<QByteArray> &clientId)
{
    QList<QWebSocket *> doomed;
    for (const auto &[socket, client] : m_clients.asKeyValueRange()) {
        if (!clientId || client.id == *clientId)
            doomed << socket;
    }
    for (QWebSocket *socket : std::as_const(doomed))
        socket->abort();
    return doomed.size();
}

QByteArray ClientRegistry::describe() const
{
    QList<QByteArray> texts;
    for (const auto &[socket, client] : m_clients.asKeyValueRange()) {
        texts << json::object({{"clientId", json::quoted(client.id)},
            {"registered", json::boolean(m_registered.value(client.id) == socket)}});
    }
    return json::array(texts);
}

void ClientRegistry::read(QWebSocket *socket, const QString &message)
{
    const auto document = json::parse(message.toUtf8());
    if (!document || !document->IsObject())
        return;
    Client &client = m_clients[socket];
    const bool isFirst = !client.hasSpoken;
    client.hasSpoken = true;
    if (!isFirst || json::stringAt(&*document, "type") != "feature_flags")
        return;
    const json::Value *flags = json::member(&*document, "data");
    if (m_previewMetadata.contains(client.id))
        m_previewMetadata[client.id] = json::isTruthy(json::member(flags, "supports_preview_metadata"));
    Q_EMIT featureFlagsOffered(client.id);
}

void ClientRegistry::forget(QWebSocket *socket)
{
    deafen(m_clients.take(socket).id);
    socket->deleteLater();
}

} // namespace emberwatch::comfysim
