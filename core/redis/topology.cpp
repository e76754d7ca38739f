// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/topology.h"

using namespace Qt::StringLiterals;

namespace emberwatch::redis {

namespace {

NodeId nodeOf(const ConnectionOptions &options)
{
    if (options.transport == ConnectionOptions::Transport::Local)
        return {options.path};
    const bool isIpv6 = options.host.contains(u':');
    const QString host = isIpv6 ? u"["_s + options.host + u"]"_s : options.host;
    return {host + u":"_s + QString::number(options.port)};
}

} // namespace

StandaloneTopology::StandaloneTopology(ConnectionOptions options, QObject *parent)
    : Topology(parent)
    , m_options(std::move(options))
{
}

QList<NodeId> StandaloneTopology::primaries() const
{
    return {nodeOf(m_options)};
}

NodeId StandaloneTopology::nodeFor(QByteArrayView) const
{
    return nodeOf(m_options);
}

ConnectionOptions StandaloneTopology::optionsOf(const NodeId &) const
{
    return m_options;
}

} // namespace emberwatch::redis
