// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QMap>
#include <QObject>
#include <QWebSocket>

#include <optional>

namespace emberwatch::comfysim {

/// The sockets of a server and which of them gets the stream of a client id.
///
/// As in ComfyUI the id leads to the newest socket, and when *any* socket of that id closes the id is
/// unregistered: a survivor stays open, answers pings and receives nothing more, not even broadcasts.
class ClientRegistry : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    ~ClientRegistry() override;

    /// Takes the socket over; an empty id gets one of its own. Emits joined().
    void add(QWebSocket *socket, const QByteArray &clientId);
    [[nodiscard]] QWebSocket *socketOf(const QByteArray &clientId) const
    {
        return m_registered.value(clientId);
    }
    [[nodiscard]] QList<QWebSocket *> registered() const { return m_registered.values(); }
    /// Whether the client of that id asked for binary type 4.
    [[nodiscard]] bool wantsPreviewMetadata(const std::optional<QByteArray> &clientId) const;

    /// Unregisters an id, or all: their sockets stay open and deaf.
    void deafen(const std::optional<QByteArray> &clientId);
    /// Cuts the sockets of an id, or all, without a close frame.
    ///
    /// @return how many
    qsizetype cut(const std::optional<QByteArray> &clientId);
    /// [{"clientId", "registered"}] of all open sockets.
    [[nodiscard]] QByteArray describe() const;

Q_SIGNALS:
    void joined(const QByteArray &clientId);
    /// Its first message offered feature flags.
    void featureFlagsOffered(const QByteArray &clientId);

private:
    struct Client
    {
        QByteArray id;
        bool hasSpoken = false;
    };

    void read(QWebSocket *socket, const QString &message);
    void forget(QWebSocket *socket);

    QHash<QWebSocket *, Client> m_clients;
    QMap<QByteArray, QWebSocket *> m_registered;
    QHash<QByteArray, bool> m_previewMetadata; ///< belongs to the registered id, as in ComfyUI
};

} // namespace emberwatch::comfysim
