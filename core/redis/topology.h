// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/redis/connectionoptions.h"

#include <QObject>

#include <functional>
#include <memory>

namespace emberwatch::redis {

/// One server of a deployment.
struct NodeId
{
    QString address; ///< host:port, or the path of a local socket
    bool operator==(const NodeId &) const = default;
    friend size_t qHash(const NodeId &id, size_t seed = 0) { return qHash(id.address, seed); }
};

/// How keys are spread over servers. A key belongs to one node; a scan and a subscription go to every
/// primary. Standalone is one node. Sentinel and Cluster are further implementations behind the same face:
/// they change what primaries() and nodeFor() answer and say so by primariesChanged().
class Topology : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;
    [[nodiscard]] virtual QList<NodeId> primaries() const = 0;
    [[nodiscard]] virtual NodeId nodeFor(QByteArrayView key) const = 0;
    /// How to connect to that node: same credentials, its own address.
    [[nodiscard]] virtual ConnectionOptions optionsOf(const NodeId &node) const = 0;

Q_SIGNALS:
    void primariesChanged();
};

class StandaloneTopology : public Topology
{
    Q_OBJECT
public:
    explicit StandaloneTopology(ConnectionOptions options, QObject *parent = nullptr);
    [[nodiscard]] QList<NodeId> primaries() const override;
    [[nodiscard]] NodeId nodeFor(QByteArrayView key) const override;
    [[nodiscard]] ConnectionOptions optionsOf(const NodeId &node) const override;

private:
    ConnectionOptions m_options;
};

} // namespace emberwatch::redis
