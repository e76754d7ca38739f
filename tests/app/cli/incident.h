// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/app/cli/cliprocess.h"
#include "tests/support/comfysimprocess.h"
#include "tests/support/opsusers.h"
#include "tests/support/producerjobs.h"
#include "tests/support/redisclient.h"
#include "tests/support/redisserver.h"

#include <QJsonArray>
#include <QTemporaryDir>

#include <memory>

namespace emberwatch::test {

/// What is left after an application server died: a Redis with open jobs, and a ComfyUI server that knows
/// what became of them.
class Incident
{
public:
    explicit Incident(const ComfySimSetup &setup = {})
        : m_sim(setup)
    {
    }

    [[nodiscard]] bool isRunning() const { return m_redis.isRunning() && m_sim.isRunning(); }
    [[nodiscard]] RedisServer &redis() { return m_redis; }
    [[nodiscard]] RedisClient &client() { return *m_client; }
    /// After the server was started again.
    void reconnect() { m_client = std::make_unique<RedisClient>(m_redis.port()); }
    [[nodiscard]] ComfySimProcess &sim() { return m_sim; }
    [[nodiscard]] QString url() const { return m_sim.url().toString(QUrl::StripTrailingSlash); }
    [[nodiscard]] QString statePath(const QString &name) const { return m_state.filePath(name); }

    /// The operator's Redis, the server allowed, no database, a journal of our own.
    [[nodiscard]] CliEnvironment environment() const
    {
        using namespace Qt::StringLiterals;
        return {{u"REDIS_URL"_s, urlAs(u"ops_operator"_s, m_redis.port())}, {u"COMFYUI_SERVERS"_s, url()},
            {u"DATABASE_URL"_s, u"none"_s}, {u"XDG_STATE_HOME"_s, m_state.path()}};
    }

    /// @param ageMs, silenceMs  of the job, by the server's clock
    void add(const QByteArray &id, const QByteArray &type = "image_generation", qint64 ageMs = 300'000,
        qint64 silenceMs = 200'000, const QString &server = {}, const QByteArray &status = "processing")
    {
        const QByteArray value = "{\"promptId\":\"" + id + "\",\"type\":\"" + type
            + "\",\"userId\":\"usr_7\",\"status\":\"" + status + "\",\"progress\":42.5,\"startedAt\":"
            + msAgo(ageMs) + ",\"clientId\":\"c-" + id + "\",\"serverUrl\":\""
            + (server.isEmpty() ? url() : server).toUtf8() + "\",\"extra\":18446744073709551615}";
        setJob(*m_client, id, value, std::chrono::milliseconds(7'200'000 - silenceMs));
    }
    /// What the server knows of it: running, success, error.
    /// @param isHung  a running one stands still, and an interrupt waits
    void know(const QString &id, const QString &state, bool isHung = true)
    {
        using namespace Qt::StringLiterals;
        m_sim.control(u"load"_s,
            {{u"jobs"_s,
                QJsonArray{QJsonObject{{u"id"_s, id}, {u"state"_s, state}, {u"paused"_s, isHung},
                    {u"duration_ms"_s, 600'000}, {u"steps"_s, 6'000}, {u"client_id"_s, QString(u"c-"_s + id)},
                    {u"error"_s, u"out of memory"_s}}}}});
    }
    [[nodiscard]] QByteArray value(const QByteArray &id)
    {
        const QByteArray key = "comfyui:job:" + id;
        return m_client->text({"GET", key});
    }
    [[nodiscard]] bool says(const QByteArray &id, const QByteArray &status)
    {
        return value(id).contains(QByteArray("\"status\":\"" + status + '"'));
    }
    void clear()
    {
        m_client->run({"FLUSHALL"});
        m_sim.kill();
        m_sim.start();
    }

private:
    RedisServer m_redis{opsUsers()};
    std::unique_ptr<RedisClient> m_client = std::make_unique<RedisClient>(m_redis.port());
    ComfySimProcess m_sim;
    QTemporaryDir m_state;
};

} // namespace emberwatch::test
