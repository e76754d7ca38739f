// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/core/operations/recoveryrig.h"
#include "tests/core/records/recordsworld.h"
#include "tests/support/comfysimprocess.h"
#include "tests/support/redisclient.h"
#include "tests/support/redisserver.h"

#include <QTemporaryDir>

namespace emberwatch::test {

/// A job as its producer left it.
struct JobSpec
{
    QByteArray id;
    QByteArray status = "processing";
    std::chrono::seconds age{300};
    std::chrono::seconds silence{150}; ///< since its producer's last write
    QString server = {}; ///< empty: the world's simulator
    QByteArray clientId = "producer-1";
    QByteArray type = "image_generation";
    QString recordStatus = QStringLiteral("processing"); ///< empty: it has no record
};

/// A Redis, a database, and a simulated ComfyUI server.
class RecoveryWorld
{
public:
    /// @param server  of the records; nullptr: SQLite
    explicit RecoveryWorld(PostgresServer *server = nullptr, const ComfySimSetup &simulator = {});

    [[nodiscard]] bool isRunning() const { return redis.isRunning() && sim.isRunning(); }
    /// Its key, and its record where it has one.
    void add(const JobSpec &job);
    /// The job on the simulator: "pending", "running", "success", "error", "interrupted".
    void load(const QByteArray &id, const QString &state);
    [[nodiscard]] QByteArray document(const JobSpec &job) const;
    /// What a producer does: SET with the full TTL.
    void write(const QByteArray &id, const QByteArray &document);

    [[nodiscard]] QByteArray value(const QByteArray &id);
    /// "absent" where there is no key.
    [[nodiscard]] QByteArray stateStatus(const QByteArray &id);
    [[nodiscard]] QString recordStatus(const QByteArray &id);
    /// How often rows of this job were changed by us.
    [[nodiscard]] int auditCount(const QByteArray &id);

    [[nodiscard]] RigSetup setup() const;
    [[nodiscard]] QString serverUrl() const { return sim.url().toString(); }

    RedisServer redis;
    RedisClient client;
    RecordsWorld records;
    ComfySimProcess sim;

private:
    QTemporaryDir m_folder;
};

[[nodiscard]] QByteArray keyFor(const QByteArray &id);
/// The job of a report; one with an empty promptId: it is not in it.
[[nodiscard]] RecoveredJob jobOf(const RecoveryReport &report, const QByteArray &id);

} // namespace emberwatch::test
