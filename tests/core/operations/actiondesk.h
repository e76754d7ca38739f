// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/guardrails.h"
#include "core/operations/jobactions/actionsources.h"
#include "core/operations/undo.h"
#include "core/redis/topology.h"
#include "tests/core/operations/recoveryworld.h"

#include <QCoroTask>
#include <QTemporaryDir>

#include <memory>
#include <optional>

namespace emberwatch::test {

/// What a test wants of its desk.
struct DeskSetup
{
    PostgresServer *postgres = nullptr; ///< nullptr: SQLite
    ComfySimSetup simulator = {};
    bool hasRecords = true; ///< false: it is not known where they are
    QStringList moreServers = {}; ///< that are allowed besides the world's
    bool isProduction = false; ///< guard rails that allow nothing
};

/// Whoever acts on single jobs of a world, with what that takes.
class ActionDesk
{
public:
    explicit ActionDesk(const DeskSetup &setup = {});
    ~ActionDesk();
    Q_DISABLE_COPY_MOVE(ActionDesk)

    /// A job of the simulator that does something: "pending" or "running".
    void runOnServer(const QByteArray &id, const QString &state, ComfySimProcess *server = nullptr);
    /// How often something was posted to the world's server, under that path.
    [[nodiscard]] int posted(const QString &path) { return requests(QStringLiteral("POST "), path); }
    [[nodiscard]] int requests(const QString &method, const QString &path);
    /// Of a job, the oldest first.
    [[nodiscard]] QList<JournalLine> lines(const QByteArray &id);
    [[nodiscard]] QList<JournalLine> lines();
    [[nodiscard]] qint64 expiry(const QByteArray &id);

    RecoveryWorld world;
    redis::StandaloneTopology topology;
    JobStore jobs;
    Journal journal;
    std::unique_ptr<RecordStore> records;
    comfyui::ServerPool servers;
    std::unique_ptr<GuardRails> guard;
    ActionSources sources;
    ActionOptions options;
    StopRequestPtr stop = std::make_shared<StopRequest>();
};

template <typename T> T answerOf(QCoro::Task<T> task)
{
    return QCoro::waitFor(std::move(task));
}

} // namespace emberwatch::test
