// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/producerjobs.h"

#include "tests/support/redisclient.h"

#include <QDateTime>

namespace emberwatch::test {

void setJob(RedisClient &client, const QByteArray &id, const QByteArray &value, std::chrono::milliseconds ttl)
{
    const QByteArray key = keyOfJob(id);
    if (ttl == std::chrono::milliseconds::zero())
        client.run({"SET", key, value});
    else
        client.run({"SET", key, value, "PX", QByteArray::number(static_cast<qint64>(ttl.count()))});
}

void deleteJob(RedisClient &client, const QByteArray &id)
{
    const QByteArray key = keyOfJob(id);
    client.run({"DEL", key});
}

QByteArray keyOfJob(const QByteArray &id)
{
    return "comfyui:job:" + id;
}

QByteArray msAgo(qint64 ms)
{
    return QByteArray::number(QDateTime::currentMSecsSinceEpoch() - ms);
}

QByteArray jobDocument(
    const QByteArray &id, const QByteArray &status, const QByteArray &progress, const QByteArray &startedAt)
{
    return "{\"promptId\":\"" + id + "\",\"type\":\"image_generation\",\"userId\":\"usr_7\",\"status\":\""
        + status + "\",\"progress\":" + progress + ",\"startedAt\":" + startedAt
        + ",\"clientId\":\"c-1\",\"serverUrl\":\"http://gpu-2:8188\","
          "\"extra\":{\"seed\":18446744073709551615}}";
}

QByteArray jobDocument(const QByteArray &id, const QByteArray &status, double progress)
{
    return jobDocument(id, status, QByteArray::number(progress));
}

} // namespace emberwatch::test
