// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/redisclient.h"

#include <QByteArray>
#include <QDateTime>

namespace emberwatch::test {

/// A key under the usual prefix, set as producers do; without a TTL for 0.
inline void setJob(
    RedisClient &client, const QByteArray &id, const QByteArray &value, qint64 ttlMs = 7'200'000)
{
    const QByteArray key = "comfyui:job:" + id;
    if (ttlMs == 0)
        client.run({"SET", key, value});
    else
        client.run({"SET", key, value, "PX", QByteArray::number(ttlMs)});
}

inline void deleteJob(RedisClient &client, const QByteArray &id)
{
    const QByteArray key = "comfyui:job:" + id;
    client.run({"DEL", key});
}

[[nodiscard]] inline QByteArray msAgo(qint64 ms)
{
    return QByteArray::number(QDateTime::currentMSecsSinceEpoch() - ms);
}

/// @param id  as it stands inside a JSON string
[[nodiscard]] inline QByteArray document(const QByteArray &id, const QByteArray &status = "processing",
    const QByteArray &progress = "42.50", const QByteArray &startedAt = msAgo(60'000))
{
    return "{\"promptId\":\"" + id + "\",\"type\":\"image_generation\",\"userId\":\"usr_7\",\"status\":\""
        + status + "\",\"progress\":" + progress + ",\"startedAt\":" + startedAt
        + ",\"clientId\":\"c-1\",\"serverUrl\":\"http://"
          "gpu-2:8188\",\"extra\":{\"seed\":18446744073709551615}}";
}

} // namespace emberwatch::test
