// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfysim/messages.h"

#include "tests/support/comfysim/picture.h"

#include <QtEndian>

namespace emberwatch::comfysim::messages {

namespace {

QByteArray bigEndian(qsizetype value)
{
    QByteArray bytes(4, '\0');
    qToBigEndian(static_cast<quint32>(value), bytes.data());
    return bytes;
}

QByteArray picture()
{
    static constexpr int edge = 8;
    return pngPicture(edge, 0x804020, {});
}

} // namespace

QByteArray message(const QByteArray &type, const QByteArray &data)
{
    return json::object({{"type", json::quoted(type)}, {"data", data}});
}

QByteArray status(qsizetype remaining, const QByteArray &clientId)
{
    const QByteArray count
        = json::object({{"queue_remaining", json::number(static_cast<qint64>(remaining))}});
    return json::object({{"status", json::object({{"exec_info", count}})},
        {"sid", clientId.isNull() ? QByteArray() : json::quoted(clientId)}});
}

QByteArray featureFlags()
{
    return R"({"supports_preview_metadata": true, "max_upload_size": 104857600})";
}

QByteArray preview()
{
    constexpr int event = 1;
    constexpr int png = 2;
    return bigEndian(event) + bigEndian(png) + picture();
}

QByteArray previewWithMetadata(const PlannedNode &node, const QByteArray &promptId)
{
    constexpr int event = 4;
    const QByteArray metadata = json::object({{"node_id", json::quoted(node.id)},
        {"prompt_id", json::quoted(promptId)}, {"display_node_id", json::quoted(node.displayId)},
        {"parent_node_id", node.parentId.isNull() ? QByteArray("null") : json::quoted(node.parentId)},
        {"real_node_id", json::quoted(node.realId)}, {"image_type", "\"image/png\""}});
    return bigEndian(event) + bigEndian(metadata.size()) + metadata + picture();
}

QByteArray progressText(const QByteArray &nodeId, const QByteArray &text)
{
    constexpr int event = 3;
    return bigEndian(event) + bigEndian(nodeId.size()) + nodeId + text;
}

} // namespace emberwatch::comfysim::messages
