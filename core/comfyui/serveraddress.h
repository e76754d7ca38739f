// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/http/endpoint.h"

#include <QByteArray>
#include <QString>
#include <QUrl>

namespace emberwatch::comfyui {

/// Where a ComfyUI server is: scheme, host, port, and the path in front of its own where a proxy adds one.
/// Two spellings of the same address are equal.
class ServerAddress
{
public:
    ServerAddress() = default;

    /// Errors: Invalid for anything but http and https with a host: other schemes, user names and passwords,
    /// queries, fragments, a path with dots.
    [[nodiscard]] static Result<ServerAddress> fromText(const QString &text);

    [[nodiscard]] bool isNull() const { return m_host.isEmpty(); }
    [[nodiscard]] bool isTls() const { return m_isTls; }
    [[nodiscard]] const QString &host() const { return m_host; }
    [[nodiscard]] quint16 port() const { return m_port; }
    /// "" or "/gpu-2": no slash at its end.
    [[nodiscard]] const QString &prefix() const { return m_prefix; }

    /// "http://gpu-2:8188": the canonical spelling, the usual port left out.
    [[nodiscard]] QString text() const;
    /// The target of a request: prefix and `path`, percent-encoded.
    /// @param path  with its slash, already encoded, e.g. "/history/48b4"
    [[nodiscard]] QByteArray target(QByteArrayView path) const;
    /// For logs and evidence: "http://gpu-2:8188/history/48b4".
    [[nodiscard]] QString urlText(QByteArrayView path) const;
    /// ws or wss, with the client id in its query.
    [[nodiscard]] QUrl streamUrl(const QString &clientId) const;
    [[nodiscard]] http::Endpoint endpoint(const QString &caFile = {}) const;

    bool operator==(const ServerAddress &) const = default;
    friend size_t qHash(const ServerAddress &address, size_t seed = 0)
    {
        return qHashMulti(seed, address.m_isTls, address.m_host, address.m_port, address.m_prefix);
    }

private:
    [[nodiscard]] QUrl url(const QString &scheme) const;

    bool m_isTls = false;
    QString m_host; ///< lower case, an international name in its ASCII form, IPv6 without brackets
    quint16 m_port = 80;
    QString m_prefix; ///< percent-encoded
};

} // namespace emberwatch::comfyui
